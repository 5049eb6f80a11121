"""Whether a command would find the state of the stacks: without it, Terraform makes everything anew."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgctl.toolchain.arguments import Request
from orgctl.toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from organization.model import Organization

ORG_ROOT = "org-root"
MIGRATE = "--migrate-state"


def check(folder: Path, request: Request, organization: Organization) -> None:
    """Raise ToolchainError when a command needs a state that is not where it is going to look."""
    if organization.deployment.state.backend == "local":
        demand_org_root(folder, request)
    elif request.command in {"deploy", "diff", "destroy", "output", "watch"}:
        demand_moved(folder, request, organization)


def stacks(organization: Organization) -> list[str]:
    """The stacks of the app. Accounts in quarantine have none."""
    return [ORG_ROOT, *organization.accounts_with_stack()]


def demand_org_root(folder: Path, request: Request) -> None:
    """Raise ToolchainError when stacks are named that need org-root, which was never deployed."""
    if request.command not in {"deploy", "diff"} or not request.stacks or (folder / _file(ORG_ROOT)).exists():
        return
    if not any(name == ORG_ROOT or "*" in name for name in request.stacks):
        raise ToolchainError(
            "deploy org-root first: the other stacks read the accounts' numbers from its state, and there is no "
            f"{_file(ORG_ROOT)} here"
        )


def demand_moved(folder: Path, request: Request, organization: Organization) -> None:
    """
    Raise ToolchainError when the state of a stack is in the bucket according to the file, but still in this folder.

    Terraform moves a state only away from where `cdktf.out` notes that it is, and leaves the old file as it was.
    """
    here = [stack for stack in stacks(organization) if _read(folder / _file(stack)).get("resources")]
    named = {stack for stack in here for name in request.stacks if fnmatchcase(stack, name)}
    if request.has(MIGRATE):
        lost, advice = [stack for stack in here if stack in named and not _is_noted(folder, stack)], _NOT_NOTED
    else:
        lost, advice = [stack for stack in here if stack in {ORG_ROOT, *named}], _NOT_MOVED
    if lost:
        files = ", ".join(_file(stack) for stack in lost)
        raise ToolchainError(f"the state of {', '.join(lost)} is to be in S3, but there is {files} here.\n{advice}")


_NOT_MOVED = (
    "Copy it into the bucket with cdktf deploy <stack> --migrate-state, one stack after the other, org-root first.\n"
    "Terraform leaves the file as it was: once it is copied, move the file out of this folder."
)
_NOT_NOTED = (
    "cdktf.out does not say where it was, so Terraform would not copy it and make everything anew. Set the state to\n"
    "local again, run cdktf diff <stack>, set it to s3 and repeat this command.\n"
    "If it was copied before, move the file out of this folder."
)


def _file(stack: str) -> str:
    return f"terraform.{stack}.tfstate"


def _is_noted(folder: Path, stack: str) -> bool:
    return "backend" in _read(folder / "cdktf.out" / "stacks" / stack / ".terraform" / "terraform.tfstate")


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
