"""The answers to single questions: conditions in words, which the evaluator confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.decision.solver import Sought
from access.decision.symbolic import cover as symbolic
from access.decision.symbolic.cover import MOST_ALTERNATIVES, Cover
from access.language.conditions import words_of
from access.questions.world import World
from access.who_can.model import Alternative, Condition


@dataclass(frozen=True)
class Found:
    """The alternatives of a question, and what is not decided about it."""

    alternatives: tuple[Alternative, ...] = ()
    undecided: tuple[str, ...] = ()
    more: bool = False
    """True if there may be more alternatives."""


class Covers:
    """Asks questions, and has one request of each kind of answer confirmed by the evaluator."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[tuple[int, int], tuple[Sought, symbolic.Alternative]] = {}
        self._refused: dict[tuple[int, int], str] = {}
        self._in_words: dict[int, Found] = {}

    def ask(self, sought: Sought) -> Cover:
        """Return the alternatives under which a call is allowed; the same object for callers that are alike."""
        found = self._world.solver.cover(sought)
        for at, one in enumerate(found.alternatives):
            if not one.unread:
                self._waiting.setdefault((id(found), at), (sought, one))  # the solver keeps what it found
        return found

    def confirm(self) -> None:
        """Let the evaluator decide an example of each alternative that was found so far."""
        solver = self._world.solver
        calls = []
        for sought, one in self._waiting.values():
            request = solver.example(sought, one)
            calls.append([request, *(replace(request, resource=arn, policy=None) for arn in sought.others)])
        verdicts = iter(self._world.evaluator.decide_all(one for call in calls for one in call))
        for key, call in zip(self._waiting, calls, strict=True):
            for request, verdict in [(one, next(verdicts)) for one in call]:
                if not verdict.allowed:
                    said = verdict.problem or f"it decides otherwise about {request}"
                    why = next((words for begins, words in _UNKNOWN.items() if said.startswith(begins)), said)
                    self._refused[key] = f"the evaluator does not confirm it: {why}"

    def in_words(self, cover: Cover) -> Found:
        """Return alternatives in words; those that are not confirmed, or not read, are not decided."""
        if id(cover) not in self._in_words:
            self._in_words[id(cover)] = self._found(cover)
        return self._in_words[id(cover)]

    def _found(self, cover: Cover) -> Found:
        certain: dict[Alternative, None] = {}
        open_: dict[str, None] = {}
        for at, one in enumerate(cover.alternatives):
            if (id(cover), at) in self._refused:
                open_[self._refused[id(cover), at]] = None
            elif one.unread:
                open_[_doubt(one)] = None
            else:
                certain[_words(one)] = None
        if cover.problem:
            open_[cover.problem] = None
        elif not cover.complete and not certain:
            open_[f"there are more than {MOST_ALTERNATIVES} alternatives of conditions"] = None
        return Found(tuple(certain), tuple(open_), more=not cover.complete)


_UNKNOWN = {
    "invalid.service": "it does not know the service",
    "invalid.action": "it does not know the action",
    "no.resource.types": "it does not know what the action acts on",
    "ambiguous.resource.types": "it takes the resource for one of several types",
}
"""What the evaluator says of requests that it does not take, by its word for it."""


def _words(one: symbolic.Alternative) -> Alternative:
    return Alternative(tuple(Condition(key, words) for key, words in words_of(one.requires)))


def _doubt(one: symbolic.Alternative) -> str:
    """Return why it is not decided whether an alternative is one."""
    words = _words(one).words
    return f"{_joined(one.unread)}{f' (otherwise {words})' if words else ''}"


def _joined(reasons: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(reasons))
