"""Callers, accounts and resources that are alike share their answers, and only those."""

from __future__ import annotations

import pytest

from access.decision.process import Process
from access.decision.solver import Solver, Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.cover import Cover, Term
from access.decision.symbolic.patterns import wildcards
from access.decision.symbolic.values import NO_VARIABLES, resource_pattern
from access.language.conditions import words_of
from access.questions.resources import on_resource
from access.questions.world import World
from access.who_can.asking import asked
from access.who_can.places import Places
from tests.access.small import EVERYTHING, organization
from tests.access.who_can.brute_force import principals
from tests.access.who_can.test_conditions import opened


def said(cover: Cover) -> tuple[set[frozenset[tuple[str, frozenset[Term]]]], bool]:
    """Return the requirements of each alternative of an answer, and whether these are all; values are in no order."""
    alternatives = {
        frozenset((one.dimension, frozenset(one.terms)) for one in each.requires) for each in cover.alternatives
    }
    return alternatives, cover.complete


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject", "kms:Decrypt", "sns:Publish", "ec2:StopInstances"])
def test_an_answer_is_the_same_whatever_was_asked_before(world: World, action: str) -> None:
    places = Places(world, asked(action, None, world.organization))
    for ways in principals(world).values():
        for caller in ways:
            for place in places.of(caller):
                alone = Solver(world.organization, world.evaluator)
                assert said(world.solver.cover(place.sought)) == said(alone.cover(place.sought))


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject"])
def test_parts_of_buckets_have_answers_of_their_own(world: World, action: str) -> None:
    organization = world.organization
    (admin,) = (one for one in organization.roles if one.name == "admin")
    caller = world.callers.session(admin)
    buckets = [one for one in organization.resources if one.type == "aws_s3_bucket" and one.policy]
    assert len(buckets) > 4
    for bucket in buckets:
        for sought in on_resource(world, caller, bucket, CATALOG.matching(action)):
            alone = Solver(organization, world.evaluator)
            shared = world.solver.cover(sought)
            assert said(shared) == said(alone.cover(sought))
            examples = [world.solver.example(sought, one) for one in shared.alternatives]
            assert all(one.resource.startswith(bucket.arn) for one in examples)
            assert all(one.allowed for one in world.evaluator.decide_all(examples))


def test_answers_about_alike_accounts_are_one_object(process: Process) -> None:
    tls = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    world = opened(organization(scp=[EVERYTHING, tls]), process)
    roles = [one for one in world.organization.roles if one.name == "OrganizationAccountAccessRole"]
    first, second = (world.callers.session(one) for one in roles)
    questions = [Sought(one, one.account, CATALOG.matching("s3:GetObject")) for one in (first, second)]

    found = world.solver.cover(questions[0])
    assert [words for one in found.alternatives for _, words in words_of(one.requires)] == ["over TLS"]
    assert world.solver.cover(questions[1]) is found
    for sought in questions:
        request = world.solver.example(sought, found.alternatives[0])
        assert request.caller.context["aws:PrincipalArn"] == sought.caller.context["aws:PrincipalArn"]
        assert str(request.caller.context["aws:userid"])[:21] == str(sought.caller.context["aws:userid"])[:21]
        assert world.evaluator.decide(request).allowed


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("*", False),
        ("arn:aws:s3:::bucket/*", False),
        ("arn:aws:ec2:*:*:instance/*", False),
        ("arn:aws:ec2:*:111122223333:instance/*", True),
        ("arn:aws:ec2:*:1111*:instance/*", True),
    ],
)
def test_a_pattern_tells_accounts_apart_by_their_number(said: str, tells: bool) -> None:
    pattern = wildcards(said) if said == "*" else resource_pattern(said, NO_VARIABLES)

    assert pattern.tells_accounts is tells
