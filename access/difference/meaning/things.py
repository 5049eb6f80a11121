"""Things with a policy of their own: resources, and roles with their trust policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.difference.meaning.classes import Class
from access.difference.meaning.sides import Sides
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Policy
from access.questions.assuming import ANY_NAME
from access.questions.resources import inside

_TRUSTING = CATALOG.any_of(["sts:AssumeRole*", "sts:TagSession", "sts:SetSourceIdentity"])


@dataclass(frozen=True)
class Thing:
    """A resource, or a role, on one side."""

    arn: str
    account: Account
    policy: Policy | None
    is_role: bool

    def asked(self, who: Class) -> Iterator[Sought]:
        """Yield the questions about a principal's requests for the thing itself, and for what is in it."""
        asking = who.asking(self.account, self.policy)
        if self.is_role:
            shapes = {**asking.shapes, "sts:rolesessionname": ANY_NAME}
            yield replace(asking, actions=_TRUSTING, resource=self.arn, shapes=shapes)
            return
        yield replace(asking, actions=CATALOG.acting_on(self.arn), resource=self.arn)
        own = CATALOG.matching(f"{self.arn.split(':')[2]}:*") & ~CATALOG.without_resource
        yield replace(asking, actions=own | CATALOG.acting_within(self.arn), within=(inside(self.arn),))


def things(sides: Sides) -> Iterator[tuple[Thing, Thing]]:
    """Yield the things on both sides of which the text of a policy differs."""
    before, after = _things(sides.organization), _things(sides.new.organization)
    for arn, new in after.items():
        old = before.get(arn)
        if old and (old.policy and old.policy.digest) != (new.policy and new.policy.digest):
            yield old, new


def _things(organization: Organization) -> Mapping[str, Thing]:
    accounts = organization.accounts
    found = {
        one.arn: Thing(one.arn, accounts[one.account], one.policy, False)
        for one in organization.resources
        if one.account in accounts
    }
    roles = {
        role.arn: Thing(role.arn, accounts[role.account], role.trust, True) for role in organization.assumable_roles
    }
    return found | roles
