"""What sets of policies allow is decided: more, less, other things, or the same in other words."""

from __future__ import annotations

from typing import Any

import pytest

from access.decision.process import Process
from access.difference.meaning.sets import Sets
from access.difference.meaning.things import things
from access.model.organization import Organization
from tests.access.small import BUCKET
from tests.diff.two_sides import rights_of, sides_of

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
NOT_IAM = {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": ["*"]}
NOT_IAM_OR_STS = {"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": ["*"]}
NOTHING_ELSE = {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"}


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


CASES: list[tuple[list[dict[str, Any]], list[dict[str, Any]], str]] = [
    ([allow("s3:Get*")], [allow("s3:*")], "wider"),
    ([allow("s3:GetObject")], [allow("S3:GETOBJECT")], "the same"),
    ([allow("s3:*")], [allow("s3:Get*")], "narrower"),
    ([allow("s3:Get*")], [allow("ec2:*")], "different"),
    ([allow("s3:*", "arn:aws:s3:::x")], [allow("s3:*")], "wider"),
    ([allow("s3:*", Condition=MFA)], [allow("s3:*")], "wider"),
    ([allow("s3:*")], [allow("s3:*", Condition=MFA)], "narrower"),
    ([allow("s3:*"), deny("s3:Put*")], [allow("s3:*")], "wider"),
    ([allow("s3:*")], [allow("s3:*"), deny("s3:Put*")], "narrower"),
    ([NOT_IAM], [allow("*")], "wider"),
    ([NOT_IAM_OR_STS], [NOT_IAM], "wider"),
    ([allow("s3:*"), allow("ec2:*")], [allow("s3:*")], "narrower"),
    # Below are what no comparison statement by statement tells.
    ([allow("s3:Get*")], [allow("s3:*"), deny("s3:Put*")], "different"),
    ([allow("s3:GetObject")], [allow("s3:*"), NOTHING_ELSE], "narrower"),  # than what policies of buckets grant
    ([NOT_IAM], [allow("s3:*")], "narrower"),
    ([allow(["sqs:Send*", "sqs:R*"])], [allow("sqs:Send*"), allow("sqs:R*")], "the same"),
    ([allow("*"), deny("iam:*")], [NOT_IAM, deny("iam:*")], "the same"),
    ([allow("a:B")], [allow("a:C")], "not decided"),
    ([allow("a:B")], [allow("a:B"), allow("s3:GetObject")], "wider"),
    ([allow("s3:*", Condition={"StringSortOf": {"aws:username": "x"}})], [allow("s3:*")], "not decided"),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_rights_are_what_they_allow(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: str, like: Organization, process: Process
) -> None:
    assert rights_of("identity", sides_of("identity", before, after, like, process)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([allow("*")], [allow("s3:*")], "narrower"),
        ([allow("s3:*")], [allow("*")], "wider"),
        ([allow("s3:*")], [allow("s3:Get*")], "narrower"),
        ([allow("s3:*")], [allow("s3:Get*"), allow("s3:*")], "the same"),
    ],
)
def test_a_boundary_reduces_rights(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: str, like: Organization, process: Process
) -> None:
    assert rights_of("boundary", sides_of("boundary", before, after, like, process)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"AWS": "000011112222"}, {"AWS": "arn:aws:iam::000011112222:root"}, "the same"),
        ({"AWS": "000011112222"}, {"AWS": "*"}, "wider"),
        ({"AWS": "*"}, {"AWS": "arn:aws:iam::000011112222:user/ann"}, "narrower"),
        ({"AWS": "arn:aws:iam::000011112222:user/ann"}, {"AWS": "arn:aws:iam::000011112222:user/bob"}, "different"),
        ({"AWS": "arn:aws:iam::000011112222:user/bob"}, {"AWS": "arn:aws:iam::000011112222:user/eve"}, "different"),
        ({"Service": "sns.amazonaws.com"}, {"Service": ["sns.amazonaws.com"]}, "the same"),
        ({"Service": "sns.amazonaws.com"}, {"Service": "sqs.amazonaws.com"}, "different"),
    ],
)
def test_whom_a_policy_of_a_resource_lets_in(
    before: dict[str, Any], after: dict[str, Any], expected: str, like: Organization, process: Process
) -> None:
    sides = sides_of(
        "bucket",
        [allow("s3:GetObject", f"{BUCKET}/*", Principal=before)],
        [allow("s3:GetObject", f"{BUCKET}/*", Principal=after)],
        like,
        process,
    )
    ((old, new),) = things(sides)
    assert Sets(sides).thing(old, new) == expected
