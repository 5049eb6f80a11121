"""Decisions about many requests; those that contradict a promise become counterexamples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from access.decision import Request
from access.promises.likeness import likeness
from access.promises.promise import CounterExample, Outcome
from access.questions.accepting import About, Undecided, about_request, undecided_request
from access.questions.world import World

LIMIT = 20
"""Number of counterexamples of an action that are explained; the others are only counted."""


def all_allowed(
    world: World,
    requests: Iterable[Request],
    says: Callable[[Request], str],
    *,
    notes: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> Outcome:
    """Return the outcome of a promise that each of these requests is allowed; `names` are further ones of callers."""
    asked = list(requests)
    pairs = list(zip(asked, world.solver.decide_all(asked), strict=True))
    denied = [request for request, verdict in pairs if not verdict.problem and not verdict.allowed]
    wrong, doubtful = confirmed(world, denied)
    undecided = dict.fromkeys(undecided_request(one, verdict.problem) for one, verdict in pairs if verdict.problem)
    undecided |= dict.fromkeys(doubtful)
    plain = {str(request) for request in wrong if not request.context}
    wrong = [request for request in wrong if not request.context or str(request) not in plain]
    said = {says(request): request for request in reversed(wrong)}
    examples = explained(world, [(text, one, about_request(one, *names)) for text, one in reversed(said.items())])
    return Outcome(examples, tuple(undecided), notes, asked=len(asked))


def confirmed(world: World, requests: Sequence[Request]) -> tuple[list[Request], list[Undecided]]:
    """Return the requests on which the evaluator decides as the solver does, and words about all others."""
    decided = world.solver.decide_all(requests)
    pairs = zip(requests, decided, world.evaluator.decide_all(requests), strict=True)
    found: list[Request] = []
    doubtful: list[Undecided] = []
    for request, ours, verdict in pairs:
        if verdict.allowed is ours.allowed and not verdict.problem:
            found.append(request)
        else:
            problem = f"the evaluator does not confirm it: {verdict.problem or verdict.result}"
            doubtful.append(undecided_request(request, problem))
    return found, doubtful


def explained(world: World, cases: Iterable[tuple[str, Request, About]]) -> tuple[CounterExample, ...]:
    """
    Return counterexamples from their sentences and requests; of those that are alike, the first has reasons.

    Accepted ones are shown apart, so they are not alike to others.
    """
    found, seen, explanations = list[CounterExample](), set[tuple[str, int]](), Counter[tuple[str, int]]()
    for text, request, about in cases:
        alike, group = likeness(request), _group(world, about)
        first = (alike, group) not in seen and explanations[request.action, group] < LIMIT
        seen.add((alike, group))
        explanations[request.action, group] += first
        reasons = world.evaluator.explain(request).reasons if first else ()
        found.append(CounterExample(text, reasons, request=request, likeness=alike, about=about))
    return tuple(found)


def _group(world: World, about: About) -> int:
    """Return the place of the choice that accepts a case, the number of choices if none does."""
    chosen = [index for index, one in enumerate(world.accepted) if one.chooses(about, "")]
    return min(chosen, default=len(world.accepted))


def together(*outcomes: Outcome) -> Outcome:
    """Return several outcomes as one."""
    return Outcome(
        counter_examples=tuple(one for outcome in outcomes for one in outcome.counter_examples),
        undecided=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.undecided)),
        notes=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.notes)),
        assumptions=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.assumptions)),
        asked=sum(outcome.asked for outcome in outcomes),
    )
