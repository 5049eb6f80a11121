"""The deciding statements of a request, with their lines of the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from access.decision import Reason, Request
from access.explain import ConfigurationLines
from access.model.organization import Organization
from access.model.policies import AWS, FULL_AWS_ACCESS, Policy, PolicyKind
from access.promises.promise import CounterExample
from access.proof.model import Decision

_KINDS: Mapping[PolicyKind, str] = {
    PolicyKind.SERVICE_CONTROL: "SCP",
    PolicyKind.RESOURCE_CONTROL: "RCP",
    PolicyKind.IDENTITY: "identity policy",
    PolicyKind.INLINE: "identity policy",
    PolicyKind.BOUNDARY: "permissions boundary",
    PolicyKind.TRUST: "trust policy",
    PolicyKind.RESOURCE: "policy of the resource",
}
_GRANTING = ("identity policy", "trust policy", "policy of the resource")


@dataclass(frozen=True)
class Sources:
    """The origins of reasons."""

    lines: ConfigurationLines
    organization: Organization

    def of_example(self, example: CounterExample) -> list[Decision]:
        """Return the deciding reasons of a counterexample; without any, the place of its resource."""
        found = [self.of_reason(reason, example.request) for reason in deciding_reasons(example.reasons)]
        if example.origin and not found:
            where = self.lines.of_origin(example.origin)
            places = self.lines.places_of(example.origin)
            return [
                Decision("the resource is there", "", terraform=str(example.origin), configuration=where, places=places)
            ]
        return list(dict.fromkeys(found))

    def of_reason(self, reason: Reason, request: Request | None) -> Decision:
        """Return one reason with its origin."""
        policy = reason.policy
        if policy is None or reason.statement is None:
            return Decision(reason.layer, reason.effect)
        where = self.lines.of(policy, reason.statement)
        if policy.origin == AWS and request and (holder := self._holder(policy, request)):
            where = f"{where}, for {holder}"
        places = self.lines.places(policy, reason.statement)
        return Decision(reason.layer, reason.effect, policy.name, reason.sid, _terraform(policy), where, places)

    def of_statement(self, policy: Policy, place: int) -> Decision:
        """Return a statement that keeps a promise, with its origin."""
        effect = str(policy.statements[place - 1].get("Effect"))
        layer = _KINDS.get(policy.kind, "policy")
        return self.of_reason(Reason(layer, "Deny" if effect == "Deny" else "Allow", policy, place), None)

    def _holder(self, policy: Policy, request: Request) -> str:
        """Return the line of the principal with an AWS managed policy, or of the role with AWS's trust policy."""
        caller = str(request.caller.context.get("aws:PrincipalArn", ""))
        arn = request.resource if policy.kind is PolicyKind.TRUST else caller
        found = self.organization.role_by_arn.get(arn) or self.organization.user_by_arn.get(arn)
        return self.lines.of_origin(found.origin) if found and not policy.kind.is_control else ""


def _terraform(policy: Policy) -> str:
    return str(policy.origin) if policy.origin.address else ""


def deciding_reasons(reasons: Sequence[Reason]) -> Iterable[Reason]:
    """Return the denying reasons, or else the missing ones; for an allowed request only the granting policies."""
    if denies := [reason for reason in reasons if reason.effect == "Deny"]:
        return denies
    if missing := [reason for reason in reasons if reason.effect == "no Allow"]:
        return missing
    return [reason for reason in reasons if reason.layer in _GRANTING and reason.policy != FULL_AWS_ACCESS]
