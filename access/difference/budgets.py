"""Changes in the use of AWS's limits by policies."""

from __future__ import annotations

from collections.abc import Iterator

from access.budgets import budgets
from access.difference.model import BudgetChange
from access.difference.snapshot import Snapshot


def budget_changes(base: Snapshot, new: Snapshot) -> Iterator[BudgetChange]:
    """Yield each limit of which much is used, before or afterwards, fullest first."""
    before = {(one.place, one.what): one for one in budgets(base.organization)}
    found: list[BudgetChange] = []
    for one in budgets(new.organization):
        old = before.get((one.place, one.what))
        if one.is_near or (old and old.is_near and old.used != one.used):
            found.append(BudgetChange(one.place, one.what, one.used, one.limit, old.used if old else None, one.unit))
    return iter(sorted(found, key=lambda one: (-one.used / one.limit, one.place, one.what)))
