"""Use of AWS's limits by the policies, as they will be deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from access.model.accounts import Target
from access.model.organization import Organization
from access.model.policies import Policy, PolicyKind
from foundation.policy_types import PolicyType, words_of
from organization import limits
from organization.limits import Limit
from policies.checks import GRAMMARS

NEAR = 0.8
"""Share of a limit above which little room is left."""

_ATTACHED: Mapping[str, Limit] = {
    PolicyType.SERVICE_CONTROL: limits.SCPS_PER_TARGET,
    PolicyType.RESOURCE_CONTROL: limits.RCPS_PER_TARGET,
    **limits.POLICIES_PER_TARGET,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """The use of one limit."""

    place: str
    """The target, role, group or user: `account:infra`, `role infra of logs`."""
    what: str
    used: int
    limit: int
    unit: str = "characters"

    @property
    def share(self) -> float:
        """The used share, from 0 to 1."""
        return self.used / self.limit

    @property
    def is_near(self) -> bool:
        """True when little room is left."""
        return self.share > NEAR


def budgets(organization: Organization) -> Iterator[Budget]:
    """Yield a budget for everything that has a limit: targets, groups, users and roles."""
    for target in organization.targets.values():
        yield from _of_target(target)
    keys = {account.number: account.key for account in organization.accounts.values()}
    for group in organization.groups:
        place = f"group {group.name} of {keys[group.account]}"
        yield from _managed(place, group.policies, limits.GROUP_POLICIES)
    for user in organization.users:
        place = f"user {user.name} of {keys[user.account]}"
        yield Budget(place, "groups", len(user.groups), limits.GROUPS_PER_USER.value, "groups")
    for role in organization.assumable_roles:
        if role.is_access_role:
            continue
        place = f"role {role.name} of {keys[role.account]}"
        inline = sum(length(policy) for policy in role.policies if policy.kind is PolicyKind.INLINE)
        yield Budget(place, "inline policies", inline, limits.ROLE_INLINE_SIZE.value)
        yield Budget(place, "trust policy", length(role.trust), limits.TRUST_POLICY_SIZE.value)
        yield from _managed(place, role.policies, limits.ROLE_POLICIES)


def length(policy: Policy) -> int:
    """Return the number of characters of a policy as IAM counts them: without white space."""
    return len(json.dumps(policy.document, separators=(",", ":"), ensure_ascii=False))


def _of_target(target: Target) -> Iterator[Budget]:
    place = f"account:{target.name}" if target.kind == "account" else target.name
    for type_, found in groupby(sorted(target.policies, key=_type), key=_type):
        policies = list(found)
        # AWS attaches RCPFullAWSAccess to every target, and it cannot be detached
        own = 1 if type_ == PolicyType.RESOURCE_CONTROL else 0
        if type_ in _ATTACHED:
            used, most = len(policies) + own, _ATTACHED[type_].value
            yield Budget(place, f"{_words(type_)} policies", used, most, "policies")
        for policy in policies:
            if type_ in GRAMMARS and policy.origin.address:
                # with its white space, which AWS counts in policies of the organization
                what, used = f"{_words(type_)} policy {policy.name}", policy.written or length(policy)
                yield Budget(place, what, used, GRAMMARS[type_].largest)


def _managed(place: str, policies: Sequence[Policy], most: Limit) -> Iterator[Budget]:
    """Yield the number of attached managed policies, and the length of those that stacks create."""
    attached = [policy for policy in policies if policy.kind is PolicyKind.IDENTITY]
    yield Budget(place, "managed policies", len(attached), most.value, "policies")
    for policy in attached:
        if policy.origin.address:
            largest = limits.MANAGED_POLICY_SIZE.value
            yield Budget(place, f"policy {policy.name}", length(policy), largest)


def _type(policy: Policy) -> str:
    return policy.type


def _words(type_: str) -> str:
    return words_of(type_).removesuffix(" policy")
