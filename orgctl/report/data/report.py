"""The whole report."""

from __future__ import annotations

from dataclasses import dataclass

from orgctl.report.data.access import Person
from orgctl.report.data.diff import Diff
from orgctl.report.data.organization import Unit
from orgctl.report.data.policies import Budget, Policy
from orgctl.report.data.promises import Promise


@dataclass(frozen=True, slots=True)
class Report:
    """The contents of the report."""

    name: str
    id: str
    """The organization's id; empty before its creation."""
    source: str
    """The source, in words: cdktf.out, revision 1a2b3c4, 22 November 2026."""
    root: Unit
    people: tuple[Person, ...] = ()
    policies: tuple[Policy, ...] = ()
    budgets: tuple[Budget, ...] = ()
    promises: tuple[Promise, ...] = ()
    unknown: tuple[str, ...] = ()
    """References that are not resolved, and parts that are not covered, in words."""
    diff: Diff | None = None
    obsolete: tuple[str, ...] = ()
    """Entries of `accepted` that accept nothing any more, in words."""
    as_of: str = ""
    """The day in UTC from which on requests are made; empty without a proof."""
