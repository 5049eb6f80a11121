"""People, groups and roles that change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from access.difference.model.policies import Existence, PolicyChange, StatementChange
from access.model.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A role that a person reaches, or reaches no more. `ways` are those of signing in that it concerns."""

    person: str
    home: str
    account: str
    role: str
    ways: tuple[SignIn, ...]
    other_ways: tuple[SignIn, ...]
    """Ways in which the person reached the role before and still does; none: it is new, or gone, altogether."""
    policies: tuple[str, ...]
    groups: tuple[str, ...]
    through: tuple[str, ...]
    """Roles on the way there, as `admin of org-root`."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person who comes or goes, or whose groups or own policies change."""

    person: str
    home: str
    change: Existence
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    policies: tuple[PolicyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that comes, goes or changes. Which roles of the organization its policies name is told as access."""

    group: str
    account: str
    change: Existence
    policies: tuple[PolicyChange, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that comes, goes or changes, in one account or alike in several."""

    role: str
    accounts: tuple[str, ...]
    change: Existence
    rights: Literal["wider", "narrower", "different", "the same"]
    """What it may do now, measured by its policies and boundary; of one that comes or goes, `different`."""
    policies: tuple[PolicyChange, ...]
    trust: tuple[StatementChange, ...] = ()
    people: tuple[str, ...] = ()
    """Those who reach it afterwards, or, where it goes, did so before."""
    where: str = ""
    """The line of the configuration, where it has one afterwards."""
