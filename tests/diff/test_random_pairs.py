"""Random pairs of policies: other words for the same are no change; what is told as a change is one on both sides."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from access.decision import Request
from access.decision.process import Process
from access.difference.meaning.effects import Effects
from access.difference.meaning.sides import Sides
from access.difference.meaning.telling import Telling
from access.difference.meaning.things import things
from access.model.organization import Organization
from tests.access.small import BUCKET
from tests.diff import random_policies
from tests.diff.random_policies import Statement
from tests.diff.two_sides import WHERE, rights_of, sides_of

PAIRS = 200


def _told(sides: Sides) -> Telling:
    telling = Telling(sides)
    Effects(sides, list(things(sides))).tell(telling)
    return telling


def _decided_alike(sides: Sides, said: list[Statement], random: Random) -> bool:
    """Return whether the evaluator decides some requests of the user in the same way on both sides."""
    verdicts: list[list[bool]] = []
    calls = random_policies.calls(said, random)
    for world in (sides.before, sides.after):
        (user,) = world.organization.users
        caller = world.callers.with_mfa(user)
        resource = world.organization.resource_by_arn[BUCKET]
        account = world.organization.accounts[resource.account]
        asked = [
            Request(caller, action, arn, account, resource.policy if BUCKET in arn else None, keys)
            for action, arn, keys in calls
        ]
        verdicts.append([one.allowed for one in world.evaluator.decide_all(asked)])
    return verdicts[0] == verdicts[1]


def _case(seed: int) -> tuple[Random, str, list[Statement]]:
    random = Random(seed)
    where = WHERE[seed % len(WHERE)]
    said = random_policies.policy(random)
    return random, where, [{**one, "Resource": [BUCKET, f"{BUCKET}/*"]} for one in said] if where == "bucket" else said


@pytest.mark.parametrize("first", range(0, PAIRS // 2, 25))
def test_other_words_for_the_same_are_no_change(first: int, like: Organization, process: Process) -> None:
    for seed in range(first, first + 25):
        random, where, before = _case(seed)
        after = random_policies.rewritten(before, random)
        sides = sides_of(where, before, after, like, process)
        assert rights_of(where, sides) == "the same", (seed, where, before, after)
        told = _told(sides)
        assert (told.changes(), told.doubts) == ((), ()), (seed, where, before, after)
        assert _decided_alike(sides, before, random), (seed, where, before, after)


def _check_mutation(seed: int, like: Organization, process: Process) -> bool:
    """Check a pair that differs in one element; return whether it is told as a change."""
    random, where, before = _case(seed)
    after = random_policies.mutated(before, random)
    sides = sides_of(where, before, after, like, process)
    rights, told = rights_of(where, sides), _told(sides)
    assert rights != "not decided", (seed, where, before, after)
    assert not told.doubts, (seed, where, before, after)
    possible, impossible = ({one.change for one in told.changes()} >= {word} for word in ("possible", "impossible"))
    # what is told was confirmed by the evaluator, and must be in the direction in which the set itself changes
    assert not possible or rights in ("wider", "different"), (seed, where, before, after)
    assert not impossible or rights in ("narrower", "different"), (seed, where, before, after)
    if rights == "the same":
        assert _decided_alike(sides, [*before, *after], random), (seed, where, before, after)
    if where == "identity":
        assert (rights == "the same") == (not told.changes()), (seed, where, before, after)
    return rights != "the same"


@pytest.mark.parametrize("first", range(0, PAIRS // 2, 25))
def test_one_other_element_is_told_as_what_it_changes(first: int, like: Organization, process: Process) -> None:
    changes = [_check_mutation(seed, like, process) for seed in range(first, first + 25)]
    assert sum(changes) > 5


@pytest.mark.long
def test_many_pairs(like: Organization, process: Process) -> None:
    for first in range(1_000, 2_500, 25):
        test_other_words_for_the_same_are_no_change(first, like, process)
        test_one_other_element_is_told_as_what_it_changes(first, like, process)


def test_a_planted_error_is_found(like: Organization, process: Process, monkeypatch: Any) -> None:
    """The pairs are a test: a rewriting that allows or denies something more is no other words for the same."""
    monkeypatch.setattr(random_policies, "REWRITES", [lambda said, _: said.append({**said[0], "Action": "iam:*"})] * 4)
    with pytest.raises(AssertionError):
        test_other_words_for_the_same_are_no_change(0, like, process)
