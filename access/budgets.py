"""How much of AWS's limits the policies use, as they will be deployed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access.model.organization import Organization
from access.model.policies import Origin, Policy
from access.model.principals import Role
from organization import limits
from policies.checks import POLICY_TYPES

NEAR = 0.8
"""A budget of which this share is used is nearly used up."""
_SLOTS = {"scp": limits.SCPS_PER_TARGET, "rcp": limits.RCPS_PER_TARGET}
_TYPES = {"scp": "SERVICE_CONTROL_POLICY", "rcp": "RESOURCE_CONTROL_POLICY"}


@dataclass(frozen=True)
class Budget:
    """A limit of AWS, and what is used of it."""

    place: str
    """The target, role, group or policy."""
    what: str
    used: int
    limit: int
    unit: str
    origin: Origin

    @property
    def share(self) -> float:
        """What is used, from 0 to 1."""
        return self.used / self.limit

    @property
    def is_near(self) -> bool:
        """Whether little is left."""
        return self.share >= NEAR


def budgets(organization: Organization) -> tuple[Budget, ...]:
    """Every budget of an organization: targets first, then policies, roles and people."""
    return tuple(
        dict.fromkeys((*_targets(organization), *_managed(organization), *_roles(organization), *_people(organization)))
    )


def _targets(organization: Organization) -> Iterator[Budget]:
    for target in organization.targets.values():
        place = f"account:{target.name}" if target.kind == "account" else target.name
        for kind in ("scp", "rcp"):
            attached = target.of_kind(kind)
            # RCPFullAWSAccess, which nobody can detach, takes a place and stands in no stack.
            used = len(attached) + (kind == "rcp" and organization.has_rcps)
            if len(attached) > (kind == "scp"):
                yield Budget(place, f"{kind.upper()}s attached", used, _SLOTS[kind].value, "policies", target.origin)
        for policy in target.policies:
            if policy.origin.address:
                yield _size(place, policy)


def _size(place: str, policy: Policy) -> Budget:
    """The size of a policy of the organization: AWS counts its white space too, of which ours have none."""
    type_ = policy.type or _TYPES.get(policy.kind, "")
    largest = POLICY_TYPES[type_].largest if type_ in POLICY_TYPES else limits.SCP_SIZE.value
    return Budget(place, f"size of {policy.name}", len(policy.text), largest, "characters", policy.origin)


def _managed(organization: Organization) -> Iterator[Budget]:
    for policy in organization.policies:
        if policy.kind == "identity" and policy.origin.address:
            largest = limits.MANAGED_POLICY_SIZE.value
            yield Budget(
                policy.origin.stack, f"size of {policy.name}", len(policy.text), largest, "characters", policy.origin
            )


def _roles(organization: Organization) -> Iterator[Budget]:
    for role in organization.roles:
        if role.trust.origin.address:
            yield from _role(f"role {role.name} of {organization.accounts[role.account].key}", role)


def _role(place: str, role: Role) -> Iterator[Budget]:
    managed = [policy for policy in role.policies if policy.kind == "identity"]
    inline = sum(len(policy.text) for policy in role.policies if policy.kind == "inline")
    trust = len(role.trust.text)
    yield Budget(place, "size of the trust policy", trust, limits.TRUST_POLICY_SIZE.value, "characters", role.origin)
    if managed:
        yield Budget(place, "policies attached", len(managed), limits.ROLE_POLICIES.value, "policies", role.origin)
    if inline:
        yield Budget(place, "inline policies", inline, limits.ROLE_INLINE_SIZE.value, "characters", role.origin)


def _people(organization: Organization) -> Iterator[Budget]:
    for group in organization.groups:
        attached = [policy for policy in group.policies if policy.kind == "identity"]
        place = f"group {group.name}"
        yield Budget(place, "policies attached", len(attached), limits.GROUP_POLICIES.value, "policies", group.origin)
    for user in organization.users:
        place = f"user {user.name}"
        yield Budget(place, "groups", len(user.groups), limits.GROUPS_PER_USER.value, "groups", user.origin)
