"""Questions are narrowed, and equal for equal requests, without changing any decision."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.decision import Caller, Callers, Evaluator, Request
from access.decision.narrowing import whole
from access.decision.process import Process
from access.decision.renaming import Renaming
from access.model import Organization
from access.questions.world import World
from tests.access import small
from tests.access.small import BUCKET, EVERYTHING, NUMBERS, PEOPLE, ROLE, THIRD, WORK

ACTIONS = (
    "*", "s3:*", "s3:Get*", "S3:getobject", "s3:Get?bject", "s3:GetObject", "s3:PutObject", "sts:AssumeRole", "sts:*",
    "iam:CreateUser", "iam:*", "s3:GetBucket*",
)  # fmt: skip
RESOURCES = (
    "*", BUCKET, f"{BUCKET}/*", f"{BUCKET}/key", f"{BUCKET}/k*", f"{BUCKET}/${{aws:username}}", "arn:aws:s3:::*/key",
    f"{BUCKET}/{PEOPLE}/*", f"{BUCKET}/0000*", f"{BUCKET}/*2222", f"{BUCKET}/${{aws:PrincipalAccount}}/x",
    "arn:aws:S3:::data/key",
    ROLE, f"arn:aws:iam::{WORK}:role/*", "arn:aws:iam::*:role/worker", "arn:aws:iam::00003333*:role/worker",
    f"arn:aws:iam::{THIRD}:role/worker", f"arn:aws:iam::{PEOPLE}:user/eve", "arn:aws:iam::????????????:user/eve",
    "arn:aws:iam::${aws:ResourceAccount}:role/worker",
)  # fmt: skip
CONDITIONS: tuple[dict[str, dict[str, Any]], ...] = (
    {},
    *({"StringEquals": {"aws:PrincipalAccount": number}} for number in (PEOPLE, WORK, THIRD, [WORK, PEOPLE])),
    *({"StringLike": {"AWS:principalaccount": like}} for like in ("0000*", "*2222", "0000????2222", "*1111*", "*")),
    {"StringNotEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}},
    {"StringEquals": {"aws:ResourceAccount": WORK, "aws:PrincipalAccount": PEOPLE}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{PEOPLE}:user/*"}},
    {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/admin", "arn:aws:iam::0000*:user/ben"]}},
    {"StringLike": {"aws:username": "${aws:PrincipalTag/nick}"}},
    {"StringEqualsIfExists": {"aws:PrincipalTag/Team": "red"}},
    {"Null": {"aws:PrincipalTag/team": "true"}},
    {"Null": {"aws:SourceVpc": "false"}},
    {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-0000000000/*"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
    {"BoolIfExists": {"aws:SecureTransport": "false"}},
)
PRINCIPALS: tuple[dict[str, Any], ...] = (
    {"Principal": "*"},
    *({"Principal": {"AWS": who}} for who in ("*", PEOPLE, f"arn:aws:iam::{PEOPLE}:root")),
    {"Principal": {"AWS": f"arn:aws:iam::{THIRD}:root"}},
    {"Principal": {"AWS": [f"arn:aws:iam::{PEOPLE}:user/ann", f"arn:aws:iam::{WORK}:root"]}},
    {"Principal": {"Service": "s3.amazonaws.com"}},
    {"NotPrincipal": {"AWS": f"arn:aws:iam::{PEOPLE}:root"}},
)  # fmt: skip
CONTEXTS: tuple[dict[str, str], ...] = (
    {},
    {"aws:PrincipalTag/team": "red", "aws:PrincipalTag/nick": "ann"},
    {"aws:SourceVpc": "vpc-1", "aws:SecureTransport": "false"},
)
ASKED = [
    ("s3:GetObject", f"{BUCKET}/key"),
    ("s3:GetObject", f"{BUCKET}/{PEOPLE}/x"),
    ("s3:GetObject", f"{BUCKET}/ann"),
    ("s3:GetBucketPolicy", BUCKET),
    ("sts:AssumeRole", ROLE),
    ("iam:CreateUser", f"arn:aws:iam::{WORK}:user/eve"),
    ("s3:ListAllMyBuckets", "*"),
]


def _some(pool: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True)


@st.composite
def statements(draw: st.DrawFn, *, of_resource: bool = False) -> dict[str, Any]:
    """Generate a policy statement; one of a resource policy has principals."""
    made: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    made[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(_some(ACTIONS))
    made[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(_some(RESOURCES))
    if condition := draw(st.sampled_from(CONDITIONS)):
        made["Condition"] = condition
    if of_resource:
        made |= draw(st.sampled_from(PRINCIPALS))
    return made


def _policies(*, of_resource: bool = False) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(statements(of_resource=of_resource), min_size=1, max_size=4)


def _without_resources(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Generate statements of a trust policy."""
    return [{key: value for key, value in one.items() if not key.endswith("Resource")} for one in found]


