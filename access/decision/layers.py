"""The result of each layer of policies for a request, independent of the other layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from access.decision.reasons import BOUNDARY, layer_name, level_of, reasons_for
from access.decision.request import Request
from access.decision.verdict import Reason
from access.model.policies import PolicyKind
from policies.checks import aws_names

Says = Literal["allows", "denies", "does not allow", "does not apply"]
_ORDER = (PolicyKind.IDENTITY, BOUNDARY, PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL, PolicyKind.RESOURCE)


@dataclass(frozen=True)
class Layer:
    """A layer of policies: those of the caller, the SCPs of a target, the trust policy of a role."""

    name: str
    says: Says
    statements: tuple[Reason, ...] = ()
    """The statements that match the request: the denials, or else the Allow statements."""
    nearly: tuple[Reason, ...] = ()
    """The statements that concern the request, but whose conditions it does not meet."""
    why: str = ""
    """The reason why the layer does not apply, or has no statement."""


def layers_of(request: Request, answer: Mapping[str, Any]) -> tuple[Layer, ...]:
    """Return every layer, in reading order: the caller's own, those of the tree, those of the resource."""
    found: Sequence[Mapping[str, Any]] = answer.get("layers", ())
    said = {kind: [_layer(request, one) for one in found if one["kind"] == kind] for kind in _ORDER}
    for kind in (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL):
        if not said[kind]:
            said[kind] = [Layer(kind.upper(), "does not apply", why=_unbound(request, kind))]
    if not request.caller.identity and request.caller.account is None:
        said[PolicyKind.IDENTITY] = []
    if not request.policy:
        said[PolicyKind.RESOURCE] = _missing(request)
    return tuple(layer for kind in _ORDER for layer in said[kind])


def _missing(request: Request) -> list[Layer]:
    """Return the layer of a missing resource policy: without one, no caller of another account is allowed."""
    if request.caller.account is not None and request.caller.account == request.account:
        return []
    return [Layer("policy of the resource", "does not allow", why="it has none, and the caller is in another account")]


def _layer(request: Request, one: Mapping[str, Any]) -> Layer:
    name = layer_name(request, one["kind"], level_of(request, one["kind"], one["level"]))
    denies = _reasons(request, one, "denies", "Deny")
    allows = _reasons(request, one, "allows", "Allow")
    says: Says = "denies" if denies else "allows" if "Allowed" in one["result"] else "does not allow"
    return Layer(name, says, denies or allows, _nearly(request, one))


def _reasons(
    request: Request, one: Mapping[str, Any], which: str, effect: Literal["Allow", "Deny"]
) -> tuple[Reason, ...]:
    found = (reason for said in one[which] for reason in _found(request, one, said, effect))
    return tuple(dict.fromkeys(reason for reason in found if reason.policy))


def _nearly(request: Request, one: Mapping[str, Any]) -> tuple[Reason, ...]:
    found = [reason for said in one["nearly"] for reason in _found(request, one, said, "Allow") if reason.policy]
    return tuple(
        dict.fromkeys(
            Reason(
                reason.layer,
                "Deny" if reason.said.get("Effect") == "Deny" else "Allow",
                reason.policy,
                reason.statement,
            )
            for reason in found
        )
    )


def _found(
    request: Request, one: Mapping[str, Any], said: Mapping[str, Any], effect: Literal["Allow", "Deny"]
) -> list[Reason]:
    names = {"policyType": one["kind"], "orgIdentifier": one["level"], "policyIdentifier": said.get("policy")}
    return reasons_for(request, {**names, "statementIndex": said["statement"]}, effect)


def _unbound(request: Request, kind: str) -> str:
    is_scp = kind == PolicyKind.SERVICE_CONTROL
    account = request.caller.account if is_scp else request.account
    if is_scp and request.caller.is_service_linked:
        return "service-linked roles are not bound"
    if account is None:
        return "the caller is outside of the organization" if is_scp else "the resource is outside of the organization"
    if account.is_management:
        return "the management account is not bound"
    service = request.action.partition(":")[0].lower()
    if not is_scp and service not in aws_names.services_with_resource_control():
        return f"AWS applies it to no action of {service}"
    return "this type of policy is off in the organization"
