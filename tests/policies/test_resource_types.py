"""The types of resources that an action acts on: one table for promises, questions and the calls of a deployment."""

from __future__ import annotations

import pytest

from policies.checks import aws_names
from policies.resource_types import acts_on, all_types, known_types, needs_all, resource_types

ACCOUNT, REGION = "111122223333", "eu-west-1"
BUCKET, OBJECT, DEEP = "arn:aws:s3:::logs", "arn:aws:s3:::logs/key", "arn:aws:s3:::logs/a/b:c"
ROLE, USER = f"arn:aws:iam::{ACCOUNT}:role/infra", f"arn:aws:iam::{ACCOUNT}:user/ann"
KEY, ALIAS = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/abc", f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/logs"
TOPIC, QUEUE = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarm", f"arn:aws:sqs:{REGION}:{ACCOUNT}:alarm"
UNIT = f"arn:aws:organizations::{ACCOUNT}:ou/o-example/ou-example-prod"
MEMBER = f"arn:aws:organizations::{ACCOUNT}:account/o-example/444455556666"
SCP = f"arn:aws:organizations::{ACCOUNT}:policy/o-example/service_control_policy/p-example"
LOGS = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:trail"


@pytest.mark.parametrize(
    ("action", "on", "not_on"),
    [
        ("s3:GetBucketPolicy", [BUCKET], [OBJECT, DEEP, "*"]),
        ("s3:ListBucket", [BUCKET], [OBJECT]),
        ("s3:GetObject", [OBJECT, DEEP], [BUCKET, "*"]),
        ("s3:getobject", [OBJECT], [BUCKET]),
        ("s3:ListAllMyBuckets", ["*"], [BUCKET, OBJECT]),
        ("iam:CreateRole", [ROLE, f"arn:aws:iam::{ACCOUNT}:role/path/of/infra"], [USER]),
        ("iam:CreateUser", [USER], [ROLE]),
        ("iam:GetPolicy", [f"arn:aws:iam::{ACCOUNT}:policy/x", "arn:aws:iam::aws:policy/ReadOnlyAccess"], [ROLE]),
        ("sts:AssumeRole", [ROLE], [USER]),
        ("kms:Decrypt", [KEY], [ALIAS]),
        ("kms:CreateAlias", [ALIAS, KEY], [BUCKET]),
        ("kms:ListKeys", ["*"], [KEY]),
        ("kms:CreateKey", ["*"], [KEY]),
        ("sns:Publish", [TOPIC], [QUEUE, f"{TOPIC}:subscription"]),
        ("sqs:SendMessage", [QUEUE], [TOPIC]),
        ("organizations:MoveAccount", [MEMBER, UNIT], [SCP]),
        ("organizations:AttachPolicy", [SCP, UNIT, MEMBER], [ROLE]),
        ("organizations:LeaveOrganization", ["*"], [MEMBER]),
        ("logs:DescribeLogStreams", [LOGS, f"{LOGS}:*"], [f"{LOGS}:log-stream:x"]),
        ("logs:PutLogEvents", [f"{LOGS}:log-stream:x"], [LOGS]),
        ("s3:NewerThanTheList", [BUCKET, OBJECT, "*"], []),
        ("newer:Action", [BUCKET, "*"], []),
    ],
)
def test_an_action_acts_on_resources_of_its_types_only(action: str, on: list[str], not_on: list[str]) -> None:
    assert [arn for arn in [*on, *not_on] if acts_on(action, arn)] == on


def test_a_call_acts_on_the_required_types_or_on_one_of_the_others() -> None:
    assert [one.name for one in resource_types("kms:CreateAlias")] == ["alias", "key"]
    assert needs_all("kms:CreateAlias")
    assert next(one.name for one in all_types("organizations:AttachPolicy")) == "account"
    assert [one.name for one in resource_types("organizations:AttachPolicy")] == ["policy"]
    assert [one.name for one in resource_types("s3:GetBucketPolicy")] == ["accesspoint", "bucket"]
    assert not needs_all("s3:GetBucketPolicy")


def test_an_action_without_resource_types_is_known_and_an_unknown_one_is_not() -> None:
    assert known_types("kms:CreateKey") == ()
    assert known_types("kms:Unheard") is None
    assert known_types("unheard:CreateKey") is None
    assert resource_types("kms:Unheard") == ()


def test_an_example_is_of_its_type() -> None:
    (role,) = resource_types("iam:CreateRole")
    assert role.example(ACCOUNT, REGION) == f"arn:aws:iam::{ACCOUNT}:role/example"
    assert role.example(ACCOUNT, REGION, "infra") == ROLE
    wrong = [
        (action, one.form)
        for service in aws_names.services()
        for action in aws_names.actions(service)
        for one in all_types(f"{service}:{action}")
        if not one.matches(one.example(ACCOUNT, REGION))
    ]
    assert wrong == []


def test_an_object_is_an_example_in_its_bucket() -> None:
    object_ = next(one for one in resource_types("s3:PutObject") if one.name == "object")
    assert object_.example_in(BUCKET) == f"{BUCKET}/example"
    assert object_.example_in(OBJECT) == object_.example_in(TOPIC) == ""
