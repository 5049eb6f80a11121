"""The check of the configuration before Node starts: quick, complete, and without a change of `cdktf.out`."""

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

    Return 0 for a folder without a CDKTF app, and for the app of another project. Raise ToolchainError when the command
    would fail with this configuration.
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
    """Raise ToolchainError when a command must name one of several stacks and does not."""
    if request.command in NEEDS_A_STACK and not request.stacks and len(organization.stack_names()) > 1:
        raise ToolchainError(f"name a stack, as in: cdktf {request.word} org-root")
