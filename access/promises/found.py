"""Requests that contradict a promise, as the solver finds them; they become counterexamples."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from access.decision import Request
from access.decision.solver import Sought
from access.promises.asking import confirmed, explained
from access.promises.promise import CounterExample, Outcome
from access.questions.accepting import About, Accepting, Undecided, about_request, divided, names_of
from access.questions.world import World

Says = Callable[[Request], str]


@dataclass(frozen=True)
class Sentence:
    """The words about a request of a principal that has further names than its caller."""

    names: tuple[str, ...]
    says: Says

    def __call__(self, request: Request) -> str:
        return self.says(request)


def none_found(world: World, questions: Iterable[tuple[Sought, Says]]) -> Outcome:
    """Return the outcome of a promise that there is no request of these kinds; each has its sentence."""
    said: dict[tuple[str, Accepting | None], tuple[Request, About]] = {}
    undecided: dict[Undecided, None] = {}
    asked = 0
    for question, says in questions:
        asked += 1
        names = says.names if isinstance(says, Sentence) else ()
        for sought, accepted in divided(world.accepted, question, names_of(question.caller, *names)):
            answer = world.solver.find(sought)
            if answer.request:
                case = answer.request, about_request(answer.request, *names)
                said.setdefault((says(answer.request), accepted), case)
            elif answer.problem:
                undecided[_undecided(sought, answer.problem, accepted)] = None
    cases = [(text, request, about) for (text, _), (request, about) in said.items()]
    return Outcome(explained(world, cases), tuple(undecided), asked=asked)


def _undecided(sought: Sought, problem: str, accepted: Accepting | None) -> Undecided:
    where = f", {sought.resource}" if sought.resource else ""
    about = About(names_of(sought.caller), resource=sought.resource)
    return Undecided(f"{sought.caller.label}{where}: {problem}", about, accepted)


def examples(world: World, said: Iterable[tuple[str, Request]]) -> tuple[CounterExample, ...]:
    """Return requests as counterexamples, each sentence once; the first of those that are alike are explained."""
    found: dict[str, Request] = {}
    for text, request in said:
        found.setdefault(text, request)
    return explained(world, [(text, request, about_request(request)) for text, request in found.items()])


def confirmed_examples(
    world: World, said: Iterable[tuple[str, Request]]
) -> tuple[tuple[CounterExample, ...], tuple[Undecided, ...]]:
    """Return requests that the evaluator has not seen yet as counterexamples, and words about those it contradicts."""
    pairs = list(said)
    found, doubtful = confirmed(world, [request for _, request in pairs])
    known = {id(request) for request in found}
    return examples(world, [(text, request) for text, request in pairs if id(request) in known]), tuple(doubtful)


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
