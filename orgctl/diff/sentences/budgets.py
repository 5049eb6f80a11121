"""Sentences about policies near AWS's limits."""

from __future__ import annotations

from collections.abc import Sequence

from access.difference import BudgetChange
from orgctl.diff.sentences.words import listed
from orgctl.section import Sentence


def budgets(changes: Sequence[BudgetChange], *, shown: bool) -> list[Sentence]:
    """Return a sentence for each change, and one for limits that are as near as before; none unless `shown`."""
    if not shown:
        return []
    same = [f"{_what(one)} ({_share(one.used, one.limit)})" for one in changes if not one.changes]
    found = [Sentence(_text(one)) for one in changes if one.changes]
    return [*found, *([Sentence(f"Near the limit as before: {listed(same, 10)}.")] if same else [])]


def budget_table(changes: Sequence[BudgetChange]) -> tuple[tuple[str, ...], ...]:
    """Return the same as a table."""
    rows = [
        (
            one.place,
            one.what,
            f"{one.used:,} of {one.limit:,} {one.unit}",
            _share(one.used, one.limit),
            "new" if one.before is None else f"{one.before:,}" if one.changes else "the same",
        )
        for one in changes
    ]
    return (("Where", "What", "Used", "Share", "Before"), *rows) if rows else ()


def _text(one: BudgetChange) -> str:
    before = f", {one.before:,} before" if one.before is not None else ", new"
    over = " AWS refuses it." if one.used > one.limit else ""
    return f"{_what(one)}: {one.used:,} of {one.limit:,} {one.unit} ({_share(one.used, one.limit)}){before}.{over}"


def _what(one: BudgetChange) -> str:
    return f"{one.place}, {one.what}"


def _share(used: int, limit: int) -> str:
    return f"{used / limit:.0%}"
