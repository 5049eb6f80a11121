"""Outcomes of the decisions about one line: denied in every way, or allowed in at least one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.decision import Request, Verdict
from access.language.calls import Call
from access.language.who import Subject, Way
from access.promises.asking import explained
from access.promises.promise import Outcome
from access.questions.accepting import About, Undecided
from access.questions.world import World


@dataclass(frozen=True)
class Attempt:
    """A principal, one of its ways to call, one call, and its requests."""

    subject: Subject
    way: Way
    call: Call
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Answer:
    """The verdicts on one call in one way."""

    asked: Attempt
    verdicts: tuple[Verdict, ...]

    @property
    def allowed(self) -> bool:
        """True when every request of the call is allowed, and there is such a way."""
        return not self.asked.way.doubt and all(verdict.allowed for verdict in self.verdicts)

    @property
    def problem(self) -> str:
        """The reason why the call is undecided; empty when another request of it is denied anyway."""
        if any(not verdict.allowed and not verdict.problem for verdict in self.verdicts):
            return ""
        return next((verdict.problem for verdict in self.verdicts if verdict.problem), self.asked.way.doubt)

    @property
    def near(self) -> int:
        """The number of requests that are not implicitly denied; the more, the nearer the call is to being allowed."""
        return sum(verdict.result != "implicitly denied" for verdict in self.verdicts)

    @property
    def deciding(self) -> Request:
        """The deciding request: the first denied one, else the first."""
        pairs = zip(self.asked.requests, self.verdicts, strict=True)
        return next((request for request, verdict in pairs if not verdict.allowed), self.asked.requests[0])


def answers(world: World, asked: Sequence[Attempt]) -> list[Answer]:
    """Return an answer for each call in each way."""
    verdicts = iter(world.solver.decide_all(request for one in asked for request in one.requests))
    return [Answer(one, tuple(next(verdicts) for _ in one.requests)) for one in asked]


def in_a_way(world: World, found: Sequence[Answer]) -> Outcome:
    """Return the outcome of an allow line: every principal can make each call in at least one way."""
    ways: dict[tuple[str, int], list[Answer]] = {}
    for answer in found:
        ways.setdefault((answer.asked.subject.label, id(answer.asked.call)), []).append(answer)
    missing = [several for several in ways.values() if not any(answer.allowed for answer in several)]
    asked = [(several, _open_steps(world, several[0].asked.subject)) for several in missing]
    wrong = [
        (_cannot(several), _nearest(several))
        for several, open_ in asked
        if not any(one.problem for one in several) and not open_
    ]
    outcome = _outcome(world, wrong, [one for several in missing for one in several if one.problem], found)
    steps = (one for _, open_ in asked for one in open_)
    return replace(outcome, undecided=tuple(dict.fromkeys((*outcome.undecided, *steps))))


def _open_steps(world: World, subject: Subject) -> list[Undecided]:
    """Return the questions about roles of a principal that are not decided: such a role may be the way."""
    return [one for way in subject.ways for one in world.reach.open_steps(way.caller)]


def _outcome(
    world: World, wrong: Sequence[tuple[str, Answer]], undecided: Sequence[Answer], found: Sequence[Answer]
) -> Outcome:
    return Outcome(
        counter_examples=explained(
            world, [(text, answer.deciding, _about(answer.asked, answer.asked.subject.label)) for text, answer in wrong]
        ),
        undecided=tuple(dict.fromkeys(map(_undecided, undecided))),
        asked=sum(len(one.asked.requests) for one in found),
    )


def _undecided(one: Answer) -> Undecided:
    label = one.asked.way.label
    return Undecided(f"{label}, {one.asked.call}: {one.problem}", _about(one.asked, label))


def _about(asked: Attempt, label: str) -> About:
    """Return what an attempt is about; a call that acts on several things is about none of them alone."""
    names = (label, asked.subject.label, asked.subject.arn)
    things = asked.call.things
    return About(
        tuple(dict.fromkeys(filter(None, names))), asked.call.action, things[0].arn if len(things) == 1 else ""
    )


def _cannot(several: Sequence[Answer]) -> str:
    asked = _nearest(several).asked
    if asked.way.label == asked.subject.label:
        return f"{asked.subject.label} cannot {asked.call}"
    number = len(asked.subject.ways) - 1
    others = f", nor in {number} other ways" if number > 1 else ", nor in another way" if number else ""
    return f"{asked.subject.label} cannot {asked.call}: not as {asked.way.label}{others}"


def _nearest(several: Sequence[Answer]) -> Answer:
    """Return the most plausible way: through a role in the thing's account, with the fewest implicit denials."""
    return max(several, key=lambda one: (_is_at_home(one), one.near))


def _is_at_home(answer: Answer) -> bool:
    caller = answer.asked.way.caller.account
    return bool(answer.asked.way.through) and caller == answer.asked.call.things[0].account
