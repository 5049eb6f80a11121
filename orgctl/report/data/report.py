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
    """Everything that the report shows."""

    name: str
    id: str
    """Of the organization; empty until AWS has given it one."""
    source: str
    """What was read, in words: cdktf.out, revision 1a2b3c4, 22 November 2026."""
    root: Unit
    people: tuple[Person, ...] = ()
    policies: tuple[Policy, ...] = ()
    budgets: tuple[Budget, ...] = ()
    promises: tuple[Promise, ...] = ()
    unknown: tuple[str, ...] = ()
    """What could not be resolved or is not covered, in words."""
    diff: Diff | None = None
