"""Deny lines of `access.yaml` hold for what callers choose; `orgctl explain` about an account is about all of it."""

from __future__ import annotations

from typing import Any

import pytest

from access.explain.asking import Question
from access.explain.explanation import Explanation, explanation
from access.model.sign_in import SignIn
from access.questions.world import World
from tests.access.asking import PARTNER, TRAIL, both, bucket, key, trusting
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.custom_promises import cases, outcome
from tests.access.edits import Statement
from tests.access.test_promises_attacked import allow, to_role

BUCKET = f"s3://{TRAIL.rpartition(':')[2]}"
READ = f"- {{deny: everybody, but: ['role:incident-responder', deployer], to: s3:GetObject, on: '{BUCKET}/AWSLogs/x'}}"
LIST = f"- {{deny: everybody, but: ['role:incident-responder', deployer], to: s3:ListBucket, on: '{BUCKET}'}}"
ENTER = "- {deny: outsiders, to: sts:AssumeRole, on: 'role:infra@infra'}"
TAG = "- {deny: everybody, but: deployer, to: ec2:CreateTags, where: infra}"


@pytest.fixture(scope="module")
def management(world: World) -> str:
    """Return the number of the management account."""
    return world.organization.management.number


def allowing(management: str, action: str, condition: Any, where: str) -> Edit:
    """Return an edit that allows the role billing of org-root something with the trail, under a condition."""
    role = f"arn:aws:iam::{management}:role/billing"
    return both(
        lambda stacks: to_role(stacks, "org-root", "billing", allow(action, f"{TRAIL}*", Condition=condition)),
        bucket({"Effect": "Allow", "Principal": {"AWS": role}, "Action": action, "Resource": where}),
    )


@pytest.mark.parametrize("line", [READ, LIST, ENTER, TAG])
def test_the_lines_are_kept_in_the_example(broken: Broken, line: str) -> None:
    def without_access(stacks: Stacks) -> None:
        del stacks["infra"]["resource"]["aws_iam_role_policy_attachment"]

    assert outcome(broken(without_access), line).status == "kept"


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, ", with aws:SourceIp 203.0.113.7"),
        ({"StringLike": {"aws:UserAgent": "*ops*"}}, ", with aws:UserAgent exampleopsexample"),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, ", with aws:SourceVpce vpce-1"),
        ({"Bool": {"aws:ViaAWSService": "true"}}, ", with aws:ViaAWSService true"),
        ({"StringLike": {"aws:userid": "*:deploy"}}, ""),
        ({"StringEqualsIfExists": {"aws:UserAgent": "ops"}}, ""),
        (
            {"DateGreaterThan": {"aws:CurrentTime": "2098-12-31T23:59:59Z"}},
            ", with aws:CurrentTime 2099-01-01T00:00:00Z",
        ),
    ],
)
def test_a_line_does_not_hold_when_a_caller_can_meet_the_condition(
    broken: Broken, management: str, condition: Any, met: str
) -> None:
    world = broken(allowing(management, "s3:GetObject", condition, f"{TRAIL}/*"))

    assert cases(outcome(world, READ)) == [f"role billing of org-root can s3:GetObject on {TRAIL}/AWSLogs/x{met}"]


@pytest.mark.parametrize(
    "condition",
    [
        {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"StringEquals": {"aws:PrincipalAccount": PARTNER}},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        {"StringEquals": {"aws:ResourceAccount": PARTNER}},
    ],
)
def test_a_line_holds_when_no_caller_can_meet_the_condition(broken: Broken, management: str, condition: Any) -> None:
    world = broken(allowing(management, "s3:GetObject", condition, f"{TRAIL}/*"))

    assert outcome(world, READ).status == "kept"


