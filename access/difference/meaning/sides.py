"""The two organizations of a comparison with the same ids, whose policies are read into the same formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from access.decision.comparing import Comparison, Contrast, Relation, Side
from access.decision.solver import Sought
from access.decision.symbolic.statements import Encoder
from access.decision.symbolic.unknown import Unknown
from access.difference.meaning.renamed import renamed
from access.difference.snapshot import Snapshot
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.principals import Principal, Role, User
from access.questions.world import World


@dataclass(frozen=True)
class Sides:
    """Both organizations; nothing is read before something is asked."""

    base: Snapshot
    new: Snapshot

    @cached_property
    def organization(self) -> Organization:
        """The organization before, with the ids of the one afterwards."""
        return renamed(self.base.organization, self.new.organization)

    @cached_property
    def _encoder(self) -> Encoder:
        sides = (self.organization, self.new.organization)
        unknown = [Unknown.of(one) for one in sides]
        accounts: Mapping[str, str] = {**unknown[0].accounts, **unknown[1].accounts}
        numbers = unknown[0].numbers | unknown[1].numbers
        return Encoder(
            self.new.organization.since, unknown=Unknown(any(one.organization for one in unknown), accounts, numbers)
        )

    @cached_property
    def before(self) -> World:
        """The world before."""
        evaluator = self.new.world.evaluator.of(self.organization)
        return replace(self.base.world, organization=self.organization, evaluator=evaluator, encoder=self._encoder)

    @cached_property
    def after(self) -> World:
        """The world afterwards."""
        return replace(self.new.world, encoder=self._encoder)

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison of both."""
        return Comparison(self._encoder, self.new.organization.home_region)

    def contrast(self, before: Sought, after: Sought) -> Contrast:
        """Return what of some requests is allowed before or afterwards alone."""
        return self.comparison.contrast(Side(self.before.solver, before), Side(self.after.solver, after))

    def tells_accounts(self, before: Sought, after: Sought) -> bool:
        """Return whether the answer may differ between accounts, for callers that are alike."""
        return self.comparison.tells_accounts(Side(self.before.solver, before), Side(self.after.solver, after))

    def relation(self, before: Sought, after: Sought) -> Relation:
        """Return whether some of these requests became possible, and impossible."""
        return self.comparison.relation(Side(self.before.solver, before), Side(self.after.solver, after))

    @cached_property
    def accounts(self) -> Mapping[str, tuple[Account, Account]]:
        """The accounts on both sides, by their key."""
        before, after = self.organization.account_by_key, self.new.organization.account_by_key
        return {key: (before[key], after[key]) for key in after if key in before}

    @cached_property
    def users(self) -> list[tuple[User, User]]:
        """The users on both sides."""
        before = self.organization.user_by_arn
        return [(before[user.arn], user) for user in self.new.organization.users if user.arn in before]

    @cached_property
    def roles(self) -> list[tuple[Role, Role]]:
        """The roles on both sides that more than one service of AWS may assume."""
        before = {role.arn: role for role in self.organization.assumable_roles}
        return [(before[role.arn], role) for role in self.new.organization.assumable_roles if role.arn in before]

    @cached_property
    def differ(self) -> bool:
        """True if a policy, or the place of an account, is not the same on both sides."""
        return _written(self.organization) != _written(self.new.organization)


def _written(organization: Organization) -> object:
    """Return all that decisions depend on, by what it belongs to."""
    principals: list[Principal] = [*organization.users, *organization.roles]
    return (
        organization.has_scps,
        organization.has_rcps,
        {one.name: tuple(policy.digest for policy in one.policies) for one in organization.targets.values()},
        {one.number: one.org_path for one in organization.accounts.values()},
        {one.arn: tuple(policy.digest for policy in one.policies) for one in principals},
        {one.arn: one.boundary.digest for one in principals if one.boundary},
        {one.arn: one.trust.digest for one in organization.roles},
        {one.arn: one.policy.digest if one.policy else "" for one in organization.resources},
    )
