"""Key policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policies import audit, keys
from policies.checks import RESOURCE, iam_policy_errors, unknown_names

LOGS = "444455556666"
MANAGEMENT = "111122223333"
TRAIL = audit.trail_arn("us-west-2", MANAGEMENT, "organization")
TRAIL_KEY = keys.trail_key(LOGS, MANAGEMENT, TRAIL)
TOPIC_KEY = keys.alarm_topic_key(MANAGEMENT)


def statements(text: str) -> dict[str, Any]:
    return {item["Sid"]: item for item in json.loads(text)["Statement"]}


@pytest.mark.parametrize(("text", "account"), [(TRAIL_KEY, LOGS), (TOPIC_KEY, MANAGEMENT)])
def test_the_own_account_can_always_manage_its_key(text: str, account: str) -> None:
    assert statements(text)["OwnAccount"] == {
        "Sid": "OwnAccount",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }


def test_a_trail_key_is_used_by_its_trail_only() -> None:
    for sid in ("TrailEncrypts", "TrailLooks"):
        assert statements(TRAIL_KEY)[sid]["Condition"]["StringEquals"] == {"aws:SourceArn": TRAIL}


def test_a_trail_encrypts_nothing_but_trails() -> None:
    assert statements(TRAIL_KEY)["TrailEncrypts"]["Condition"]["StringLike"] == {
        "kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{MANAGEMENT}:trail/*"
    }


def test_a_trail_may_decrypt_because_its_bucket_has_a_bucket_key() -> None:
    assert "kms:Decrypt" in statements(TRAIL_KEY)["TrailLooks"]["Action"]


@pytest.mark.parametrize("text", [TRAIL_KEY, TOPIC_KEY])
def test_no_principal_outside_of_the_account_but_a_service_on_its_behalf(text: str) -> None:
    for sid, item in statements(text).items():
        if sid != "OwnAccount":
            assert list(item["Principal"]) == ["Service"]
            assert item["Condition"]["StringEquals"].keys() <= {"aws:SourceArn", "aws:SourceAccount"}
            assert item["Condition"]["StringEquals"]


def test_cloudwatch_encrypts_alarms_of_one_account_only() -> None:
    alarms = statements(TOPIC_KEY)["Alarms"]

    assert alarms["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert alarms["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert alarms["Condition"] == {"StringEquals": {"aws:SourceAccount": MANAGEMENT}}


@pytest.mark.parametrize("text", [TRAIL_KEY, TOPIC_KEY])
def test_key_policies_are_right_and_aws_knows_every_name(text: str) -> None:
    assert iam_policy_errors(text, RESOURCE) == []
    assert unknown_names(text) == []
