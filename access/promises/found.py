"""Requests that contradict a promise, as the solver finds them; they become counterexamples."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from access.decision import Request
from access.decision.solver import Sought
from access.promises.asking import confirmed, explained
from access.promises.promise import CounterExample, Outcome
from access.questions.world import World

Says = Callable[[Request], str]


def none_found(world: World, questions: Iterable[tuple[Sought, Says]]) -> Outcome:
    """Return the outcome of a promise that there is no request of these kinds; each has its sentence."""
    said: dict[str, Request] = {}
    undecided: dict[str, None] = {}
    asked = 0
    for sought, says in questions:
        asked += 1
        answer = world.solver.find(sought)
        if answer.request:
            said.setdefault(says(answer.request), answer.request)
        elif answer.problem:
            undecided[f"{sought.caller.label}{_about(sought)}: {answer.problem}"] = None
    return Outcome(examples(world, said.items()), tuple(undecided), asked=asked)


def examples(world: World, said: Iterable[tuple[str, Request]]) -> tuple[CounterExample, ...]:
    """Return requests as counterexamples, each sentence once; the first of those that are alike are explained."""
    found: dict[str, Request] = {}
    for text, request in said:
        found.setdefault(text, request)
    return explained(world, found.items())


def confirmed_examples(
    world: World, said: Iterable[tuple[str, Request]]
) -> tuple[tuple[CounterExample, ...], tuple[str, ...]]:
    """Return requests that the evaluator has not seen yet as counterexamples, and words about those it contradicts."""
    pairs = list(said)
    found, doubtful = confirmed(world, [request for _, request in pairs])
    known = {id(request) for request in found}
    return examples(world, [(text, request) for text, request in pairs if id(request) in known]), tuple(doubtful)


def _about(sought: Sought) -> str:
    return f", {sought.resource}" if sought.resource else ""


_USUAL = {"aws:SecureTransport": "true", "aws:ViaAWSService": "false"}
_UNSAID = ("aws:RequestedRegion", "aws:MultiFactorAuthAge", "aws:TokenIssueTime", "sts:RoleSessionName")


def how(request: Request, *, but: Collection[str] = ()) -> str:
    """Return the condition keys that matter, as the end of a sentence: `, with sts:ExternalId x`."""
    tags = {key: value for key, value in request.caller.context.items() if key.startswith("aws:PrincipalTag/")}
    return _in_words(
        {
            key: value
            for key, value in {**tags, **request.context}.items()
            if key not in _UNSAID and key not in but and _USUAL.get(key) != value and not key.startswith("aws:Resource")
        }
    )


def _in_words(context: Mapping[str, str | tuple[str, ...]]) -> str:
    pairs = [f"{key} {value if isinstance(value, str) else value[0]}" for key, value in context.items()]
    return f", with {', '.join(pairs)}" if pairs else ""
