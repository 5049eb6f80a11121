"""Everything that a promise needs: the organization, who can call, what is meant, and somebody to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from access.chosen import ways_in
from access.decision import Caller, Callers, Evaluator, Request
from access.intent import Intent
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.principals import Role
from access.model.resources import Resource

if TYPE_CHECKING:
    from access.reach import Reach

Context = Mapping[str, "str | tuple[str, ...]"]
ASSUME_ROLE = "sts:AssumeRole"


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
        from access.reach import Reach

        return Reach(self)

    def assume(self, caller: Caller, role: Role, context: Context | None = None) -> Request:
        """The request to assume a role."""
        name = caller.context.get("aws:username", "session")
        return Request(
            caller=caller,
            action=ASSUME_ROLE,
            resource=role.arn,
            account=self.organization.accounts[role.account],
            policy=role.trust,
            context={"sts:RoleSessionName": name, **(context or {})},
        )

    def assumptions(self, caller: Caller, role: Role) -> tuple[Request, ...]:
        """The requests to assume a role, in every context that its trust policy asks for and a caller can choose."""
        return tuple(self.assume(caller, role, context) for context in ways_in((role.trust,)))

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
