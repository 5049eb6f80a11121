from __future__ import annotations

from typing import Any

from syrupy.assertion import SnapshotAssertion

from aws_org.access_log_bucket import AccessLogBucket
from tests.synthesis import Synth, policy, resource, reviewable

NAME = "spacecats-infra-tf-state-log-us-west-2"


def bucket(synth: Synth, **properties: Any) -> dict[str, Any]:
    return synth(lambda scope: AccessLogBucket(scope, "log", name=NAME, account_id="111122223333", **properties))


def test_access_log_bucket(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(bucket(synth)) == snapshot


def test_access_log_bucket_accepts_logs_of_its_own_account_only(synth: Synth) -> None:
    statements = policy(resource(bucket(synth), "aws_s3_bucket_policy")["policy"])

    (allowed,) = (statement for statement in statements if statement["Effect"] == "Allow")
    assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["Action"] == "s3:PutObject"
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_access_log_bucket_keeps_no_log_of_itself(synth: Synth) -> None:
    assert "aws_s3_bucket_logging" not in bucket(synth)["resource"]


def test_access_log_bucket_keeps_logs_permanently_or_for_a_number_of_days(synth: Synth) -> None:
    assert "aws_s3_bucket_lifecycle_configuration" not in bucket(synth)["resource"]

    (rule,) = resource(bucket(synth, retention_days=365), "aws_s3_bucket_lifecycle_configuration")["rule"]
    assert rule["expiration"] == [{"days": 365}]
    assert rule["noncurrent_version_expiration"] == [{"noncurrent_days": 30}]


def test_access_log_bucket_is_encrypted_as_s3_can_deliver_logs(synth: Synth) -> None:
    (rule,) = resource(bucket(synth), "aws_s3_bucket_server_side_encryption_configuration")["rule"]

    assert rule["apply_server_side_encryption_by_default"] == {"sse_algorithm": "AES256"}