def _limits() -> st.SearchStrategy[list[dict[str, Any]] | None]:
    """Generate None, or a policy that also allows everything."""
    return st.none() | _policies().map(lambda found: [EVERYTHING, *found])


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_narrowing_changes_no_decision(data: st.DataObject, process: Process) -> None:
    found = small.organization(
        identity=data.draw(_policies()),
        boundary=data.draw(_limits()),
        scp=data.draw(_limits()),
        bucket=data.draw(st.none() | _policies(of_resource=True)),
        trust=data.draw(st.none() | _policies(of_resource=True).map(_without_resources)),
    )
    short = Evaluator(found, process=process)
    long = Evaluator(found, narrow=whole, rename=False, process=process)
    asked = [small.request(found, *one, context) for one in ASKED for context in CONTEXTS]
    for request, is_, should in zip(asked, short.decide_all(asked), long.decide_all(asked), strict=True):
        if should.result != "undecided":
            assert is_ == should, f"{request} under {request.context}"


def _all_callers(world: World) -> Iterator[Caller]:
    found, callers = world.organization, world.callers
    for user in found.users:
        yield from callers.ways(user).values()
    yield from (callers.session(role) for role in found.roles)
    yield from (callers.root_user(account) for account in found.accounts.values())
    yield callers.outsider()
    yield callers.anonymous()
    for account in found.accounts.values():
        yield callers.service("logging.s3.amazonaws.com", {"aws:SourceAccount": account.number})


def _things(world: World) -> Iterator[tuple[str, Any]]:
    """Return resources of the example: roles, buckets, objects, keys, topics and whole accounts."""
    found = world.organization
    for role in found.roles:
        yield "sts:AssumeRole", lambda caller, role=role: world.assume(caller, role)
        yield (
            "iam:UpdateRole",
            lambda caller, role=role: world.within(caller, "iam:UpdateRole", role.arn, found.accounts[role.account]),
        )
    for one in found.resources:
        if one.type == "aws_s3_bucket":
            for action, part in (
                ("s3:GetObject", "/id/terraform.tfstate"),
                ("s3:PutObject", "/AWSLogs/x"),
                ("s3:PutBucketPolicy", ""),
            ):
                yield (
                    action,
                    lambda caller, one=one, action=action, part=part: world.on(caller, action, one, one.arn + part),
                )
        if one.type in ("aws_kms_key", "aws_sns_topic"):
            action = "kms:Decrypt" if one.type == "aws_kms_key" else "sns:Publish"
            yield action, lambda caller, one=one, action=action: world.on(caller, action, one)
    for account, action in itertools.product(
        found.accounts.values(), ("ec2:DescribeInstances", "organizations:LeaveOrganization")
    ):
        yield action, lambda caller, account=account, action=action: world.within(caller, action, "*", account)


def test_narrowing_changes_no_decision_about_the_example(world: World, process: Process) -> None:
    things = list(_things(world))
    asked = [make(caller) for caller in _all_callers(world) for _, make in things]
    short = Evaluator(world.organization, process=process)
    long = Evaluator(world.organization, narrow=whole, rename=False, process=process)
    pairs = zip(asked, short.decide_all(asked), long.decide_all(asked), strict=True)
    assert [f"{request}: {is_.result}, not {should.result}" for request, is_, should in pairs if is_ != should] == []
    assert short.questions < long.questions


