"""
The policies of an organization, by what they are attached to.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from live.model import Organization, Policy, Unit
from orgctl.overview.grid import add_row, grid

KINDS = {
    "SERVICE_CONTROL_POLICY": "SCP",
    "RESOURCE_CONTROL_POLICY": "RCP",
    "AISERVICES_OPT_OUT_POLICY": "AI",
    "DECLARATIVE_POLICY_EC2": "EC2",
    "TAG_POLICY": "tags",
    "BACKUP_POLICY": "backup",
}


def policies(organization: Organization) -> RenderableType:
    """A row for each target and kind, with what is in the policies rather than how they are packed."""
    if organization.policies_problem:
        return Text(f"cannot be read: {organization.policies_problem}", style="yellow")
    table = grid()
    for target, policies in _targets(organization.root):
        kinds = sorted({policy.kind for policy in policies}, key=_order)
        for number, kind in enumerate(kinds):
            contents = [part for policy in policies if policy.kind == kind for part in policy.contents]
            add_row(table, "" if number else target, _kind(kind), ", ".join(contents))
    return table if table.row_count else Text("none", style="dim")


def _targets(unit: Unit, path: str = "") -> Iterator[tuple[str, tuple[Policy, ...]]]:
    """The root, units by their path, and accounts, each with what is attached to it."""
    yield path or "root", unit.policies
    for account in unit.accounts:
        yield account.name, account.policies
    for child in unit.units:
        yield from _targets(child, f"{path}/{child.name}" if path else child.name)


def _order(kind: str) -> tuple[int, str]:
    known = list(KINDS)
    return (known.index(kind) if kind in known else len(known), kind)


def _kind(kind: str) -> str:
    return KINDS.get(kind) or kind.removesuffix("_POLICY").replace("_", " ").lower()
