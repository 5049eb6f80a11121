"""The check of a promise of your own, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from access.decision import Request
from access.language.calls import Call, by_caller, calls_in, calls_on
from access.language.things import Thing, things
from access.language.when import MFA, REGION, context_of
from access.language.who import Subject, Way, subjects
from access.language.words import accounts_of, word_of
from access.model.organization import Organization
from access.promises.asking import together
from access.promises.custom.answers import Attempt, answers, in_a_way
from access.promises.custom.denied import Denial
from access.promises.custom.model import Line
from access.promises.promise import Outcome
from access.questions.accepting import Undecided
from access.questions.assuming import ASSUME_ROLE
from access.questions.world import World

MOST = 200_000
"""Largest number of requests for one line."""


def look(lines: Sequence[Line], world: World) -> Outcome:
    """Return the outcome of a promise: each of its lines must hold."""
    return together(*(_line(line, world) for line in lines))


def _line(line: Line, world: World) -> Outcome:
    organization = world.organization
    included, left_out = (
        [word_of(word, organization) for word in words] for words in (line.allow or line.deny, line.but)
    )
    mfa = {"true": True, "false": False}.get(_first(line, MFA))
    principals = subjects(world, included, left_out, mfa=mfa, in_person=bool(line.allow))
    if not principals:
        return _nothing(line, "no such principal")
    if line.deny:
        return _denied(line, world, principals)
    calls = list(dict.fromkeys(_calls(line, organization)))
    if not calls:
        return _nothing(line, "no resource that the action applies to")
    asked = list(_attempts(line, world, principals, calls))
    number = sum(len(one.requests) for one in asked)
    if number > MOST:
        text = f"{number} requests, more than {MOST}: name fewer people, actions or accounts"
        return Outcome(undecided=(Undecided(text),))
    return in_a_way(world, answers(world, asked))


def _nothing(line: Line, what: str) -> Outcome:
    said = f"{', '.join(line.allow or line.deny)}, {', '.join(line.to)}"
    return Outcome(notes=(f"{said}: {what}, so the line proves nothing",))


def _denied(line: Line, world: World, principals: Sequence[Subject]) -> Outcome:
    accounts = accounts_of(line.where, world.organization)
    named = [thing for word in line.on for thing in things(word, accounts, world.organization)]
    return Denial(world, line, principals, named, accounts).look()


def _attempts(line: Line, world: World, principals: Sequence[Subject], calls: Sequence[Call]) -> Iterator[Attempt]:
    """Yield each principal and call in every way in which the call is possible."""
    possible = by_caller(calls, world.organization)
    for subject in principals:
        for way, call in _pairs(subject, calls, possible):
            yield Attempt(subject, way, call, tuple(_request(world, way, call, thing, line) for thing in call.things))


def _possible(
    subject: Subject, calls: Sequence[Call], possible: Mapping[str, Sequence[Call]]
) -> Iterator[tuple[Way, Call]]:
    for way in subject.ways:
        account = way.caller.account
        yield from ((way, call) for call in (possible[account.number] if account else calls))


def _pairs(
    subject: Subject, calls: Sequence[Call], possible: Mapping[str, Sequence[Call]]
) -> Iterator[tuple[Way, Call]]:
    """Yield what `_possible` yields, and every way of each impossible call, to explain the nearest one."""
    found = list(_possible(subject, calls, possible))
    there = {id(call) for _, call in found}
    yield from found
    yield from ((way, call) for call in calls if id(call) not in there for way in subject.ways)


def _first(line: Line, key: str, default: str = "") -> str:
    return (line.when.get(key) or [default])[0]


def _calls(line: Line, organization: Organization) -> Iterator[Call]:
    accounts = accounts_of(line.where, organization)
    if line.on:
        return calls_on(line.to, [thing for word in line.on for thing in things(word, accounts, organization)])
    region = _first(line, REGION, organization.home_region)
    return calls_in(line.to, accounts, organization, region, everything=False)


def _request(world: World, way: Way, call: Call, thing: Thing, line: Line) -> Request:
    context = context_of(line.when)
    if call.action == ASSUME_ROLE and thing.role:
        return world.assume(way.caller, thing.role, context)
    return Request(way.caller, call.action, thing.arn, thing.account, thing.policy, context)
