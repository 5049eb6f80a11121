"""
A policy that names an id: decided where the ids are known, not decided where it may be the organization's own.

The right id stands for the organization's (or account's) in requests; the wrong one is of another organization. While
the own id is not known, both have the same chance to be right, so that neither "kept" nor "broken" may be said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from access.decision import Callers, Evaluator, Request
from access.decision.process import Process
from access.decision.solver import Solver
from access.explain.asking import Question
from access.explain.explanation import explanation
from access.model.organization import Organization
from access.model.sign_in import SignIn
from access.promises import outsiders
from access.promises.promise import Outcome
from access.questions.world import World
from tests.access import small

RIGHT, WRONG = "o-0000000000", "o-a1b2c3d4e5"
REMEDY = "is not known: organization.yaml (organization_id, account_id) or --outputs tells it"
PLACE = "is not known: the ids of the root and of OUs are not read"
POSITIVE = ("StringEquals", "StringLike", "StringEqualsIgnoreCase", "StringEqualsIfExists", "StringLikeIfExists")
NEGATED = ("StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "StringNotEqualsIfExists")
OF_ONE = ("aws:PrincipalOrgID", "aws:ResourceOrgID")
OF_MANY = ("aws:PrincipalOrgPaths", "aws:ResourceOrgPaths")
PARTNER = "111122223333"


def known(found: Organization, *, yes: bool) -> Organization:
    """Return an organization whose ids are known, or stand in for unknown ones."""
    unknown = frozenset() if yes else frozenset(found.accounts)
    return replace(found, knows_id=yes, unknown_numbers=unknown)


def denying(operator: str, key: str, *values: str) -> Organization:
    """Return an organization whose SCP denies everything under a condition."""
    return opened({**DENY, "Condition": {operator: {key: list(values)}}})


def opened(*scp: Any) -> Organization:
    """Return an organization whose bucket is open to everyone, but for an SCP."""
    return small.organization(
        scp=scp, bucket=[{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]
    )


DENY = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def decided(process: Process, found: Organization, asked: Request | None = None) -> str:
    """Return the decision on ann's request, or the reason why there is none."""
    request = asked or small.request(found, "s3:GetObject", f"{small.BUCKET}/x")
    found_ = Solver(found, Evaluator(found, process=process)).decide_all([request])[0]
    return found_.problem or found_.result


@pytest.mark.parametrize("key", OF_ONE)
@pytest.mark.parametrize("operator", [*POSITIVE, *NEGATED])
def test_an_organizations_id_is_decided_only_where_the_own_one_is_known(
    process: Process, key: str, operator: str
) -> None:
    right, wrong = denying(operator, key, RIGHT), denying(operator, key, WRONG)
    expected = ["explicitly denied", "allowed"]
    decisions = [decided(process, known(one, yes=True)) for one in (right, wrong)]
    assert decisions == (expected if operator in POSITIVE else expected[::-1])
    assert decided(process, known(wrong, yes=False)) == f"whether {WRONG} is the id of this organization {REMEDY}"


@pytest.mark.parametrize("key", OF_MANY)
@pytest.mark.parametrize("quantifier", ["ForAnyValue", "ForAllValues"])
@pytest.mark.parametrize("operator", ["StringLike", "StringNotLike", "StringLikeIfExists"])
def test_the_organization_in_a_path_is_decided_only_where_it_is_known(
    process: Process, key: str, quantifier: str, operator: str
) -> None:
    right, wrong = (denying(f"{quantifier}:{operator}", key, f"{one}/*") for one in (RIGHT, WRONG))
    denied = [decided(process, known(one, yes=True)) == "explicitly denied" for one in (right, wrong)]
    assert denied == [operator != "StringNotLike", operator == "StringNotLike"]
    assert decided(process, known(wrong, yes=False)) == f"whether {WRONG} is the id of this organization {REMEDY}"


@pytest.mark.parametrize("key", OF_MANY)
def test_real_ids_of_the_root_and_of_units_are_not_decided_in_the_own_organization(process: Process, key: str) -> None:
    for said in (f"{RIGHT}/r-ab12/*", f"{RIGHT}/r-ab12/", "o-*/r-ab12/*"):
        found = known(denying("ForAnyValue:StringLike", key, said), yes=True)
        assert decided(process, found).endswith(PLACE)
    other = known(denying("ForAnyValue:StringLike", key, f"{WRONG}/r-ab12/*"), yes=True)
    assert decided(process, other) == "allowed"


@pytest.mark.parametrize("said", ["o-a1b2*", "o-?1b2c3d4e5", "*c3d4e5x*?o-a1*"])
def test_a_pattern_that_some_ids_match_is_decided_only_where_the_own_one_is_known(process: Process, said: str) -> None:
    found = denying("StringLike", "aws:PrincipalOrgID", said)
    assert decided(process, known(found, yes=True)) == "allowed"
    unknown = decided(process, known(found, yes=False))
    assert unknown == "allowed" if said.startswith("*") else unknown.endswith(REMEDY)