@pytest.mark.parametrize("tag", ["aws:PrincipalTag/team", "s3:ExistingObjectTag/team"])
def test_a_line_that_depends_on_a_tag_is_not_decided(broken: Broken, management: str, tag: str) -> None:
    world = broken(allowing(management, "s3:GetObject", {"StringEquals": {tag: "ops"}}, f"{TRAIL}/*"))
    (text,) = map(str, outcome(world, READ).undecided)

    assert text == (f"role billing of org-root, {TRAIL}/AWSLogs/x: StringEquals of {tag}: the proof does not read tags")


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"s3:prefix": "home/*"}},
        {"StringEqualsIfExists": {"s3:prefix": "home"}},
        {"NumericLessThan": {"s3:max-keys": "10"}},
        {"StringEquals": {"s3:delimiter": "/"}},
        {"Null": {"s3:prefix": "true"}},
    ],
)
def test_a_list_of_part_of_a_bucket_is_found(broken: Broken, management: str, condition: Any) -> None:
    world = broken(allowing(management, "s3:ListBucket", condition, TRAIL))
    (text,) = cases(outcome(world, LIST))

    assert text.startswith(f"role billing of org-root can s3:ListBucket on {TRAIL}")


def test_a_line_about_another_part_of_a_bucket_holds(broken: Broken, management: str) -> None:
    world = broken(allowing(management, "s3:ListBucket", {"StringLike": {"s3:prefix": "home/*"}}, TRAIL))
    line = LIST.replace("}", ", when: {'s3:prefix': PREFIX}}")

    assert outcome(world, line.replace("PREFIX", "other")).status == "kept"
    assert outcome(world, line.replace("PREFIX", "home/x")).status == "broken"


def tagging(condition: Any) -> Edit:
    """Return an edit with which the role infra of infra may do nothing but set tags, under a condition."""

    def edit(stacks: Stacks) -> None:
        del stacks["infra"]["resource"]["aws_iam_role_policy_attachment"]
        to_role(stacks, "infra", "infra", allow("ec2:CreateTags", Condition=condition))

    return edit


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"StringEquals": {"aws:RequestTag/team": "x"}}, ", with aws:RequestTag/team x"),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, ""),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}, ", with aws:TagKeys team"),
        ({"StringEquals": {"ec2:CreateAction": "RunInstances"}}, ", with ec2:CreateAction RunInstances"),
        ({"Null": {"aws:RequestTag/team": "true"}}, ""),
    ],
)
def test_tags_in_the_request_are_the_callers_choice(broken: Broken, condition: Any, met: str) -> None:
    (text,) = cases(outcome(broken(tagging(condition)), TAG))

    assert text.startswith("role infra of infra can ec2:CreateTags on arn:aws:ec2:")
    assert text.endswith(met)


def test_a_region_that_guardrails_deny_is_no_choice(broken: Broken) -> None:
    for region, status in (("eu-west-1", "kept"), ("us-east-1", "broken")):
        world = broken(tagging({"StringEquals": {"aws:RequestedRegion": region}}))
        assert outcome(world, TAG).status == status


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"StringEquals": {"sts:ExternalId": "x"}}, ", with sts:ExternalId x"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, ", with aws:SourceIp 203.0.113.7"),
        ({"StringLike": {"sts:RoleSessionName": "ci-*"}}, ""),
        ({"StringEquals": {"sts:SourceIdentity": "x"}}, ", with sts:SourceIdentity x"),
        ({"Null": {"sts:ExternalId": "false"}}, ", with sts:ExternalId example"),
    ],
)
def test_what_outsiders_choose_does_not_keep_them_out(broken: Broken, condition: Any, met: str) -> None:
    trusted = {"AWS": f"arn:aws:iam::{PARTNER}:role/partner"}
    (text,) = cases(outcome(broken(trusting({"Principal": trusted, "Condition": condition})), ENTER))

    assert text.startswith(f"the role partner of account {PARTNER} can sts:AssumeRole on arn:aws:iam::")
    assert text.endswith(f":role/infra{met}")


