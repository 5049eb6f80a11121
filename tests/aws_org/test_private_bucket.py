from __future__ import annotations

from typing import Any

from syrupy.assertion import SnapshotAssertion

from aws_org.private_bucket import PrivateBucket
from policies import Statement
from tests.synthesis import Synth, policy, resource, reviewable

NAME = "spacecats-infra-logs-us-west-2"
ARN = f"arn:aws:s3:::{NAME}"
SERVICE: Statement = {
    "Effect": "Allow",
    "Principal": {"Service": "config.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": f"{ARN}/*",
}


def bucket(synth: Synth, **properties: Any) -> dict[str, Any]:
    return synth(lambda scope: PrivateBucket(scope, "logs", name=NAME, **properties))


def rule(tf: dict[str, Any]) -> dict[str, Any]:
    (found,) = resource(tf, "aws_s3_bucket_lifecycle_configuration")["rule"]
    assert isinstance(found, dict)
    return found


def test_private_bucket(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(bucket(synth)) == snapshot


def test_private_bucket_with_everything(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = bucket(
        synth,
        statements=[SERVICE],
        log_bucket="spacecats-infra-access-log-us-west-2",
        kms_key_arn="arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        expire_after_days=730,
        archive_after_days=90,
        old_versions_days=30,
    )
    assert reviewable(tf) == snapshot


def test_private_bucket_is_never_destroyed_with_its_objects(synth: Synth) -> None:
    made = resource(bucket(synth), "aws_s3_bucket")

    assert made["lifecycle"] == {"prevent_destroy": True}
    assert not made.get("force_destroy")


def test_private_bucket_blocks_every_way_of_becoming_public(synth: Synth) -> None:
    block = resource(bucket(synth), "aws_s3_bucket_public_access_block")

    assert [value for key, value in block.items() if key != "bucket"] == [True] * 4


def test_private_bucket_denies_requests_without_tls_and_has_the_given_statements(synth: Synth) -> None:
    statements = policy(resource(bucket(synth, statements=[SERVICE]), "aws_s3_bucket_policy")["policy"])

    assert statements[0] == SERVICE
    (denial,) = (statement for statement in statements if statement["Effect"] == "Deny")
    assert denial["Resource"] == [ARN, f"{ARN}/*"]
    assert denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_private_bucket_leaves_policy_variables_to_iam(synth: Synth) -> None:
    statement: Statement = SERVICE | {"Resource": f"{ARN}/${{aws:PrincipalAccount}}/*"}
    text = resource(bucket(synth, statements=[statement]), "aws_s3_bucket_policy")["policy"]

    assert "/$${aws:PrincipalAccount}/" in text


def test_private_bucket_belongs_to_its_account_with_everything_in_it(synth: Synth) -> None:
    owner = resource(bucket(synth), "aws_s3_bucket_ownership_controls")

    assert owner["rule"] == {"object_ownership": "BucketOwnerEnforced"}


def test_private_bucket_keeps_every_version_permanently_by_default(synth: Synth) -> None:
    tf = bucket(synth)

    assert resource(tf, "aws_s3_bucket_versioning")["versioning_configuration"] == {"status": "Enabled"}
    assert "aws_s3_bucket_lifecycle_configuration" not in tf["resource"]


def test_private_bucket_keeps_old_versions_for_the_given_days(synth: Synth) -> None:
    found = rule(bucket(synth, old_versions_days=365))

    assert found["noncurrent_version_expiration"] == [{"noncurrent_days": 365}]
    assert found["expiration"] == [{"expired_object_delete_marker": True}]


def test_private_bucket_expires_objects_after_the_given_days(synth: Synth) -> None:
    assert rule(bucket(synth, expire_after_days=365))["expiration"] == [{"days": 365}]


def test_private_bucket_puts_everything_where_its_provider_works(synth: Synth) -> None:
    from cdktf_cdktf_provider_aws.provider import AwsProvider

    def build(scope: Any) -> None:
        elsewhere = AwsProvider(scope, "aws-us-east-1", alias="us-east-1", region="us-east-1")
        PrivateBucket(scope, "logs", name=NAME, log_bucket="logs", expire_after_days=90, provider=elsewhere)

    kinds = synth(build)["resource"]
    assert len(kinds) == 8
    assert {made["provider"] for kind in kinds.values() for made in kind.values()} == {"aws.us-east-1"}


def test_private_bucket_is_ready_when_its_policy_versioning_owner_and_encryption_are(synth: Synth) -> None:
    from cdktf_cdktf_provider_aws.s3_object import S3Object

    def build(scope: Any) -> None:
        private = PrivateBucket(scope, "logs", name=NAME)
        S3Object(scope, "object", bucket=private.bucket_name, key="x", content="y", depends_on=private.ready)

    waits = resource(synth(build), "aws_s3_object")["depends_on"]
    assert {address.partition(".")[0] for address in waits} == {
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    }


def test_private_bucket_is_named_by_its_policy_so_that_logs_wait_for_it(synth: Synth) -> None:
    """S3 rejects logging into a bucket whose policy does not allow it yet."""

    def build(scope: Any) -> None:
        log = PrivateBucket(scope, "log", name="spacecats-infra-log")
        PrivateBucket(scope, "logs", name=NAME, log_bucket=log.bucket_name)

    tf = synth(build)
    target = resource(tf, "aws_s3_bucket_logging")["target_bucket"]
    assert target.startswith("${aws_s3_bucket_policy.log_policy_")
    assert target.endswith(".bucket}")
