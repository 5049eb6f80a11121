"""Everything that a promise needs: the organization, who can call, what is meant, and somebody to decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from access import assuming
from access.assuming import Context
from access.decision import Caller, Callers, Evaluator, Request
from access.decision.process import Process
from access.intent import Intent
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.principals import Role
from access.model.resources import Resource
from access.reach import Reach


@dataclass(frozen=True)
class World:
    """An organization about which questions can be asked."""

    organization: Organization
    evaluator: Evaluator
    intent: Intent | None
    """What the configuration means to give; none when only Terraform JSON is there."""

    @cached_property
    def callers(self) -> Callers:
        """Everybody who can call."""
        return Callers(self.organization)

    @cached_property
    def reach(self) -> Reach:
        """Who reaches which role."""
        return Reach(self.organization, self.callers, self.evaluator)

    def assume(self, caller: Caller, role: Role, context: Context | None = None) -> Request:
        """The request to assume a role."""
        return assuming.assume(self.organization, caller, role, context)

    def assumptions(self, caller: Caller, role: Role) -> tuple[Request, ...]:
        """The requests to assume a role, in every context that its trust policy asks for and a caller can choose."""
        return assuming.assumptions(self.organization, caller, role)

    def on(
        self, caller: Caller, action: str, resource: Resource, arn: str = "", context: Context | None = None
    ) -> Request:
        """A request for something that a stack makes; `arn` when it is about a part of it, as an object of a bucket."""
        account = self.organization.accounts.get(resource.account)
        return Request(caller, action, arn or resource.arn, account, resource.policy, context or {})

    def within(
        self, caller: Caller, action: str, arn: str, account: Account, context: Context | None = None
    ) -> Request:
        """A request for something in an account that has no policy of its own, or `*`."""
        return Request(caller, action, arn, account, None, context or {})


@contextmanager
def open_worlds(*organizations: tuple[Organization, Intent | None]) -> Iterator[tuple[World, ...]]:
    """Give the worlds of organizations; one evaluator decides for all of them, until the block ends."""
    with Process() as process:
        yield tuple(World(one, Evaluator(one, process=process), intent) for one, intent in organizations)
