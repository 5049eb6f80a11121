"""The project's own check of its configuration before Node starts: quick, complete, and `cdktf.out` untouched."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from toolchain import state
from toolchain.arguments import Request
from toolchain.errors import ToolchainError

if TYPE_CHECKING:
    from organization.model import Organization

NEEDS_A_STACK = frozenset({"deploy", "diff", "output"})


def check(folder: Path, request: Request) -> int:
    """
    Check the configuration of the CDKTF app in a folder: 0 when it is right, 1 after its problems were printed.

    A folder without a CDKTF app, or an app that is not this project's, has nothing to check. Raises ToolchainError when
    the command would go wrong with this configuration.
    """
    if not (folder / "cdktf.json").is_file() or importlib.util.find_spec("organization") is None:
        return 0
    from organization.check import report
    from organization.load import default_file, examine

    file = default_file()
    organization, problems = examine(file)
    if report(str(file), problems) or organization is None:
        return 1
    demand_stack(request, organization)
    state.check(folder, request, organization)
    return 0


def demand_stack(request: Request, organization: Organization) -> None:
    """Raise ToolchainError when a command does not say which of several stacks it is for."""
    if request.command in NEEDS_A_STACK and not request.stacks and len(organization.stack_names()) > 1:
        raise ToolchainError(f"name a stack, as in: cdktf {request.word} org-root")
