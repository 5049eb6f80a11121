"""
The formula that a request is allowed, from all policies that bear on it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
(2026-12-01), and the pages below it: accounts, boundaries, policies of the organization.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.patterns import EVERYTHING, joined, wildcards
from access.decision.symbolic.root_users import ALWAYS_OPEN, is_root_user_of
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.statements import Bearing, Encoder, Read
from access.model.accounts import Levels
from access.model.policies import Policy

ALWAYS_ALLOWED = "sts:GetCallerIdentity"
KEYS = joined([wildcards("arn:aws:kms:*:*:key/", but=":"), EVERYTHING])


@dataclass(frozen=True)
class Policies:
    """All policies that bear on the requests of one caller for one resource, or for resources without policy."""

    identity: Sequence[Policy] = ()
    boundary: Policy | None = None
    scps: Sequence[Sequence[Policy]] = Levels()
    rcps: Sequence[Sequence[Policy]] = Levels()
    resource: Policy | None = None
    resource_account: str = ""

    @cached_property
    def digest(self) -> Hashable:
        """A value that is the same for equal policies in the same places."""
        return self.but_resource_digest, self.resource.digest if self.resource else None

    @cached_property
    def but_resource_digest(self) -> Hashable:
        """The same without the resource's policy."""
        boundary = self.boundary.digest if self.boundary else None
        scps, rcps = (_levels(one).digest for one in (self.scps, self.rcps))
        return tuple(one.digest for one in self.identity), boundary, scps, rcps

    def all(self) -> Iterator[Policy]:
        """Yield every policy."""
        yield from (self.resource,) if self.resource else ()
        yield from self.but_resource

    @property
    def but_resource(self) -> Iterator[Policy]:
        """All policies but that of the resource."""
        yield from self.identity
        yield from (self.boundary,) if self.boundary else ()
        for level in (*self.scps, *self.rcps):
            yield from level


def _levels(policies: Sequence[Sequence[Policy]]) -> Levels:
    return policies if isinstance(policies, Levels) else Levels(tuple(level) for level in policies)


@dataclass(frozen=True)
class _Beside:
    """The formulas of all policies but the resource's."""

    own: Literal
    """The principal's own policies allow."""
    bounds: Literal
    """The permissions boundary allows."""
    in_organization: Literal
    """The service control policies of every level allow."""
    denied: Literal
    """A statement denies."""