def test_what_outsiders_do_not_choose_keeps_them_out(broken: Broken) -> None:
    trusted = {"AWS": f"arn:aws:iam::{PARTNER}:role/partner"}
    own = {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}

    assert outcome(broken(trusting({"Principal": trusted, "Condition": own})), ENTER).status == "kept"


def test_an_external_id_of_the_line_is_the_one_that_is_sent(broken: Broken) -> None:
    world = broken(trusting({"Principal": {"AWS": PARTNER}, "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}))
    line = f"- {{deny: '{PARTNER}', to: sts:AssumeRole, on: 'role:infra@infra', when: {{'sts:ExternalId': ID}}}}"

    assert outcome(world, line.replace("ID", "other")).status == "kept"
    assert outcome(world, line.replace("ID", "x")).status == "broken"


# explain


def explained(world: World, who: str, action: str, resource: str) -> Explanation:
    return explanation(world, Question(who, action, resource, SignIn.MFA, {}))


INFRA = "role:infra@infra"


@pytest.mark.parametrize(
    ("where", "resource"),
    [
        (f"{TRAIL}/*", f"{TRAIL}/example"),
        (f"{TRAIL}/reports/a.csv", f"{TRAIL}/reports/a.csv"),
        (f"{TRAIL}/AWSLogs/*/CloudTrail/*", f"{TRAIL}/AWSLogs/"),
        ("arn:aws:s3:::*/x", f"{TRAIL}/x"),
        (f"{TRAIL}*", f"{TRAIL}/example"),
    ],
)
def test_an_account_stands_for_every_object_in_it(broken: Broken, where: str, resource: str) -> None:
    said = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": where}
    found = explained(broken(bucket(said)), INFRA, "s3:GetObject", "logs")

    assert found.verdict.allowed
    assert found.request.resource.startswith(resource)


def test_an_account_stands_for_its_keys_and_roles(broken: Broken, world: World) -> None:
    number = world.organization.account_by_key["infra"].number
    said = {"Effect": "Allow", "Principal": {"AWS": number}, "Action": "kms:Decrypt", "Resource": "*"}

    assert explained(broken(key(said)), INFRA, "kms:Decrypt", "logs").verdict.allowed
    assert not explained(world, INFRA, "kms:Decrypt", "logs").verdict.allowed
    team = allow("iam:GetRole", "arn:aws:iam::*:role/team/*")
    found = explained(broken(lambda stacks: to_role(stacks, "infra", "infra", team)), INFRA, "iam:GetRole", "infra")
    assert found.verdict.allowed
    assert found.request.resource == f"arn:aws:iam::{number}:role/team/example"


@pytest.mark.parametrize(
    ("who", "action", "where"),
    [
        (INFRA, "s3:GetObject", "logs"),
        ("role:incident-responder@id", "s3:GetObject", "logs"),
        (PARTNER, "s3:GetObject", "logs"),
        (INFRA, "iam:GetRole", "infra"),
        (INFRA, "sts:AssumeRole", "logs"),
    ],
)
def test_an_account_where_nothing_is_open_is_denied(world: World, who: str, action: str, where: str) -> None:
    assert explained(world, who, action, where).verdict.result == "implicitly denied"


@pytest.mark.parametrize(
    ("principal", "label"),
    [
        (f"arn:aws:iam::{PARTNER}:role/partner", "the role partner"),
        (f"arn:aws:iam::{PARTNER}:user/bob", "the user bob"),
        (f"arn:aws:sts::{PARTNER}:assumed-role/partner/ci", "the session ci of role partner"),
    ],
)
def test_a_foreign_principal_can_be_asked_about(broken: Broken, world: World, principal: str, label: str) -> None:
    said: Statement = {"Principal": {"AWS": principal}}
    found = explained(broken(trusting(said)), principal, "sts:AssumeRole", "role:infra@infra")

    assert found.request.caller.label == f"{label} of account {PARTNER}"
    assert found.verdict.allowed
    assert not explained(world, principal, "sts:AssumeRole", "role:infra@infra").verdict.allowed
