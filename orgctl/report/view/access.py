"""The access matrix in rows for the page: a role that is the same in many accounts is one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgctl.report.data import Grant, Person

_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A role that a user may assume in these accounts, in the same way and with the same policies."""

    role: str
    needs_mfa: bool
    policies: tuple[str, ...]
    through: tuple[str, ...]
    ways: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of a user."""

    person: Person
    rows: tuple[Row, ...]
    reached: int
    """The number of accounts in which the user has a role."""


def merged(grants: Iterable[Grant], order: Mapping[str, int]) -> tuple[Row, ...]:
    """Return grants as rows, the one with the most accounts first; `order` is that of the accounts."""
    alike: dict[tuple[str, bool, _Names, _Names, _Names], set[str]] = defaultdict(set)
    for grant in grants:
        alike[grant.role, grant.needs_mfa, grant.policies, grant.through, grant.ways].add(grant.account)
    rows = [
        Row(*key, tuple(sorted(accounts, key=lambda each: (order.get(each, len(order)), each))))
        for key, accounts in alike.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.accounts), row.role)))


def people(persons: Iterable[Person], order: Mapping[str, int]) -> tuple[PersonRows, ...]:
    """Return the rows of every user."""
    return tuple(
        PersonRows(person, merged(person.grants, order), len({grant.account for grant in person.grants}))
        for person in persons
    )


def reached_by(persons: Iterable[Person]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return for each account its roles and the users who may assume them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person in persons:
        for account, role in sorted({(grant.account, grant.role) for grant in person.grants}):
            found[account][role].append(person.name)
    return {account: {role: tuple(roles[role]) for role in sorted(roles)} for account, roles in found.items()}
