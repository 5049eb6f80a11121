"""
The policies of an organization, by target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from foundation.policy_types import PolicyType, short_of
from live.model import Organization, Policy, Unit
from orgctl.overview.grid import add_row, grid

ORDER: Sequence[str] = (
    PolicyType.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL,
    PolicyType.AI_OPT_OUT,
    PolicyType.DECLARATIVE_EC2,
    PolicyType.TAG,
    PolicyType.BACKUP,
)


def policies(organization: Organization) -> RenderableType:
    """Return a row for each target and kind, with the policies' contents instead of their packing."""
    if organization.policies_problem:
        return Text(f"cannot be read: {organization.policies_problem}", style="yellow")
    table = grid()
    for target, policies in _targets(organization.root):
        kinds = sorted({policy.kind for policy in policies}, key=_order)
        for number, kind in enumerate(kinds):
            contents = [part for policy in policies if policy.kind == kind for part in policy.contents]
            add_row(table, "" if number else target, short_of(kind), ", ".join(contents))
    return table if table.row_count else Text("none", style="dim")


def _targets(unit: Unit, path: str = "") -> Iterator[tuple[str, tuple[Policy, ...]]]:
    """Yield the root, OUs by their path, and accounts, each with its attached policies."""
    yield path or "root", unit.policies
    for account in unit.accounts:
        yield account.name, account.policies
    for child in unit.units:
        yield from _targets(child, f"{path}/{child.name}" if path else child.name)


def _order(kind: str) -> tuple[int, str]:
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)
