"""
What an overview knows of an organization.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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
class Account:
    """
    An account of the organization.

    `guardrails` are the SCPs attached directly to it; `problem` says why its identities could not be read.
    """

    name: str
    number: str
    email: str
    status: str
    guardrails: tuple[str, ...] = ()
    identities: Identities = Identities()
    problem: str | None = None


@dataclass(frozen=True)
class Unit:
    """The root or an OU, with what is directly in it."""

    name: str
    id: str
    guardrails: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    accounts: tuple[Account, ...] = ()

    def all_accounts(self) -> Iterator[Account]:
        """The accounts here and in every OU below."""
        yield from self.accounts
        for unit in self.units:
            yield from unit.all_accounts()


@dataclass(frozen=True)
class Organization:
    """An organization with everything in it."""

    id: str
    management_account: str
    root: Unit
