"""Counterexamples are grouped: one for each action and deciding statement, whatever the account."""

from __future__ import annotations

from dataclasses import replace

from access.promises.asking import explained
from access.promises.likeness import likeness
from access.promises.promise import CounterExample
from access.proof.kinds import by_kind
from access.questions.accepting import about_request
from access.questions.world import open_worlds
from tests.access import small
from tests.prove import many


def test_cases_of_one_action_and_statement_are_of_one_kind_in_every_account() -> None:
    found = many.examples(
        small.organization(numbers=small.NUMBERS | {"a-one": "555500000000", "a-two": "555500000002"})
    )

    sizes = [(same[0].request.action, len(same)) for same in by_kind(list(found)) if same[0].request]

    assert sizes == [
        ("cloudtrail:StopLogging", many.NUMBER),
        ("cloudtrail:DeleteTrail", 1),
        ("cloudtrail:StopLogging", 1),
        ("s3:PutObject", 1),
    ]


def test_statements_that_differ_in_more_than_the_account_are_of_different_kinds() -> None:
    found = small.organization()
    asked = many.request(found.account_by_key["work"], "s3:GetObject", "ann")
    cases = [CounterExample("x", many.reasons_of(asked, statement), request=asked) for statement in (1, 2, 1)]

    assert [len(same) for same in by_kind(cases)] == [2, 1]


def test_a_case_that_was_not_explained_is_never_counted_with_one_of_two_causes() -> None:
    found = small.organization()
    asked = many.request(found.account_by_key["work"], "s3:GetObject", "ann")
    cases = [CounterExample("x", many.reasons_of(asked, statement), request=asked) for statement in (1, 2)]
    for likeness_ in ("", "other"):
        silent = CounterExample("y", request=asked, likeness=likeness_)
        assert [len(same) for same in by_kind([cases[0], silent])] == [2]
        assert [len(same) for same in by_kind([*cases, silent])] == [1, 1, 1]


def test_wrong_policies_are_grouped_by_the_type_of_resource() -> None:
    proof = many.many()

    assert [len(one.kinds) for one in proof.promises] == [0, many.KINDS - 1, 1]


def test_requests_are_alike_only_when_the_same_policies_decide_them() -> None:
    found = small.organization(numbers=small.NUMBERS | {"third": small.THIRD})
    one, other = (many.request(found.account_by_key[key], "s3:GetObject", "ann") for key in ("people", "work"))

    assert likeness(one) == likeness(other)
    assert likeness(one) != likeness(replace(one, action="s3:PutObject"))
    assert likeness(one) != likeness(replace(one, context={"aws:SourceIp": "192.0.2.1"}))
    assert likeness(one) != likeness(replace(one, policy=other.caller.identity[0]))
    assert likeness(one) != likeness(replace(one, account=other.account))


def test_a_caller_that_a_policy_names_is_like_no_other() -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{small.PEOPLE}:user/ann"}, "Action": "s3:*"}
    found = small.organization(bucket=[{**statement, "Resource": "*"}])
    asked = small.request(found, "s3:GetObject", f"{small.BUCKET}/x")
    ben = replace(asked.caller, context={"aws:PrincipalArn": f"arn:aws:iam::{small.PEOPLE}:user/ben"})

    assert likeness(asked) != likeness(replace(asked, caller=ben))


def test_an_account_with_the_name_of_a_service_hides_no_action() -> None:
    found = small.organization(numbers=small.NUMBERS | {"s3": "555500000000", "iam": "555500000002"})
    one, other = (
        many.request(found.account_by_key[key], f"{key}:GetObject", "ann", action=f"{key}:*") for key in ("s3", "iam")
    )
    cases = [CounterExample("x", many.reasons_of(asked), request=replace(asked, action="x")) for asked in (one, other)]

    assert likeness(one) != likeness(other)
    assert len(by_kind(cases)) == 2


def test_each_kind_of_a_flood_is_explained() -> None:
    found = small.organization(bucket=[{**small.EVERYTHING, "Principal": "*"}])
    with open_worlds((found, None)) as (world,):
        asked = [small.request(found, action, small.BUCKET) for action in ("s3:ListBucket", "s3:DeleteBucket")]
        cases = [(f"{index} {one}", one, about_request(one)) for index in range(100) for one in asked]
        examples = explained(world, cases)

    assert len(examples) == 200
    assert [bool(one.reasons) for one in examples[:4]] == [True, True, False, False]
    assert [len(same) for same in by_kind(examples)] == [100, 100]
