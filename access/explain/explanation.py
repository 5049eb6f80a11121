"""Explanation of a decision, layer by layer, and for a user the roles through which the request is possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.decision import Layer, Request, Verdict
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.unknown import DOUBTS
from access.explain.asking import Question, requests_of
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.resources import on_resource
from access.questions.world import World


@dataclass(frozen=True)
class Through:
    """The same request, made by a session of a role that the user reaches."""

    roles: tuple[Role, ...]
    """The roles assumed in order; the last one makes the request."""
    request: Request
    verdict: Verdict
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The decision about a request, with its layers."""

    request: Request
    verdict: Verdict
    layers: tuple[Layer, ...]
    others: int
    """Number of further requests of the same call; they are allowed too, or were not decided."""
    through: tuple[Through, ...] = ()
    """For a user whose own request is denied: each role that the user reaches, those that allow it first."""


def explanation(world: World, question: Question) -> Explanation:
    """Return the explanation of a question's decision. Raises AccessError when the question is wrong."""
    _, user, calls = requests_of(world, question)
    requests = _telling(world, calls)
    request, verdict, layers = _decisive(world, requests)
    through: tuple[Through, ...] = ()
    if user and not verdict.allowed:
        found = [_through(world, path, calls) for path in _paths(world, user, question.way)]
        through = tuple(sorted(found, key=_distance))
    return Explanation(request, verdict, layers, len(requests) - 1, through)


def deciding(verdict: Verdict, layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return the layers that decide: those that deny, else those that lack an Allow, else those that allow."""
    if verdict.result == "explicitly denied":
        return tuple(layer for layer in layers if layer.says == "denies")
    if verdict.allowed:
        own = [layer for layer in layers if layer.name in _GRANTING and layer.says == "allows"]
        return tuple(own)
    named = {reason.layer for reason in verdict.reasons if reason.effect == "no Allow"}
    return tuple(layer for layer in layers if layer.says == "does not allow" and (layer.name in named or layer.why))


_GRANTING = ("identity policy", "trust policy", "policy of the resource")


def _distance(one: Through) -> tuple[bool, bool, int, int]:
    """Return a sort key: allowed, then roles in the resource's account, then few denying layers, then few roles."""
    at_home = one.request.caller.account == one.request.account
    stops = sum(layer.says in ("denies", "does not allow") for layer in one.layers)
    return not one.verdict.allowed, not at_home, stops, len(one.roles)


def _telling(world: World, calls: Sequence[Sequence[Request]]) -> Sequence[Request]:
    """
    Return the requests of the first call that is allowed; of the first one where none is.

    Several calls stand for everything in an account: then any resource there will do, such as an object that a policy
    opens by a part of its name.
    """
    for call in calls:
        if _is_allowed(world, call):
            return call
    found = _anywhere(world, calls[0][0]) if len(calls) > 1 and len(calls[0]) == 1 else None
    return [found] if found else calls[0]


def _is_allowed(world: World, call: Sequence[Request]) -> bool:
    return all(verdict.allowed for verdict in world.solver.decide_all(call))


def _anywhere(world: World, request: Request) -> Request | None:
    """Return the request for any resource of the same account for which it is allowed."""
    caller, account, actions = request.caller, request.account, CATALOG.matching(request.action)
    questions = [Sought(caller, account, actions, context=request.context)]
    for resource in world.organization.resources:
        if account and resource.account == account.number and resource.policy:
            questions += on_resource(world, caller, resource, actions, context=request.context)
    for one in questions:
        if found := world.solver.find(one).request:
            plain = replace(request, resource=found.resource, policy=found.policy)
            if _is_allowed(world, [plain]):
                return plain
    return None


def _decisive(world: World, requests: Sequence[Request]) -> tuple[Request, Verdict, tuple[Layer, ...]]:
    """Return the request that decides a call: the first one that is not allowed, else the first."""
    verdicts = world.evaluator.decide_all(requests)
    pairs = zip(requests, verdicts, strict=True)
    decisive = next((request for request, verdict in pairs if not verdict.allowed), requests[0])
    verdict, layers = world.evaluator.layers(decisive)
    problem = next((one.problem for one in world.solver.decide_all([decisive]) if one.problem), "")
    if problem.endswith(DOUBTS):  # the evaluator takes what stands in for an id as another one
        verdict = replace(verdict, result="undecided", problem=problem)
    return decisive, verdict, layers


def _paths(world: World, user: User, way: SignIn) -> list[tuple[Role, ...]]:
    return list(world.reach.paths(user, way))


def _through(world: World, roles: tuple[Role, ...], calls: Sequence[Sequence[Request]]) -> Through:
    session = world.callers.session(roles[-1])
    asked = [
        [
            replace(one, caller=session, account=session.account if one.resource == "*" else one.account)
            for one in requests
        ]
        for requests in calls
    ]
    return Through(roles, *_decisive(world, _telling(world, asked)))
