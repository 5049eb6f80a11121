"""The organization trail: its bucket, the trail, and the log group for alarms."""

from __future__ import annotations

from typing import Any

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.organization_trail import OrganizationTrail
from aws_org.trail_bucket import TrailBucket
from aws_org.trail_log_group import TrailLogGroup
from tests.synthesis import Synth, policy, resource, reviewable

MANAGEMENT = "111122223333"
LOGS = "444455556666"
ORGANIZATION = "o-abcdefghij"
NAME = "spacecats-logs-trail-us-west-2"
TRAIL = f"arn:aws:cloudtrail:us-west-2:{MANAGEMENT}:trail/organization"


def trail_bucket(scope: Construct, **properties: Any) -> TrailBucket:
    return TrailBucket(
        scope,
        "trail",
        name=NAME,
        account_id=LOGS,
        management_account_id=MANAGEMENT,
        organization_id=ORGANIZATION,
        trail_name="organization",
        home_region="us-west-2",
        **properties,
    )


def log_group(scope: Construct) -> TrailLogGroup:
    return TrailLogGroup(
        scope,
        "log-group",
        trail_name="organization",
        management_account_id=MANAGEMENT,
        organization_id=ORGANIZATION,
        home_region="us-west-2",
    )


def everything(scope: Construct) -> None:
    bucket = trail_bucket(scope)
    group = log_group(scope)
    OrganizationTrail(
        scope,
        "organization-trail",
        name="organization",
        bucket_name=bucket.bucket_name,
        kms_key_arn=bucket.kms_key_arn,
        log_group_arn=group.log_group_arn,
        log_role_arn=group.role_arn,
        depends_on=[*bucket.ready, *group.ready],
    )


def address(tf: dict[str, Any], kind: str) -> str:
    (name,) = tf["resource"][kind]
    return f"{kind}.{name}"


def test_trail_bucket(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: trail_bucket(scope, log_bucket="spacecats-logs-access-log"))) == snapshot


def test_organization_trail(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(
        lambda scope: OrganizationTrail(
            scope,
            "trail",
            name="organization",
            bucket_name=NAME,
            kms_key_arn=f"arn:aws:kms:us-west-2:{LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        )
    )
    assert reviewable(tf) == snapshot


def test_trail_log_group(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(log_group)) == snapshot


def test_trail_records_every_management_event_in_validated_files(synth: Synth) -> None:
    trail = resource(synth(everything), "aws_cloudtrail")

    for setting in (
        "is_organization_trail",
        "is_multi_region_trail",
        "include_global_service_events",
        "enable_log_file_validation",
        "enable_logging",
    ):
        assert trail[setting] is True


def test_trail_and_its_key_are_protected_from_destroy(synth: Synth) -> None:
    tf = synth(everything)

    assert resource(tf, "aws_cloudtrail")["lifecycle"] == {"prevent_destroy": True}
    assert resource(tf, "aws_kms_key")["lifecycle"] == {"prevent_destroy": True}


def test_trail_waits_for_the_policies_that_allow_it_to_write(synth: Synth) -> None:
    """CloudTrail tries to write, and rejects a trail that cannot."""
    tf = synth(everything)

    awaited = resource(tf, "aws_cloudtrail")["depends_on"]
    assert address(tf, "aws_s3_bucket_policy") in awaited
    assert address(tf, "aws_iam_role_policy") in awaited


def test_trail_bucket_allows_this_trail_only(synth: Synth) -> None:
    allowed = [
        item
        for item in policy(resource(synth(trail_bucket), "aws_s3_bucket_policy")["policy"])
        if item["Effect"] == "Allow"
    ]

    assert len(allowed) == 3
    assert {item["Condition"]["StringEquals"]["aws:SourceArn"] for item in allowed} == {TRAIL}


def test_trail_files_are_encrypted_with_the_trails_own_key(synth: Synth) -> None:
    tf = synth(everything)

    (rule,) = resource(tf, "aws_s3_bucket_server_side_encryption_configuration")["rule"]
    reference = f"${{{address(tf, 'aws_kms_key')}.arn}}"
    assert rule["apply_server_side_encryption_by_default"]["kms_master_key_id"] == reference
    assert resource(tf, "aws_cloudtrail")["kms_key_id"] == reference


def test_trail_key_changes_every_year_and_can_be_saved_for_a_month(synth: Synth) -> None:
    key = resource(synth(trail_bucket), "aws_kms_key")

    assert key["enable_key_rotation"] is True
    assert key["deletion_window_in_days"] == 30


def test_trail_key_belongs_to_the_account_of_the_bucket(synth: Synth) -> None:
    own, *_ = policy(resource(synth(trail_bucket), "aws_kms_key")["policy"])

    assert own["Principal"] == {"AWS": f"arn:aws:iam::{LOGS}:root"}


def test_trail_files_are_kept_for_seven_years(synth: Synth) -> None:
    (rule,) = resource(synth(trail_bucket), "aws_s3_bucket_lifecycle_configuration")["rule"]

    (expiration,) = rule["expiration"]
    assert expiration["days"] == 2557


def test_only_cloudtrail_for_this_trail_assumes_the_role_that_writes_to_cloudwatch(synth: Synth) -> None:
    (trust,) = policy(resource(synth(log_group), "aws_iam_role")["assume_role_policy"])

    assert trust["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": MANAGEMENT, "aws:SourceArn": TRAIL}}


def test_trail_without_a_log_group_writes_to_its_bucket_only(synth: Synth) -> None:
    tf = synth(lambda scope: OrganizationTrail(scope, "trail", name="organization", bucket_name=NAME, kms_key_arn="k"))

    assert not [key for key in resource(tf, "aws_cloudtrail") if key.startswith("cloud_watch")]
