"""Changes of users, groups and roles."""

from __future__ import annotations

from dataclasses import dataclass

from access.difference.model.policies import Existence, PolicyChange, Rights, StatementChange
from access.model.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A role that a user gains or loses. `ways` are the affected ways of signing in."""

    person: str
    home: str
    account: str
    role: str
    ways: tuple[SignIn, ...]
    other_ways: tuple[SignIn, ...]
    """Ways in which the user reaches the role before and afterwards; empty when the access is entirely new or gone."""
    policies: tuple[str, ...]
    groups: tuple[str, ...]
    through: tuple[str, ...]
    """Roles assumed on the way, as `admin of org-root`."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A user who is added or removed, or whose groups or own policies change."""

    person: str
    home: str
    change: Existence
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    policies: tuple[PolicyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that is added, removed or changed. Access changes cover the roles that its policies name."""

    group: str
    account: str
    change: Existence
    policies: tuple[PolicyChange, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that is added, removed or changed, in one account or in the same way in several."""

    role: str
    accounts: tuple[str, ...]
    change: Existence
    rights: Rights
    """
    What the policies and the boundary allow, compared with before; `different` for an added or removed role.

    It is decided: `wider` if something became possible and nothing impossible.
    """
    policies: tuple[PolicyChange, ...]
    trust: tuple[StatementChange, ...] = ()
    people: tuple[str, ...] = ()
    """The users who reach it afterwards; for a removed role, before."""
    where: str = ""
    """The line of the new configuration, if it has one."""
