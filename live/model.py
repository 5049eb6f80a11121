"""
What an overview knows of an organization.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from live.attempt import Problem
from live.services.model import Services


@dataclass(frozen=True)
class Policy:
    """A policy of the organization, of a kind as AWS calls it. `contents` are the guardrails in it, or its own name."""

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
    """Who is in an account, and under which alias people sign in."""

    alias: str | None = None
    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Settings:
    """
    What an account has on: by name, whether it holds in each region that was looked at, or everywhere (`*`).
    """

    checks: Mapping[str, Mapping[str, bool | Problem]] = field(default_factory=dict)
    buckets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """
    An account of the organization.

    `policies` are those attached directly to it; `problem` says why nothing in it could be read.
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
        """Whether what is in the account is known."""
        return self.status == "ACTIVE" and self.problem is None


@dataclass(frozen=True)
class Unit:
    """The root or an OU, with what is directly in it."""

    name: str
    id: str
    policies: tuple[Policy, ...] = ()
    units: tuple[Unit, ...] = ()
    accounts: tuple[Account, ...] = ()

    def all_accounts(self) -> Iterator[Account]:
        """The accounts here and in every OU below."""
        yield from self.accounts
        for unit in self.units:
            yield from unit.all_accounts()


@dataclass(frozen=True)
class Organization:
    """An organization with everything in it, as far as it is on in `regions`."""

    id: str
    management_account: str
    root: Unit
    regions: tuple[str, ...] = ()
    services: Services = field(default_factory=Services)
    policies_problem: str | None = None
