"""The data of the templates, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orgctl.report.data import Account, Budget, Policy, Promise, Report
from orgctl.report.view.access import PersonRows, people, reached_by
from orgctl.report.view.account_sets import AccountSet, account_sets
from orgctl.report.view.organization import UnitAccounts, accounts, by_unit, units
from orgctl.report.view.policies import PolicyPage, by_kind

_ORDER = {"broken": 0, "undecided": 1, "accepted": 2, "kept": 3, "not asked": 4}


@dataclass(frozen=True, slots=True)
class Page:
    """The report, prepared."""

    report: Report
    accounts: Mapping[str, Account]
    units: int
    by_unit: tuple[UnitAccounts, ...]
    reached_by: Mapping[str, Mapping[str, tuple[str, ...]]]
    people: tuple[PersonRows, ...]
    policies: Mapping[str, tuple[PolicyPage, ...]]
    policy: Mapping[str, Policy]
    budgets: tuple[Budget, ...]
    promises: tuple[Promise, ...]
    results: Mapping[str, int]
    refusals: int
    """The reasons for refusing the change."""
    targets: frozenset[str]
    """The root and the OUs by their names."""
    roles: tuple[str, ...]
    """The names of all roles that users may assume."""
    search: Mapping[str, str]
    """The searchable text of each account, by key: its key, name and number."""
    sets: Mapping[tuple[str, ...], AccountSet]
    """The accounts of every row."""
    without_mfa: str
    """The actions that every user may do without MFA; empty if users differ."""


def prepare(report: Report) -> Page:
    """Return the report prepared for the templates: merged, counted and sorted."""
    known = {account.key: account for account in accounts(report.root)}
    order = {key: number for number, key in enumerate(known)}
    persons = people(report.people, order)
    rows = [row for person in persons for row in person.rows]
    sections = report.diff.sections if report.diff else ()
    alone = {person.without_mfa for person in report.people}
    promises = tuple(sorted(report.promises, key=lambda promise: _ORDER[promise.result]))
    return Page(
        report=report,
        accounts=known,
        units=sum(1 for _ in units(report.root)) - 1,
        by_unit=tuple(by_unit(report.root)),
        reached_by=reached_by(report.people),
        people=persons,
        policies=by_kind(report.policies),
        policy={policy.id: policy for policy in report.policies},
        budgets=tuple(sorted(report.budgets, key=lambda each: -each.used / max(each.limit, 1))),
        promises=promises,
        results={result: sum(1 for each in promises if each.result == result) for result in _ORDER},
        refusals=sum(len(each.sentences) for each in sections if each.is_refusal),
        targets=frozenset(unit.target for unit in units(report.root)),
        roles=tuple(sorted({row.role for row in rows})),
        search={key: f"{key} {each.name} {each.number}" for key, each in known.items()},
        sets=account_sets(report.root, (row.accounts for row in rows)),
        without_mfa=alone.pop() if len(alone) == 1 else "",
    )
