"""
The model of a deployed organization, for the overview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from live.attempt import Problem
from live.services.model import Services


@dataclass(frozen=True)
class Policy:
    """A policy of the organization; `kind` is AWS's type. `contents` are its guardrails, or its own name."""

    name: str
    kind: str
    contents: tuple[str, ...]


@dataclass(frozen=True)
class User:
    """An IAM user."""

    name: str
    groups: tuple[str, ...]
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A group of IAM users. `assumes` are the ARNs of the roles that its policies allow to assume."""

    name: str
    members: tuple[str, ...]
    policies: tuple[str, ...]
    assumes: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A role. `trusted` are the principals of its trust policy, `mfa` whether every statement of it demands MFA."""

    name: str
    trusted: tuple[str, ...]
    mfa: bool
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Identities:
    """The users, groups and roles of an account, and the alias of its sign-in address."""

    alias: str | None = None
    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Settings:
    """
    The settings of an account: by name, whether each holds in each region read, or everywhere (`*`).
    """

    checks: Mapping[str, Mapping[str, bool | Problem]] = field(default_factory=dict)
    buckets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """
    An account of the organization.

    `policies` are those attached directly to it; `problem` is the reason why the account could not be read.
    """

    name: str
    number: str
    email: str
    status: str
    policies: tuple[Policy, ...] = ()
    identities: Identities = Identities()
    settings: Settings = Settings()
    problem: str | None = None

    @property
    def is_read(self) -> bool:
        """True when the account's contents were read."""
        return self.status == "ACTIVE" and self.problem is None


@dataclass(frozen=True)
class Unit:
    """The root or an OU, with its direct children."""

    name: str
    id: str
    policies: tuple[Policy, ...] = ()
    units: tuple[Unit, ...] = ()
    accounts: tuple[Account, ...] = ()

    def all_accounts(self) -> Iterator[Account]:
        """Yield the accounts of this OU and of every OU below."""
        yield from self.accounts
        for unit in self.units:
            yield from unit.all_accounts()


@dataclass(frozen=True)
class Organization:
    """An organization; its services are those of `regions`."""

    id: str
    management_account: str
    root: Unit
    regions: tuple[str, ...] = ()
    services: Services = field(default_factory=Services)
    policies_problem: str | None = None
