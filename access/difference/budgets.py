"""
How much of AWS's limits policies use. Sizes are those of the JSON as it is deployed, with account numbers in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from access.difference.model import BudgetChange
from access.difference.names import target_name
from access.difference.side import Side
from access.model.accounts import Target
from access.model.policies import Policy
from organization import limits
from organization.limits import Limit
from policies.checks import POLICY_TYPES

NEAR = 0.8
"""Of a limit: what uses more of it is told."""

_SCP, _RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
_TYPES = {"scp": _SCP, "rcp": _RCP}
_ATTACHED: Mapping[str, Limit] = {
    _SCP: limits.SCPS_PER_TARGET,
    _RCP: limits.RCPS_PER_TARGET,
    **limits.POLICIES_PER_TARGET,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """What something uses of a limit."""

    place: str
    what: str
    used: int
    limit: int
    unit: str = "characters"

    @property
    def is_near(self) -> bool:
        """Whether there is little room left."""
        return self.used > NEAR * self.limit


def budget_changes(base: Side, new: Side) -> Iterator[BudgetChange]:
    """Every limit of which much is used, before or afterwards, the fullest first."""
    before = {(one.place, one.what): one for one in budgets(base)}
    found: list[BudgetChange] = []
    for one in budgets(new):
        old = before.get((one.place, one.what))
        if one.is_near or (old and old.is_near and old.used != one.used):
            found.append(BudgetChange(one.place, one.what, one.used, one.limit, old.used if old else None, one.unit))
    return iter(sorted(found, key=lambda one: (-one.used / one.limit, one.place, one.what)))


def budgets(side: Side) -> Iterator[Budget]:
    """Everything that has a limit, on one side."""
    for target in side.organization.targets.values():
        yield from _of_target(target, side)
    for group in side.organization.groups:
        place = f"group {group.name} of {side.account_key(group.account)}"
        attached = [policy for policy in group.policies if policy.kind == "identity"]
        yield Budget(place, "managed policies", len(attached), limits.GROUP_POLICIES.value, "policies")
        yield from _managed(place, attached)
    yield from _of_roles(side)


def _of_target(target: Target, side: Side) -> Iterator[Budget]:
    place = target_name(target)
    by_type = sorted(target.policies, key=_type)
    for type_, found in groupby(by_type, key=_type):
        policies = list(found)
        own = 1 if type_ == _RCP else 0  # RCPFullAWSAccess, which AWS attaches and nobody can detach
        if type_ in _ATTACHED:
            yield Budget(place, f"{_words(type_)} policies", len(policies) + own, _ATTACHED[type_].value, "policies")
        for policy in policies:
            if type_ in POLICY_TYPES and policy.origin.address:
                size = _size(policy, side)
                yield Budget(place, f"{_words(type_)} policy {policy.name}", size, POLICY_TYPES[type_].largest)


def _of_roles(side: Side) -> Iterator[Budget]:
    for role in side.organization.roles:
        if role.is_service_linked or role.is_access_role:
            continue
        place = f"role {role.name} of {side.account_key(role.account)}"
        attached = [policy for policy in role.policies if policy.kind == "identity"]
        inline = sum(_length(policy) for policy in role.policies if policy.kind == "inline")
        yield Budget(place, "managed policies", len(attached), limits.ROLE_POLICIES.value, "policies")
        yield Budget(place, "inline policies", inline, limits.ROLE_INLINE_SIZE.value)
        yield Budget(place, "trust policy", _length(role.trust), limits.TRUST_POLICY_SIZE.value)
        yield from _managed(place, attached)


def _managed(place: str, policies: Sequence[Policy]) -> Iterator[Budget]:
    """Managed policies of the stacks' own; AWS's have no limit that is ours."""
    for policy in policies:
        if policy.origin.address:
            yield Budget(place, f"policy {policy.name}", _length(policy), limits.MANAGED_POLICY_SIZE.value)


def _size(policy: Policy, side: Side) -> int:
    """As AWS counts a policy of the organization: with the white space that the file has."""
    entry = side.entry(policy.origin.stack, policy.origin.address)
    written = str(entry.body.get("content", "")) if entry else ""
    try:
        spaces = len(written) - len(_minified(json.loads(written)))
    except ValueError:
        spaces = 0
    return _length(policy) + max(spaces, 0)


def _length(policy: Policy) -> int:
    return len(_minified(policy.document))


def _minified(document: object) -> str:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _type(policy: Policy) -> str:
    return _TYPES.get(policy.kind, policy.type)


def _words(type_: str) -> str:
    return {_SCP: "service control", _RCP: "resource control"}.get(
        type_, type_.removesuffix("_POLICY").replace("_", " ").lower()
    )