@pytest.mark.parametrize("said", ["*", "o-*", "o-??????????*", RIGHT])
def test_a_pattern_that_every_id_matches_is_decided(process: Process, said: str) -> None:
    found = denying("StringLike", "aws:PrincipalOrgID", said)
    assert [decided(process, known(found, yes=yes)) for yes in (True, False)] == ["explicitly denied"] * 2


@pytest.mark.parametrize("said", ["o-short", "r-ab12", "${aws:username}", "O-A1B2C3D4E5"])
def test_what_is_no_id_of_an_organization_is_decided(process: Process, said: str) -> None:
    found = denying("StringEquals", "aws:PrincipalOrgID", said)
    assert [decided(process, known(found, yes=yes)) for yes in (True, False)] == ["allowed"] * 2


def test_an_upper_case_id_is_not_decided_where_case_does_not_count(process: Process) -> None:
    found = denying("StringEqualsIgnoreCase", "aws:PrincipalOrgID", WRONG.upper())
    assert decided(process, known(found, yes=False)) == f"whether {WRONG} is the id of this organization {REMEDY}"


def test_what_does_not_depend_on_the_id_is_decided(process: Process) -> None:
    also = {"StringEquals": {"aws:PrincipalOrgID": WRONG, "aws:username": "another"}}
    found = opened({**DENY, "Condition": also})
    assert decided(process, known(found, yes=False)) == "allowed"
    both = opened(DENY, {**DENY, "Condition": {"StringEquals": {"aws:PrincipalOrgID": WRONG}}})
    assert decided(process, known(both, yes=False)) == "explicitly denied"


@pytest.mark.parametrize(("key", "value"), [("aws:SourceOrgID", "{}"), ("aws:SourceOrgPaths", "{}/*")])
def test_the_source_of_a_service_is_decided_only_where_the_own_id_is_known(
    process: Process, key: str, value: str
) -> None:
    def answer(identifier: str, *, yes: bool) -> str:
        operator = "ForAnyValue:StringLike" if key.endswith("Paths") else "StringEquals"
        allow = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:*", "Resource": "*"}
        condition = {operator: {key: value.format(identifier)}}
        found = known(small.organization(bucket=[{**allow, "Condition": condition}]), yes=yes)
        caller = Callers(found).service("sns.amazonaws.com", {"aws:SourceAccount": small.WORK})
        bucket = found.resource_by_arn[small.BUCKET]
        work = found.account_by_key["work"]
        return decided(process, found, Request(caller, "s3:PutObject", f"{small.BUCKET}/x", work, bucket.policy, {}))

    assert [answer(RIGHT, yes=True), answer(WRONG, yes=True)] == ["allowed", "implicitly denied"]
    assert answer(WRONG, yes=False) == f"whether {WRONG} is the id of this organization {REMEDY}"


