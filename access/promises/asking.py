"""Decisions about many requests; those that contradict a promise become counterexamples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from access.decision import Request, Verdict
from access.promises.likeness import likeness
from access.promises.promise import CounterExample, Outcome
from access.world import World

LIMIT = 20
"""Number of counterexamples of an action that are explained; the others are only counted."""


def none_allowed(
    world: World, requests: Iterable[Request], says: Callable[[Request], str], *, notes: tuple[str, ...] = ()
) -> Outcome:
    """Return the outcome of a promise that none of these requests is allowed."""
    return _all(world, list(requests), says, allowed=False, notes=notes)


def all_allowed(
    world: World, requests: Iterable[Request], says: Callable[[Request], str], *, notes: tuple[str, ...] = ()
) -> Outcome:
    """Return the outcome of a promise that each of these requests is allowed."""
    return _all(world, list(requests), says, allowed=True, notes=notes)


def _all(
    world: World, requests: list[Request], says: Callable[[Request], str], *, allowed: bool, notes: tuple[str, ...]
) -> Outcome:
    pairs = list(zip(requests, world.solver.decide_all(requests), strict=True))
    wrong, doubtful = confirmed(
        world, [request for request, verdict in pairs if not verdict.problem and verdict.allowed is not allowed]
    )
    open_ = [pair for pair in pairs if pair[1].problem and (allowed or not _is_nothing(*pair))]
    undecided = dict.fromkeys(f"{request}: {verdict.problem}" for request, verdict in open_)
    undecided |= dict.fromkeys(doubtful)
    plain = {str(request) for request in wrong if not request.context}
    wrong = [request for request in wrong if not request.context or str(request) not in plain]
    said = {says(request): request for request in reversed(wrong)}
    examples = explained(world, [(text, request) for text, request in reversed(said.items())])
    return Outcome(examples, tuple(undecided), notes, asked=len(requests))


def confirmed(world: World, requests: Sequence[Request]) -> tuple[list[Request], list[str]]:
    """Return the requests on which the evaluator decides as the solver does, and words about all others."""
    decided = world.solver.decide_all(requests)
    pairs = zip(requests, decided, world.evaluator.decide_all(requests), strict=True)
    found: list[Request] = []
    doubtful: list[str] = []
    for request, ours, verdict in pairs:
        if verdict.allowed is ours.allowed and not verdict.problem:
            found.append(request)
        else:
            doubtful.append(f"{request}: the evaluator does not confirm it: {verdict.problem or verdict.result}")
    return found, doubtful


def _is_nothing(request: Request, verdict: Verdict) -> bool:
    """Return whether AWS never checks this: only a wildcard names the action, and the evaluator does not know it."""
    if not verdict.problem.startswith(("invalid.action", "invalid.service")):
        return verdict.is_no_request
    policies = (*request.caller.identity, *([request.policy] if request.policy else []))
    return all(request.action.lower() not in policy.text.lower() for policy in policies)


def explained(world: World, cases: Iterable[tuple[str, Request]]) -> tuple[CounterExample, ...]:
    """Return counterexamples from their sentences and requests; of those that are alike, the first has reasons."""
    found, seen, explanations = list[CounterExample](), set[str](), Counter[str]()
    for text, request in cases:
        alike = likeness(request)
        first = alike not in seen and explanations[request.action] < LIMIT
        seen.add(alike)
        explanations[request.action] += first
        reasons = world.evaluator.explain(request).reasons if first else ()
        found.append(CounterExample(text, reasons, request=request, likeness=alike))
    return tuple(found)


def together(*outcomes: Outcome) -> Outcome:
    """Return several outcomes as one."""
    return Outcome(
        counter_examples=tuple(one for outcome in outcomes for one in outcome.counter_examples),
        undecided=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.undecided)),
        notes=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.notes)),
        assumptions=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.assumptions)),
        asked=sum(outcome.asked for outcome in outcomes),
    )