class Authorization:
    """Builds the formulas that requests are allowed."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._circuit = encoder.circuit
        self._bearing: dict[Hashable, Bearing] = {}
        self._beside: dict[Hashable, _Beside] = {}
        self._decisions: dict[Hashable, tuple[Literal, Literal]] = {}

    def allowed(self, scope: Scope, policies: Policies) -> Literal:
        """Return the formula that a request of a caller is allowed."""
        return self.decision(scope, policies)[0]

    def decision(self, scope: Scope, policies: Policies) -> tuple[Literal, Literal]:
        """Return the formulas that a request of a caller is allowed, and that a statement denies it."""
        beside = self._read_beside(scope, policies)
        resource = self._encoder.statements(policies.resource, scope, of_resource=True) if policies.resource else ()
        on_key = self._encoder.on_resource(KEYS, scope) if scope.resource else TRUE
        same = scope.account == policies.resource_account
        place = (scope.kind, same, on_key, policies.boundary is None, scope.action, scope.unlisted)
        key = (beside, id(resource), place)  # the encoder keeps the statements, so that none takes their place
        if key not in self._decisions:
            self._decisions[key] = self._decision(scope, policies, beside, resource)
        return self._decisions[key]

    def _decision(
        self, scope: Scope, policies: Policies, beside: _Beside, resource: Sequence[Read]
    ) -> tuple[Literal, Literal]:
        both, either = self._circuit.both, self._circuit.either
        bounded = policies.boundary is not None
        by_resource = either(
            both([one.applies, self._denied_name(one, bounded=bounded)]) for one in resource if not one.allows
        )
        denied = [beside.denied, both([by_resource, -self._passes_over_policy(scope, policies)])]
        granted = [self._granted(scope, policies, beside.own, resource), beside.in_organization]
        if bounded:
            granted.append(self._in_boundary(scope, policies, beside.bounds, resource))
        allowed = both([*granted, *(-one for one in denied)])
        if scope.kind != "anonymous":
            allowed = either([allowed, self._encoder.in_actions(CATALOG.matching(ALWAYS_ALLOWED), scope)])
        return allowed, either(denied)

    def bearing(self, policies: Policies) -> Bearing:
        """Return what of a scope the formulas of all policies but the resource's depend on."""
        digest = policies.but_resource_digest
        if digest not in self._bearing:
            self._bearing[digest] = self._encoder.bearing(policies.but_resource)
        return self._bearing[digest]

    def _read_beside(self, scope: Scope, policies: Policies) -> _Beside:
        """Return the formulas of all policies but the resource's."""
        key = (policies.but_resource_digest, self.bearing(policies).part(scope))
        if key not in self._beside:
            self._beside[key] = self._beside_of(scope, policies)
        return self._beside[key]

    def _beside_of(self, scope: Scope, policies: Policies) -> _Beside:
        both, either = self._circuit.both, self._circuit.either
        identity = self._read(policies.identity, scope)
        boundary = self._read([policies.boundary] if policies.boundary else [], scope)
        scps = [self._read(level, scope) for level in policies.scps]
        rcps = [each for level in policies.rcps for each in self._read(level, scope)]
        under_control = self._encoder.in_actions(CATALOG.under_resource_control, scope)
        return _Beside(
            own=self._allows(identity),
            bounds=self._allows(boundary),
            in_organization=both(self._allows(level) for level in scps),
            denied=either(
                [
                    *(self._denies(read) for read in (identity, boundary, *scps)),
                    both([under_control, self._denies(rcps)]),
                ]
            ),
        )

    def _read(self, policies: Sequence[Policy], scope: Scope) -> list[Read]:
        return [one for policy in policies for one in self._encoder.statements(policy, scope)]

    def _allows(self, read: Sequence[Read]) -> Literal:
        return self._circuit.either(one.applies for one in read if one.allows)

    def _denies(self, read: Sequence[Read]) -> Literal:
        return self._circuit.either(one.applies for one in read if not one.allows)

    def _passes_over_policy(self, scope: Scope, policies: Policies) -> Literal:
        """Return the formula that the policy of the resource denies nothing to the root user of its account."""
        if not is_root_user_of(policies.resource_account, scope.principal):
            return FALSE
        return self._encoder.in_actions(CATALOG.any_of(ALWAYS_OPEN), scope)

    def _denied_name(self, one: Read, *, bounded: bool) -> Literal:
        """
        Return the formula that a Deny of the resource's policy names the caller.

        One with NotPrincipal names every principal that has a permissions boundary. Source:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html (2026-12-01).
        """
        if bounded and "NotPrincipal" in one.policy.statements[one.place - 1]:
            return TRUE
        return self._circuit.either([one.named.itself, one.named.role, one.named.account])

    def _granted(self, scope: Scope, policies: Policies, own: Literal, resource: Sequence[Read]) -> Literal:
        """Return the formula that identity policies and the resource's policy allow, whatever else denies."""
        both, either = self._circuit.both, self._circuit.either
        grants = [one for one in resource if one.allows]
        directly = either(both([one.applies, either([one.named.itself, one.named.role])]) for one in grants)
        if scope.kind in ("service", "anonymous"):
            return directly
        by_account = either(both([one.applies, one.named.account]) for one in grants)
        if scope.account != policies.resource_account:
            return both([own, either([directly, by_account])])
        return either([directly, both([own, self._trusts_its_account(policies, by_account, scope)])])

    def _trusts_its_account(self, policies: Policies, by_account: Literal, scope: Scope) -> Literal:
        """
        Return the formula that identity policies of the resource's own account count.

        For a KMS key, and for a role with its trust policy, they do only if the resource's policy names the account.
        Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html (2026-12-01).
        """
        encoder, circuit = self._encoder, self._circuit
        key = circuit.both([encoder.in_actions(CATALOG.matching("kms:*"), scope), encoder.on_resource(KEYS, scope)])
        trust = encoder.in_actions(CATALOG.matching("sts:*"), scope) if policies.resource else FALSE
        return circuit.either([by_account, circuit.both([-key, -trust])])

    def _in_boundary(self, scope: Scope, policies: Policies, allows: Literal, resource: Sequence[Read]) -> Literal:
        """
        Return the formula that a permissions boundary does not limit the request.

        It does not where a policy of the resource, in the same account, names the user or the session itself.
        """
        if scope.account != policies.resource_account or scope.kind not in ("user", "session"):
            return allows
        itself = (self._circuit.both([one.applies, one.named.itself]) for one in resource if one.allows)
        return self._circuit.either([allows, *itself])