def _same(process: Process, asked: Request, found: Organization, result: str) -> None:
    short, long = small.decided(process, asked, found)
    assert (short.result, long.result) == (result, result)


def test_upper_and_lower_case_of_actions_does_not_matter(process: Process) -> None:
    deny = {"Effect": "Deny", "Action": "S3:GETOBJECT", "Resource": "*"}
    found = small.organization(identity=[EVERYTHING, deny], bucket=[{**EVERYTHING, "Principal": "*"}])
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found, "explicitly denied")


def test_upper_and_lower_case_of_condition_keys_does_not_matter(process: Process) -> None:
    deny = {**EVERYTHING, "Effect": "Deny", "Condition": {"StringEquals": {"AWS:UserName": "ann"}}}
    found = small.organization(identity=[EVERYTHING, deny])
    _same(process, small.request(found, "iam:CreateUser", f"arn:aws:iam::{WORK}:user/eve"), found, "explicitly denied")


def test_a_key_that_occurs_only_in_a_policy_variable_is_sent(process: Process) -> None:
    own = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/${{aws:PrincipalTag/team}}/*"}
    found = small.organization(identity=[own], bucket=[{**EVERYTHING, "Principal": "*"}])
    asked = small.request(found, "s3:GetObject", f"{BUCKET}/red/x", {"aws:PrincipalTag/team": "red"})
    _same(process, asked, found, "allowed")


@pytest.mark.parametrize("key", ["aws:PrincipalTag/größe", "aws:PrincipalTag/Größe"])
def test_a_key_with_letters_that_json_escapes_is_sent(process: Process, key: str) -> None:
    deny = {**EVERYTHING, "Effect": "Deny", "Condition": {"StringEquals": {"aws:PrincipalTag/größe": "x"}}}
    found = small.organization(identity=[EVERYTHING, deny], bucket=[{**EVERYTHING, "Principal": "*"}])
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key", {key: "x"}), found, "explicitly denied")


def test_a_shortened_arn_matches_every_arn_that_begins_so(process: Process) -> None:
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3"}
    found = small.organization(identity=[EVERYTHING, deny], bucket=[{**EVERYTHING, "Principal": "*"}])
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found, "explicitly denied")


def test_upper_and_lower_case_of_an_arn_is_left_to_the_evaluator(process: Process) -> None:
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": f"arn:aws:S3:::{BUCKET.rpartition(':')[2]}/key"}
    found = small.organization(identity=[EVERYTHING, deny], bucket=[{**EVERYTHING, "Principal": "*"}])
    short, long = small.decided(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found)
    assert short == long


def test_not_resource_keeps_every_arn(process: Process) -> None:
    deny = {"Effect": "Deny", "Action": "s3:*", "NotResource": [f"{BUCKET}/other", f"{BUCKET}/another"]}
    found = small.organization(identity=[EVERYTHING, deny], bucket=[{**EVERYTHING, "Principal": "*"}])
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found, "explicitly denied")
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/other"), found, "allowed")


def test_a_resource_policy_without_matching_statement_still_denies(process: Process) -> None:
    """Without a key policy the account would decide; a key policy without matching statement allows no caller."""
    silent = {"Effect": "Allow", "Principal": "*", "Action": "sts:TagSession"}
    found = small.organization(trust=[silent])
    _same(process, small.request(found, "sts:AssumeRole", ROLE), found, "implicitly denied")
    same_account = Request(
        Callers(found).session(small.worker(found)),
        "sts:AssumeRole",
        ROLE,
        found.account_by_key["work"],
        small.worker(found).trust,
    )
    _same(process, same_account, found, "implicitly denied")


def test_a_boundary_without_matching_statement_still_denies(process: Process) -> None:
    found = small.organization(
        boundary=[{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}], bucket=[{**EVERYTHING, "Principal": "*"}]
    )
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found, "implicitly denied")


def test_not_principal_of_another_account_is_kept(process: Process) -> None:
    deny = {**EVERYTHING, "Effect": "Deny", "NotPrincipal": {"AWS": f"arn:aws:iam::{WORK}:root"}}
    found = small.organization(bucket=[{**EVERYTHING, "Principal": "*"}, deny])
    _same(process, small.request(found, "s3:GetObject", f"{BUCKET}/key"), found, "explicitly denied")


@pytest.mark.parametrize(
    ("like", "result"),
    [
        ("0000*", "allowed"),
        ("*2222", "allowed"),
        ("*1111*", "allowed"),
        ("0000????2222", "allowed"),
        ("9*", "implicitly denied"),
    ],
)
def test_a_number_that_is_matched_in_part_keeps_its_digits(process: Process, like: str, result: str) -> None:
    trust = {**small.TRUST, "Condition": {"StringLike": {"aws:PrincipalAccount": like}}}
    found = small.organization(trust=[trust])
    _same(process, small.request(found, "sts:AssumeRole", ROLE), found, result)


@pytest.mark.parametrize("of", [WORK, PEOPLE, THIRD])
def test_both_accounts_may_be_named_in_a_trust_policy(process: Process, of: str) -> None:
    found = small.organization(trust=[{**small.TRUST, "Principal": {"AWS": f"arn:aws:iam::{of}:root"}}])
    _same(
        process, small.request(found, "sts:AssumeRole", ROLE), found, "allowed" if of == PEOPLE else "implicitly denied"
    )


def test_no_account_is_confused_with_a_stand_in(process: Process) -> None:
    stand_ins = Renaming(small.organization()).text(f"{PEOPLE} {WORK}", (PEOPLE, WORK)).split()
    for stand_in in (*stand_ins, "111111111111", "222222222222"):
        trust = {**small.TRUST, "Principal": {"AWS": f"arn:aws:iam::{stand_in}:root"}}
        found = small.organization(trust=[trust])
        _same(process, small.request(found, "sts:AssumeRole", ROLE), found, "implicitly denied")
        other = small.organization(trust=[trust], numbers={**NUMBERS, "work": stand_in})
        role = small.worker(other)
        asked = Request(
            Callers(other).with_mfa(small.ann(other)), "sts:AssumeRole", role.arn, other.accounts[stand_in], role.trust
        )
        _same(process, asked, other, "implicitly denied")


def test_equal_requests_about_different_accounts_are_one_question(process: Process) -> None:
    keys = {key: f"{index:04}12345678" for index, key in enumerate(("root", "people", "work", "a", "b", "c"), start=1)}
    found = small.organization(scp=[{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}], numbers=keys)
    evaluator = Evaluator(found, process=process)
    caller = Callers(found).with_mfa(small.ann(found))
    asked = [
        Request(caller, "sts:AssumeRole", role.arn, found.accounts[role.account], role.trust)
        for role in found.roles
        if role.is_access_role
    ]
    assert {verdict.result for verdict in evaluator.decide_all(asked)} == {"explicitly denied"}
    assert (len(asked), evaluator.questions) == (5, 2), "one within the account, one between accounts"


def test_a_key_that_no_policy_uses_does_not_make_another_question(process: Process) -> None:
    found = small.organization(bucket=[{**EVERYTHING, "Principal": "*"}])
    evaluator = Evaluator(found, process=process)
    callers = Callers(found)
    bucket = found.resource_by_arn[BUCKET]
    ways = [*callers.ways(small.ann(found)).values()]
    evaluator.decide_all(
        Request(way, "s3:GetObject", f"{BUCKET}/key", found.account_by_key["work"], bucket.policy) for way in ways
    )
    assert (evaluator.requests, evaluator.questions) == (3, 1)


def test_the_same_request_is_decided_once(process: Process) -> None:
    found = small.organization()
    evaluator = Evaluator(found, process=process)
    asked = small.request(found, "iam:CreateUser", f"arn:aws:iam::{WORK}:user/eve")
    assert len({evaluator.decide(asked) for _ in range(3)}) == 1
    assert evaluator.questions == 1
