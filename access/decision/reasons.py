"""The evaluator's reasons, translated to the organization's policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from access.decision.narrowing import digest_as_sent
from access.decision.request import Request
from access.decision.verdict import Reason
from access.model.accounts import Target
from access.model.policies import Policy, PolicyKind

Answer = Mapping[str, Any]
BOUNDARY = "pb"
"""The evaluator's name for permissions boundaries; its other names are those of `PolicyKind`."""
_CONTROL = (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)
_NAMES = {
    PolicyKind.IDENTITY: "identity policy",
    BOUNDARY: "permissions boundary",
    PolicyKind.RESOURCE: "policy of the resource",
}


def reasons_of(request: Request, answer: Answer) -> tuple[Reason, ...]:
    """Return every statement that decided a request, each once, denials first."""
    denials = [_denial(request, found) for found in answer.get("denials", ()) if _could_decide(request, found)]
    grants = [reasons_for(request, found, "Allow") for found in answer.get("grants", ())]
    return tuple(dict.fromkeys(reason for found in (*denials, *grants) for reason in found))


def _could_decide(request: Request, found: Answer) -> bool:
    """Return whether an Allow of that layer could matter: services and anonymous callers have no identity policies."""
    return found["policyType"] != PolicyKind.IDENTITY or request.caller.principal.startswith("arn:")


def _denial(request: Request, found: Answer) -> list[Reason]:
    if found.get("denialType") == "Explicit":
        return reasons_for(request, found, "Deny", blocking=bool(found.get("blocking")))
    kind = str(found["policyType"])
    level = level_of(request, kind, found.get("identifier"))
    return [Reason(layer_name(request, kind, level), "no Allow", blocking=bool(found.get("blocking")))]


def reasons_for(
    request: Request, found: Answer, effect: Literal["Allow", "Deny"], *, blocking: bool = False
) -> list[Reason]:
    """
    Return one statement of a layer, from the evaluator's names of layer, level, policy and statement.

    The evaluator knows policies by their text: of equal policies of one layer, each has such a statement.
    """
    kind = str(found["policyType"])
    wanted = found.get("policyIdentifier")
    level = level_of(request, kind, found.get("orgIdentifier"))
    reasons = [
        Reason(layer_name(request, kind, target), effect, policy, int(found["statementIndex"]), blocking)
        for target, policy in _candidates(request, kind, level)
        if wanted is None or digest_as_sent(policy) == wanted
    ]
    several = reasons if wanted is not None else reasons[:1]
    return several or [Reason(layer_name(request, kind, level), effect, blocking=blocking)]


def level_of(request: Request, kind: str, level: object) -> Target | None:
    """Return the target at a level of the tree; questions number the levels from the root down."""
    path = _path(request, kind)
    return path[int(level)] if isinstance(level, str) and level.isdecimal() and int(level) < len(path) else None


def _path(request: Request, kind: str) -> Sequence[Target]:
    account = request.caller.account if kind == PolicyKind.SERVICE_CONTROL else request.account
    return account.path if account and kind in _CONTROL else ()


def _candidates(request: Request, kind: str, level: Target | None) -> Iterator[tuple[Target | None, Policy]]:
    caller = request.caller
    if kind in _CONTROL:
        for target in [level] if level else _path(request, kind):
            yield from ((target, policy) for policy in target.policies if policy.kind == kind)
    own = {
        PolicyKind.IDENTITY.value: caller.identity,
        BOUNDARY: (caller.boundary,),
        PolicyKind.RESOURCE.value: (request.policy,),
    }.get(kind, ())
    yield from ((None, policy) for policy in own if policy)


def layer_name(request: Request, kind: str, target: Target | None) -> str:
    """Return the name of a layer in messages: `SCP of spacecats`."""
    if kind in _CONTROL:
        return f"{kind.upper()} of {target.name}" if target else kind.upper()
    if kind == PolicyKind.RESOURCE and request.policy and request.policy.kind is PolicyKind.TRUST:
        return "trust policy"
    return _NAMES.get(kind, kind)
