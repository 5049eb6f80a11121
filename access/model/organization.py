"""The organization that the proof is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from access.model.accounts import Account, Target
from access.model.policies import Policy
from access.model.principals import Group, Role, User
from access.model.resources import Resource
from access.model.unread import Unread
from terraform_json.origin import Unresolved


def today() -> float:
    """Return the beginning of today in UTC, in seconds since 1970."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


@dataclass(frozen=True)
class StackInfo:
    """A stack from the deployment's point of view."""

    name: str
    account: str
    """Number of the account that the stack deploys into."""
    role_arn: str | None
    """The role that Terraform assumes for the stack; None when it uses the given credentials."""
    backend: Mapping[str, str]
    """Settings of the stack's S3 backend: `bucket`, `key`, `region` and others; empty for another kind of backend."""
    types: Mapping[str, tuple[tuple[str, str], ...]]
    """Resource types, each with the accounts and regions in which the stack creates it."""
    reads: tuple[Mapping[str, str], ...] = ()
    """The states of other stacks that it reads: the settings of their S3 backends."""


@dataclass(frozen=True)
class Organization:
    """An organization read from `cdktf.out`."""

    id: str
    home_region: str
    targets: Mapping[str, Target]
    """Every target by id, parents before children."""
    accounts: Mapping[str, Account]
    """Every account by number."""
    users: tuple[User, ...]
    groups: tuple[Group, ...]
    roles: tuple[Role, ...]
    resources: tuple[Resource, ...]
    policies: tuple[Policy, ...]
    """Every policy in a stack, attached or not."""
    stacks: tuple[StackInfo, ...]
    unresolved: tuple[Unresolved, ...]
    has_scps: bool
    """True when service control policies are enabled in the organization; otherwise none applies."""
    has_rcps: bool
    """True when resource control policies are enabled."""
    manages_root_credentials: bool
    """True when the root users of member accounts have no credentials, and those of new accounts get none."""
    unread: tuple[Unread, ...] = ()
    """What grants or limits access in the stacks, but is not read."""
    knows_id: bool = True
    """False if the id stands in for one that is not known."""
    unknown_numbers: frozenset[str] = frozenset()
    """The numbers that stand in for those of accounts that are not known."""
    since: float = field(default_factory=today)
    """The time from which on requests are made, in seconds since 1970."""

    @property
    def as_of(self) -> str:
        """The day in UTC from which on requests are made: `2026-12-31`."""
        return datetime.fromtimestamp(self.since, UTC).date().isoformat()

    @cached_property
    def management(self) -> Account:
        """The management account."""
        return next(account for account in self.accounts.values() if account.is_management)

    @cached_property
    def role_by_arn(self) -> Mapping[str, Role]:
        """Roles by their ARN."""
        return {role.arn: role for role in self.roles}

    @cached_property
    def assumable_roles(self) -> tuple[Role, ...]:
        """The roles that are not service-linked: principals besides one AWS service may assume them."""
        return tuple(role for role in self.roles if not role.is_service_linked)

    @cached_property
    def user_by_arn(self) -> Mapping[str, User]:
        """Users by their ARN."""
        return {user.arn: user for user in self.users}

    @cached_property
    def resource_by_arn(self) -> Mapping[str, Resource]:
        """Resources by their ARN."""
        return {resource.arn: resource for resource in self.resources}

    @cached_property
    def account_by_key(self) -> Mapping[str, Account]:
        """Accounts by their key."""
        return {account.key: account for account in self.accounts.values()}

    def above(self, target: str) -> tuple[Target, ...]:
        """Return the targets from the root down to a target, by its id."""
        here = self.targets[target]
        return (*(self.above(here.parent) if here.parent else ()), here)

    def with_account_in(self, account: Account, target: str) -> Organization:
        """Return the organization with an account moved below another target, by its id."""
        moved = replace(account, path=(*self.above(target), account.path[-1]))
        return replace(self, accounts={**self.accounts, account.number: moved})