def asked_of_outsiders(process: Process, found: Organization) -> Outcome:
    return outsiders.look(World(found, Evaluator(found, process=process), None))


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": WRONG}},
        {"StringLike": {"aws:PrincipalOrgID": [WRONG, RIGHT]}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{WRONG}/*"}},
        {
            "ForAllValues:StringLike": {"aws:PrincipalOrgPaths": f"{WRONG}/*"},
            "Null": {"aws:PrincipalOrgPaths": "false"},
        },
    ],
)
def test_a_role_that_trusts_one_organization_trusts_nobody_outside_if_that_is_the_own(
    process: Process, condition: Any
) -> None:
    found = small.organization(trust=[{**small.TRUST, "Condition": condition}])
    assert asked_of_outsiders(process, known(found, yes=True)).status == "broken"
    unknown = asked_of_outsiders(process, known(found, yes=False))
    assert (unknown.status, unknown.counter_examples) == ("undecided", ())
    assert all(str(one).endswith(REMEDY) for one in unknown.undecided)
    own = small.organization(trust=[{**small.TRUST, "Condition": {"StringEquals": {"aws:PrincipalOrgID": RIGHT}}}])
    assert [asked_of_outsiders(process, known(own, yes=yes)).status for yes in (True, False)] == ["kept", "kept"]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {"aws:PrincipalOrgID": WRONG}},
        {"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": f"{WRONG}/*"}},
        {"StringEquals": {"aws:PrincipalOrgID": [WRONG, "o-z9y8x7w6v5"]}, "Bool": {"aws:SecureTransport": "true"}},
    ],
)
def test_a_denial_of_all_but_one_organization_is_broken_for_the_others_and_never_kept(
    process: Process, condition: Any
) -> None:
    """Whoever is in a third organization is denied, or not, whatever the own id is."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": condition}
    found = known(small.organization(trust=[small.TRUST, deny]), yes=False)
    status = asked_of_outsiders(process, found).status
    assert status == ("broken" if "StringEquals" in condition else "undecided")


@pytest.mark.parametrize("yes", [True, False])
def test_the_organization_of_an_endpoint_is_any_whatever_the_own_id_is(process: Process, *, yes: bool) -> None:
    """Who sends from which network is not known to begin with: an outside principal may be in one of any id."""
    condition = {"StringEquals": {"aws:VpceOrgID": WRONG}}
    found = known(small.organization(trust=[{**small.TRUST, "Condition": condition}]), yes=yes)
    (example, *_) = asked_of_outsiders(process, found).counter_examples
    assert f"with aws:VpceOrgID {WRONG}" in example.text


NUMBERS = [
    ("aws:PrincipalAccount", "StringEquals", PARTNER, small.PEOPLE, "people"),
    ("aws:ResourceAccount", "StringEquals", PARTNER, small.WORK, "work"),
    ("aws:ResourceAccount", "StringLike", f"{PARTNER[:11]}?", small.WORK, ""),
    (
        "aws:PrincipalArn",
        "ArnEquals",
        f"arn:aws:iam::{PARTNER}:user/ann",
        f"arn:aws:iam::{small.PEOPLE}:user/ann",
        "people",
    ),
    ("aws:PrincipalArn", "ArnLike", f"arn:aws:iam::{PARTNER}:user/*", f"arn:aws:iam::{small.PEOPLE}:user/*", "people"),
]


@pytest.mark.parametrize(("key", "operator", "other", "own", "account"), NUMBERS)
def test_a_number_of_an_account_is_decided_only_where_the_own_ones_are_known(
    process: Process, key: str, operator: str, other: str, own: str, account: str
) -> None:
    wrong = denying(operator, key, other)
    assert decided(process, known(denying(operator, key, own), yes=True)) == "explicitly denied"
    assert decided(process, known(wrong, yes=True)) == "allowed"
    unknown = decided(process, known(wrong, yes=False))
    assert unknown.endswith(REMEDY)
    assert not account or unknown == f"whether {PARTNER} is the number of {account} {REMEDY}"


def test_a_number_is_decided_where_the_rest_of_the_arn_differs(process: Process) -> None:
    found = denying("ArnEquals", "aws:PrincipalArn", f"arn:aws:iam::{PARTNER}:user/ben")
    assert decided(process, known(found, yes=False)) == "allowed"


def test_one_number_that_is_not_known_leaves_the_others_decided(process: Process) -> None:
    found = denying("StringEquals", "aws:PrincipalAccount", PARTNER)
    assert decided(process, replace(found, unknown_numbers=frozenset({small.WORK}))) == "allowed"
    assert decided(process, replace(found, unknown_numbers=frozenset({small.PEOPLE}))).endswith(REMEDY)


@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_a_number_in_a_resource_is_decided_only_where_the_own_ones_are_known(process: Process, element: str) -> None:
    def answer(number: str, *, yes: bool) -> str:
        deny = {"Effect": "Deny", "Action": "sts:AssumeRole", element: f"arn:aws:iam::{number}:role/worker"}
        found = known(small.organization(scp=[deny]), yes=yes)
        return decided(process, found, small.request(found, "sts:AssumeRole", small.ROLE))

    denied = [answer(small.WORK, yes=True) != "allowed", answer(PARTNER, yes=True) != "allowed"]
    assert denied == [element == "Resource", element == "NotResource"]
    assert answer(PARTNER, yes=False) == f"whether {PARTNER} is the number of work {REMEDY}"


@pytest.mark.parametrize(
    "principal", [PARTNER, f"arn:aws:iam::{PARTNER}:root", f"arn:aws:iam::{PARTNER}:user/ann"], ids=str
)
def test_a_principal_of_an_unknown_account_is_decided_only_where_the_own_numbers_are_known(
    process: Process, principal: str
) -> None:
    trust = [{"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}]
    found = small.organization(trust=trust)
    asked = small.request(found, "sts:AssumeRole", small.ROLE)
    assert decided(process, known(found, yes=True), asked) == "implicitly denied"
    asked = small.request(known(found, yes=False), "sts:AssumeRole", small.ROLE)
    assert decided(process, known(found, yes=False), asked) == f"whether {PARTNER} is the number of people {REMEDY}"


def test_an_explanation_says_that_it_is_not_decided(process: Process) -> None:
    found = known(denying("StringEquals", "aws:PrincipalOrgID", WRONG), yes=False)
    with Evaluator(found, process=process) as evaluator:
        told = explanation(World(found, evaluator, None), Question("ann", "s3:ListAllMyBuckets", "*", SignIn.MFA, {}))
    assert told.verdict.problem == f"whether {WRONG} is the id of this organization {REMEDY}"
