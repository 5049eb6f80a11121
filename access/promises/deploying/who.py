"""The callers of a deployment: the credentials that Terraform is given, and the roles that it assumes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from access.decision import Caller
from access.model.principals import Role
from access.questions.deployers import deployer
from access.questions.world import World

DEPLOYMENT_ROLE = "the deployment role"
"""The words for the caller of a deployment, which is another role in each account."""


@dataclass(frozen=True)
class Deployers:
    """
    The sessions that deploy, by account.

    In the management account Terraform uses the credentials that it is given, a session of the deployment role;
    elsewhere it uses a session of the role that it assumes from there.
    """

    world: World

    @cached_property
    def role(self) -> Role | None:
        """The deployment role of the management account; None when it has no such role."""
        return deployer(self.world)

    @cached_property
    def given(self) -> Caller | None:
        """The session that Terraform is given."""
        return self.world.callers.session(self.role) if self.role else None

    @cached_property
    def assumed(self) -> Mapping[str, Role]:
        """The role that Terraform assumes in each account into which a stack deploys, by account number."""
        by_arn = self.world.organization.role_by_arn
        return {
            stack.account: by_arn[stack.role_arn]
            for stack in self.world.organization.stacks
            if stack.role_arn is not None and stack.role_arn in by_arn
        }

    @cached_property
    def missing(self) -> Mapping[str, str]:
        """The ARNs of roles that stacks assume but neither a stack nor AWS creates, with the stack's name."""
        by_arn = self.world.organization.role_by_arn
        stacks = self.world.organization.stacks
        return {stack.role_arn: stack.name for stack in stacks if stack.role_arn and stack.role_arn not in by_arn}

    @cached_property
    def _sessions(self) -> Mapping[str, Caller]:
        return {number: self.world.callers.session(role, "cdktf") for number, role in self.assumed.items()}

    def of(self, account: str) -> Caller | None:
        """Return the caller that deploys into an account, by its number; None when it is unknown."""
        if account == self.world.organization.management.number:
            return self.given
        return self._sessions.get(account)
