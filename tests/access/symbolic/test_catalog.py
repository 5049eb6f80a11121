"""Sets of actions agree with AWS's lists, action by action."""

from __future__ import annotations

import re

import pytest

from access.decision.symbolic.catalog import CATALOG
from policies.checks import aws_names
from policies.global_services import region_of
from policies.resource_types import acts_on, known_types

ARNS = (
    "arn:aws:s3:::b", "arn:aws:s3:::b/x/y", "arn:aws:iam::111111111111:user/team/ann",
    "arn:aws:kms:eu-west-1:111111111111:key/k", "arn:aws:dynamodb:us-east-1:111111111111:table/t",
    "arn:aws:dynamodb:us-east-1:111111111111:table/t/index/i", "arn:aws:sts::111111111111:assumed-role/r/s",
    "arn:aws:nosuch:::x", "*", "", "x",
)  # fmt: skip


@pytest.mark.parametrize(
    "pattern",
    ["s3:GetObject", "S3:getobject", "s3:Get*", "s3:*", "*", "s3:*Object*", "iam:?reateUser", "*:Get*", "i*:*User",
     "s3:", "nosuch:*", "s3:GetObject?", "", "ec2:*[x]", "s?:*"],
)  # fmt: skip
def test_pattern_has_the_actions_that_match_it_whatever_the_case(pattern: str) -> None:
    wanted = re.compile("".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in pattern), re.IGNORECASE)
    assert list(CATALOG.each(CATALOG.matching(pattern))) == [one for one in CATALOG.names if wanted.fullmatch(one)]


def test_everything_has_every_action_once() -> None:
    assert len(set(CATALOG.names)) == len(CATALOG.names) > 15_000
    assert CATALOG.everything == CATALOG.matching("*")
    assert CATALOG.any_of(["s3:*", "kms:*"]) == CATALOG.matching("s3:*") | CATALOG.matching("kms:*")
    assert CATALOG.matching(CATALOG.first(CATALOG.matching("s3:*"))) & CATALOG.matching("s3:*")
    assert CATALOG.first(CATALOG.matching("s3:DeleteBucketPolicy")) == "s3:DeleteBucketPolicy"


@pytest.mark.parametrize("arn", ARNS)
def test_actions_on_a_resource_are_those_of_its_type(arn: str) -> None:
    acting = set(CATALOG.each(CATALOG.acting_on(arn)))
    for service in ("s3", "iam", "kms", "dynamodb", "sts", "ec2"):
        actions = [one for one in CATALOG.each(CATALOG.matching(f"{service}:*")) if known_types(one)]
        assert [one for one in actions if one in acting] == [one for one in actions if acts_on(one, arn)]


def test_actions_without_resource_are_those_that_have_no_type() -> None:
    alone = set(CATALOG.each(CATALOG.without_resource))
    for service in ("s3", "iam", "ec2", "organizations", "kms"):
        for action in CATALOG.each(CATALOG.matching(f"{service}:*")):
            assert (action in alone) is (not known_types(action)), action


@pytest.mark.parametrize(
    ("key", "some", "others"),
    [
        ("s3:prefix", ["s3:ListBucket"], ["s3:GetObject", "iam:CreateUser"]),
        ("S3:Prefix", ["s3:ListBucket"], ["s3:GetObject"]),
        ("iam:PolicyARN", ["iam:AttachUserPolicy"], ["iam:CreateUser", "s3:GetObject"]),
        ("dynamodb:LeadingKeys", ["dynamodb:GetItem"], ["dynamodb:ListTables"]),
        ("kms:EncryptionContext:x", [], ["s3:GetObject"]),
    ],
)
def test_key_of_a_service_is_taken_by_the_actions_that_know_it(key: str, some: list[str], others: list[str]) -> None:
    taking = set(CATALOG.each(CATALOG.taking(key)))
    assert taking >= set(some)
    assert taking.isdisjoint(others)


@pytest.mark.parametrize("key", ["aws:SourceIp", "aws:requesttag/Team", "aws:PrincipalTag/x", "AWS:TagKeys"])
def test_key_of_all_services_is_taken_by_every_action(key: str) -> None:
    assert CATALOG.taking(key) == CATALOG.everything


def test_every_action_of_a_service_with_one_region_is_in_that_region() -> None:
    for region, actions in CATALOG.by_region.items():
        assert {region_of(one) for one in CATALOG.each(actions)} == {region}
    regional = CATALOG.everything
    for actions in CATALOG.by_region.values():
        regional &= ~actions
    assert {region_of(one) for one in CATALOG.each(regional)} == {""}


def test_resource_control_reaches_the_services_that_support_it() -> None:
    services = {one.partition(":")[0] for one in CATALOG.each(CATALOG.under_resource_control)}
    assert services <= aws_names.services_with_resource_control()
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= services
    assert "iam" not in services


@pytest.mark.parametrize(
    ("arn", "action"),
    [
        ("arn:aws:dms:us-west-2:111122223333:endpoint:abc", "dms:DeleteEndpoint"),
        ("arn:aws:backup:us-west-2:111122223333:recovery-point:1", "backup:DeleteRecoveryPoint"),
        ("arn:aws:ec2:us-west-2::snapshot:1", "backup:DeleteRecoveryPoint"),
        ("arn:aws:connect:us-west-2:111122223333:phone-number/1", "connect:ReleasePhoneNumber"),
    ],
)
def test_a_form_in_which_aws_writes_a_variable_as_a_star_acts_on_every_such_thing(arn: str, action: str) -> None:
    assert CATALOG.acting_on(arn) & CATALOG.matching(action)


@pytest.mark.parametrize(
    ("arn", "inside"),
    [
        ("arn:aws:s3:::bucket", "s3:GetObject"),
        ("arn:aws:logs:us-west-2:111122223333:log-group:app", "logs:PutLogEvents"),
        ("arn:aws:dynamodb:us-west-2:111122223333:table/t", "dynamodb:Query"),
        ("arn:aws:lambda:us-west-2:111122223333:function:f", "lambda:DeleteProvisionedConcurrencyConfig"),
        ("arn:aws:execute-api:us-west-2:111122223333:api", "execute-api:Invoke"),
        ("arn:aws:sqs:us-west-2:111122223333:queue", ""),
        ("arn:aws:kms:us-west-2:111122223333:key/1", ""),
    ],
)
def test_actions_act_within_what_has_parts(arn: str, inside: str) -> None:
    found = CATALOG.acting_within(arn)
    assert found & CATALOG.matching(inside) if inside else not found
