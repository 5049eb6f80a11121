"""Policies for CloudTrail, Config and CloudWatch."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policies import audit, document
from policies.checks import RESOURCE, TRUST, iam_policy_errors, unknown_names
from policies.document import Condition

MANAGEMENT = "111122223333"
ORGANIZATION = "o-abcdefghij"
TRAIL = audit.trail_arn("us-west-2", MANAGEMENT, "organization")
BUCKET = "spacecats-logs-trail-us-west-2"

TRAIL_STATEMENTS: list[Any] = [*audit.write_trail(BUCKET, TRAIL, MANAGEMENT, ORGANIZATION)]
CONFIG_STATEMENTS: list[Any] = [*audit.deliver_config(BUCKET, ORGANIZATION)]
STREAMS = audit.write_trail_streams("us-west-2", MANAGEMENT, ORGANIZATION, "organization")
ALARMS = audit.publish_alarms("arn:aws:sns:us-west-2:111122223333:alarms", MANAGEMENT)


def statements(text: str) -> list[Any]:
    found = json.loads(text)["Statement"]
    assert isinstance(found, list)
    return found


def test_a_trail_is_named_by_its_home_region_and_the_management_account() -> None:
    assert TRAIL == "arn:aws:cloudtrail:us-west-2:111122223333:trail/organization"


def test_a_trail_writes_below_the_management_account_and_the_organization_only() -> None:
    written = [item["Resource"] for item in TRAIL_STATEMENTS if item["Action"] == "s3:PutObject"]

    assert written == [f"arn:aws:s3:::{BUCKET}/AWSLogs/{owner}/*" for owner in (MANAGEMENT, ORGANIZATION)]


@pytest.mark.parametrize("statement", TRAIL_STATEMENTS, ids=lambda item: item["Sid"])
def test_every_statement_for_the_trail_is_for_that_trail_only(statement: Any) -> None:
    assert statement["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    assert statement["Condition"]["StringEquals"]["aws:SourceArn"] == TRAIL


@pytest.mark.parametrize("statement", CONFIG_STATEMENTS, ids=lambda item: item["Sid"])
def test_config_delivers_for_accounts_of_the_organization_only(statement: Any) -> None:
    assert statement["Principal"] == {"Service": "config.amazonaws.com"}
    assert statement["Condition"]["StringEquals"]["aws:SourceOrgID"] == ORGANIZATION


def test_config_writes_only_where_config_writes() -> None:
    (write,) = [item for item in CONFIG_STATEMENTS if item["Action"] == "s3:PutObject"]

    assert write["Resource"] == f"arn:aws:s3:::{BUCKET}/AWSLogs/*/Config/*"


@pytest.mark.parametrize("statements", [TRAIL_STATEMENTS, CONFIG_STATEMENTS])
def test_written_objects_belong_to_the_owner_of_the_bucket(statements: list[Any]) -> None:
    for item in statements:
        if item["Action"] == "s3:PutObject":
            assert item["Condition"]["StringEquals"]["s3:x-amz-acl"] == "bucket-owner-full-control"


def test_no_service_reads_or_deletes_records() -> None:
    actions = [item["Action"] for item in TRAIL_STATEMENTS + CONFIG_STATEMENTS]

    listed = {text for action in actions for text in ([action] if isinstance(action, str) else action)}
    assert listed == {"s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"}


def test_the_trail_writes_to_streams_of_its_own_in_one_log_group() -> None:
    (allowed,) = statements(STREAMS)

    group = "arn:aws:logs:us-west-2:111122223333:log-group:organization:log-stream:"
    assert allowed["Resource"] == [f"{group}{MANAGEMENT}_CloudTrail_us-west-2*", f"{group}{ORGANIZATION}_*"]
    assert allowed["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]


def test_alarms_of_other_accounts_are_not_published() -> None:
    (allowed,) = statements(ALARMS)

    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": MANAGEMENT}}


def test_a_service_is_trusted_for_the_source_that_is_given() -> None:
    (trust,) = statements(audit.trust_service(audit.CLOUDTRAIL, source={"StringEquals": {"aws:SourceArn": TRAIL}}))

    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceArn": TRAIL}},
    }


def test_a_service_is_trusted_without_condition_when_none_is_given() -> None:
    (trust,) = statements(audit.trust_service(audit.CONFIG))

    assert "Condition" not in trust


@pytest.mark.parametrize(
    "text", [document(*TRAIL_STATEMENTS), document(*CONFIG_STATEMENTS), STREAMS, ALARMS], ids=range(4)
)
def test_aws_knows_every_name(text: str) -> None:
    assert unknown_names(text) == []


@pytest.mark.parametrize("text", [document(*TRAIL_STATEMENTS), document(*CONFIG_STATEMENTS), ALARMS], ids=range(3))
def test_policies_for_services_are_valid_resource_policies(text: str) -> None:
    assert iam_policy_errors(text, RESOURCE) == []


@pytest.mark.parametrize("source", [None, {"StringEquals": {"aws:SourceArn": TRAIL}}])
def test_trust_in_a_service_is_a_trust_policy(source: Condition | None) -> None:
    assert iam_policy_errors(audit.trust_service(audit.CLOUDTRAIL, source=source), TRUST) == []
