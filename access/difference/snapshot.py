"""One of the two organizations that are compared, with its stacks and its decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from access.difference.names import Names
from access.explain import ConfigurationLines
from access.model.organization import Organization
from access.questions.matrix import Cell
from access.questions.world import World
from terraform_json.resolver import Resolver
from terraform_json.stacks import Entry, Stack

NOWHERE = ConfigurationLines(None)
"""Used without a configuration: no lines are known."""


@dataclass(frozen=True)
class Snapshot:
    """The base or the new state of an organization."""

    world: World
    stacks: Sequence[Stack]
    lines: ConfigurationLines = NOWHERE
    """The origins of things in the configuration, if known."""

    @property
    def organization(self) -> Organization:
        """The organization."""
        return self.world.organization

    @cached_property
    def names(self) -> Names:
        """The names behind its identifiers."""
        return Names(self.organization)

    @cached_property
    def by_name(self) -> Mapping[str, Stack]:
        """Its stacks by name."""
        return {stack.name: stack for stack in self.stacks}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The access matrix."""
        return self.world.matrix

    @cached_property
    def resolver(self) -> Resolver:
        """The resolver of attributes of resources."""
        management = self.organization.management
        members = [account for account in self.organization.accounts.values() if account is not management]
        return Resolver(self.stacks, {account.origin: account.number for account in members}, management.number)

    def entry(self, stack: str, address: str) -> Entry | None:
        """Return a resource by its stack and address."""
        found = self.by_name.get(stack)
        return found.blocks.get(address) if found else None

    @cached_property
    def with_stack(self) -> frozenset[str]:
        """The keys of the accounts that a stack deploys into."""
        return frozenset(self.account_key(stack.account) for stack in self.organization.stacks)

    def account_key(self, number: str) -> str:
        """Return the key of an account; its number when it is outside of the organization."""
        account = self.organization.accounts.get(number)
        return account.key if account else number
