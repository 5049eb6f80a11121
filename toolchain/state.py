"""Checks that a command finds the state of the stacks: without it, Terraform would create everything again."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.names import BOOTSTRAP, ORG_ROOT, state_file
from terraform_json.folder import StackFolder
from terraform_json.state import read_state
from toolchain.arguments import Request
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from organization.model import Organization

FIRST = BOOTSTRAP + ORG_ROOT
MIGRATE = "--migrate-state"


def check(folder: Path, request: Request, organization: Organization) -> None:
    """Raise ToolchainError when a command needs a state that is in another place than configured."""
    if organization.deployment.state.mode == "local":
        demand_org_root(folder, request)
    elif request.command in {"deploy", "diff", "destroy", "output", "watch"}:
        demand_moved(folder, request, organization)


def demand_org_root(folder: Path, request: Request) -> None:
    """Raise ToolchainError when the named stacks need org-root, which was never deployed."""
    if request.command not in {"deploy", "diff"} or not request.stacks or (folder / state_file(ORG_ROOT)).exists():
        return
    if not any(name == ORG_ROOT or "*" in name for name in request.stacks):
        raise ToolchainError(
            "deploy org-root first: the other stacks read the account numbers from its state, and there is no "
            f"{state_file(ORG_ROOT)} here"
        )


def demand_moved(folder: Path, request: Request, organization: Organization) -> None:
    """
    Raise ToolchainError when the file says that a stack's state is in a bucket, but it is still in this folder.

    Terraform moves a state only from the place that `cdktf.out` records, and leaves the old file unchanged. The state
    of a bootstrap stack is here until its bucket exists, and is then moved automatically.
    """
    stacks = [name for name in organization.stack_names() if not name.startswith(BOOTSTRAP)]
    here = [stack for stack in stacks if read_state(folder / state_file(stack)).has_resources]
    named = {stack for stack in here for name in request.stacks if fnmatchcase(stack, name)}
    if request.has(MIGRATE):
        lost, advice = [stack for stack in here if stack in named and not _is_noted(folder, stack)], _NOT_NOTED
    else:
        read = {ORG_ROOT} if request.stacks != [FIRST] else set[str]()  # all others read its outputs
        lost, advice = [stack for stack in here if stack in read | named], _NOT_MOVED
    if lost:
        files = ", ".join(state_file(stack) for stack in lost)
        raise ToolchainError(
            f"the state of {', '.join(lost)} should be in S3, but is still in this folder: {files}.\n{advice}"
        )


_NOT_MOVED = (
    "Copy it into its bucket with cdktf deploy '*' --migrate-state, which creates the buckets too. Terraform does not\n"
    "delete the file: once it is copied, move the file out of this folder."
)
_NOT_NOTED = (
    "cdktf.out does not record where it was, so Terraform would not copy it but create everything again. Set\n"
    "deployment.state to local again, run cdktf diff <stack>, set it back and repeat this command.\n"
    "If it was copied before, move the file out of this folder."
)


def _is_noted(folder: Path, stack: str) -> bool:
    return bool(StackFolder.of(folder, stack).noted)
