"""Why a request is decided as it is: layer by layer, and for a person through which roles it would be possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.decision import Layer, Request, Verdict
from access.explain.asking import Question, requests_of
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.world import World


@dataclass(frozen=True)
class Through:
    """The same request of the session of a role that a person reaches."""

    roles: tuple[Role, ...]
    """The way there; the last is the role that calls."""
    request: Request
    verdict: Verdict
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The decision about a request, and where it comes from."""

    request: Request
    verdict: Verdict
    layers: tuple[Layer, ...]
    others: int
    """How many things the call needs besides, on each of which it is allowed too or else not looked at."""
    through: tuple[Through, ...] = ()
    """For a person who cannot directly: each role that the person reaches, those first through which it is possible."""


def explanation(world: World, question: Question) -> Explanation:
    """Why a question is decided as it is. Raises AccessError when it cannot be asked."""
    _, user, requests = requests_of(world, question)
    request, verdict, layers = _decisive(world, requests)
    through: tuple[Through, ...] = ()
    if user and not verdict.allowed:
        found = [_through(world, path, requests) for path in _paths(world, user, question.way)]
        through = tuple(sorted(found, key=_distance))
    return Explanation(request, verdict, layers, len(requests) - 1, through)


def deciding(verdict: Verdict, layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers that decide: that deny, or that would have to allow it and do not, or that allow it."""
    if verdict.result == "explicitly denied":
        return tuple(layer for layer in layers if layer.says == "denies")
    if verdict.allowed:
        own = [layer for layer in layers if layer.name in _GRANTING and layer.says == "allows"]
        return tuple(own)
    named = {reason.layer for reason in verdict.reasons if reason.effect == "no Allow"}
    return tuple(layer for layer in layers if layer.says == "does not allow" and (layer.name in named or layer.why))


_GRANTING = ("identity policy", "trust policy", "policy of the resource")


def _distance(one: Through) -> tuple[bool, bool, int, int]:
    """How far a role is from what was asked: allowed, in the account of the resource, and little that stops it."""
    at_home = one.request.caller.account == one.request.account
    stops = sum(layer.says in ("denies", "does not allow") for layer in one.layers)
    return not one.verdict.allowed, not at_home, stops, len(one.roles)


def _decisive(world: World, requests: Sequence[Request]) -> tuple[Request, Verdict, tuple[Layer, ...]]:
    """The request that decides a call: the first that is not allowed, else the first."""
    verdicts = world.evaluator.decide_all(requests)
    pairs = zip(requests, verdicts, strict=True)
    chosen = next((request for request, verdict in pairs if not verdict.allowed), requests[0])
    return chosen, *world.evaluator.layers(chosen)


def _paths(world: World, user: User, way: SignIn) -> list[tuple[Role, ...]]:
    return list(world.reach.paths(user, way))


def _through(world: World, roles: tuple[Role, ...], requests: Sequence[Request]) -> Through:
    session = world.callers.session(roles[-1])
    asked = [
        replace(one, caller=session, account=session.account if one.resource == "*" else one.account)
        for one in requests
    ]
    return Through(roles, *_decisive(world, asked))
