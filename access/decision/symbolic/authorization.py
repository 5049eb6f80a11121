"""
The formula that a request is allowed, from all policies that bear on it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
(2026-12-01), and the pages below it: accounts, boundaries, policies of the organization.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.patterns import EVERYTHING, joined, wildcards
from access.decision.symbolic.root_users import ALWAYS_OPEN, is_root_user_of
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.statements import Encoder, Read
from access.model.policies import Policy

Levels = Sequence[Sequence[Policy]]
"""The policies of each target, from the root down to the account."""
_ALWAYS_ALLOWED = "sts:GetCallerIdentity"
_KEYS = joined([wildcards("arn:aws:kms:*:*:key/", but=":"), EVERYTHING])


@dataclass(frozen=True)
class Policies:
    """All policies that bear on the requests of one caller for one resource, or for resources without policy."""

    identity: Sequence[Policy] = ()
    boundary: Policy | None = None
    scps: Levels = ()
    rcps: Levels = ()
    resource: Policy | None = None
    resource_account: str = ""

    @property
    def digest(self) -> Hashable:
        """A value that is the same for equal policies in the same places: levels of a tree are not one list."""

        def of(policies: Iterable[Policy | None]) -> Hashable:
            return tuple(one.digest if one else None for one in policies)

        single = of([self.boundary, self.resource])
        return (of(self.identity), single, tuple(map(of, self.scps)), tuple(map(of, self.rcps)))

    def all(self) -> Iterator[Policy]:
        """Yield every policy."""
        yield from self.identity
        yield from (one for one in (self.boundary, self.resource) if one)
        for level in (*self.scps, *self.rcps):
            yield from level


class Authorization:
    """Builds the formulas that requests are allowed."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._circuit = encoder.circuit

    def allowed(self, scope: Scope, policies: Policies) -> Literal:
        """Return the formula that a request of a caller is allowed."""
        return self.decision(scope, policies)[0]

    def decision(self, scope: Scope, policies: Policies) -> tuple[Literal, Literal]:
        """Return the formulas that a request of a caller is allowed, and that a statement denies it."""
        both, either = self._circuit.both, self._circuit.either
        identity = self._read(policies.identity, scope)
        resource = self._encoder.statements(policies.resource, scope, of_resource=True) if policies.resource else ()
        denied = [self._denies(identity)]
        bounded = policies.boundary is not None
        by_resource = either(
            both([one.applies, self._denied_name(one, bounded=bounded)]) for one in resource if not one.allows
        )
        denied.append(both([by_resource, -self._passes_over_policy(scope, policies)]))
        granted = self._granted(scope, policies, identity, resource)
        if policies.boundary:
            boundary = self._read([policies.boundary], scope)
            denied.append(self._denies(boundary))
            granted = both([granted, self._in_boundary(scope, policies, boundary, resource)])
        for level in policies.scps:
            read = self._read(level, scope)
            denied.append(self._denies(read))
            granted = both([granted, self._allows(read)])
        under_control = self._encoder.in_actions(CATALOG.under_resource_control, scope)
        for level in policies.rcps:
            denied.append(both([under_control, self._denies(self._read(level, scope))]))
        allowed = both([granted, *(-one for one in denied)])
        if scope.kind != "anonymous":
            allowed = either([allowed, self._encoder.in_actions(CATALOG.matching(_ALWAYS_ALLOWED), scope)])
        return allowed, either(denied)

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

    def _granted(self, scope: Scope, policies: Policies, identity: Sequence[Read], resource: Sequence[Read]) -> Literal:
        """Return the formula that identity policies and the resource's policy allow, whatever else denies."""
        both, either = self._circuit.both, self._circuit.either
        grants = [one for one in resource if one.allows]
        directly = either(both([one.applies, either([one.named.itself, one.named.role])]) for one in grants)
        if scope.kind in ("service", "anonymous"):
            return directly
        by_account = either(both([one.applies, one.named.account]) for one in grants)
        own = self._allows(identity)
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
        key = circuit.both([encoder.in_actions(CATALOG.matching("kms:*"), scope), encoder.on_resource(_KEYS, scope)])
        trust = encoder.in_actions(CATALOG.matching("sts:*"), scope) if policies.resource else FALSE
        return circuit.either([by_account, circuit.both([-key, -trust])])

    def _in_boundary(
        self, scope: Scope, policies: Policies, boundary: Sequence[Read], resource: Sequence[Read]
    ) -> Literal:
        """
        Return the formula that a permissions boundary does not limit the request.

        It does not where a policy of the resource, in the same account, names the user or the session itself.
        """
        allows = self._allows(boundary)
        if scope.account != policies.resource_account or scope.kind not in ("user", "session"):
            return allows
        itself = (self._circuit.both([one.applies, one.named.itself]) for one in resource if one.allows)
        return self._circuit.either([allows, *itself])
