"""The answer to who can make a call, as plain data that text and JSON show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from access.model.sign_in import SignIn

VERSION = 1
Kind = Literal["user", "role", "root user", "service", "outside", "not read"]


@dataclass(frozen=True)
class Condition:
    """A condition of a call in words: `over TLS`."""

    key: str
    """The condition key; empty for the resource that a call must be about."""
    words: str


@dataclass(frozen=True)
class Alternative:
    """Conditions that suffice together; without any, the call is always allowed."""

    conditions: tuple[Condition, ...]

    @property
    def words(self) -> str:
        """The conditions in a line; empty without any."""
        return ", ".join(one.words for one in self.conditions)


@dataclass(frozen=True)
class Calls:
    """What a principal can do the action on, and when: each alternative is enough."""

    on: str
    """An ARN; empty for anything in the account without a policy of its own; `*` for an action without resources."""
    account: str
    """The key of the resource's account."""
    alternatives: tuple[Alternative, ...]
    undecided: tuple[str, ...] = ()
    """Reasons why it may be allowed under more conditions than these."""
    more: bool = False
    """True if the search for alternatives was stopped early."""


@dataclass(frozen=True)
class InPerson:
    """The calls of a principal itself; of a user, signed in in one of some ways."""

    ways: tuple[SignIn, ...]
    calls: tuple[Calls, ...]


@dataclass(frozen=True)
class Step:
    """A role that is assumed on the way to a call, and when it can be."""

    role: str
    """The ARN."""
    label: str
    """`role infra of infra`"""
    alternatives: tuple[Alternative, ...]
    undecided: tuple[str, ...] = ()
    more: bool = False
    """True if the search for alternatives was stopped early."""


@dataclass(frozen=True)
class Route:
    """A way of a user to a role: the roles assumed in order, of which the last one makes the call."""

    user: str
    """The ARN."""
    name: str
    """The user's name, with the account where several have it."""
    ways: tuple[SignIn, ...]
    steps: tuple[Step, ...]
    leads_on: bool = True
    """False if it is not decided whether the role at its end can make the call."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """Reasons why it is not decided that there is such a way."""
        return tuple(reason for one in self.steps if not one.alternatives for reason in one.undecided)


@dataclass(frozen=True)
class Principal:
    """A principal that can make the call, or of which that is not decided."""

    kind: Kind
    name: str
    arn: str
    """The ARN of a user, role or root user, or the name of a service; empty for a class of outside principals."""
    account: str
    """The key of its account; empty outside of the organization."""
    in_person: tuple[InPerson, ...] = ()
    routes: tuple[Route, ...] = ()
    """Of a user the ways to roles that can make the call; of such a role the ways of users to it."""

    @property
    def can(self) -> bool:
        """True if it can make the call, itself or through a role."""
        itself = any(calls.alternatives for one in self.in_person for calls in one.calls)
        through = self.kind == "user" and any(one.leads_on and not one.undecided for one in self.routes)
        return itself or through

    @property
    def undecided(self) -> tuple[str, ...]:
        """Everything about it that is not decided."""
        calls = [reason for one in self.in_person for calls in one.calls for reason in calls.undecided]
        ways = [f"{one.label}: {reason}" for route in self.routes for one in route.steps for reason in one.undecided]
        ends = [
            f"it is not decided whether {one.steps[-1].label} can"
            for one in self.routes
            if self.kind == "user" and not one.leads_on
        ]
        return tuple(dict.fromkeys([*calls, *ways, *ends]))


@dataclass(frozen=True)
class WhoCan:
    """The answer about an action."""

    organization: str
    as_of: str
    action: str
    resource: str
    """The ARN, the key of an account for anything in it, or empty for anything in each account."""
    where: str
    """The key of the resource's account, if it is in one."""
    with_policy: int
    """Number of resources with a policy of their own that the action is about, where no single one is asked."""
    principals: tuple[Principal, ...]
    notes: tuple[str, ...]
    """What was not asked, and what else bears on the answer."""
    not_read: tuple[str, ...] = ()
    """Policies that are not read, and references without a value: what they allow is not known."""
    version: int = field(default=VERSION, kw_only=True)

    @property
    def decided(self) -> bool:
        """True if all was decided, and every policy is read."""
        return not self.not_read and not any(one.undecided for one in self.principals)
