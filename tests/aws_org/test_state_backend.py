from __future__ import annotations

from typing import Any

from syrupy.assertion import SnapshotAssertion

from aws_org.state_backend import StateBackend
from tests.synthesis import Synth, policy, resource, reviewable

BUCKET = "spacecats-infra-tf-state-us-west-2"
LOG_BUCKET = "spacecats-infra-tf-state-log-us-west-2"
MANAGEMENT = "123456789012"


def backend(synth: Synth, **properties: Any) -> dict[str, Any]:
    return synth(
        lambda scope: StateBackend(
            scope,
            "state",
            bucket_name=BUCKET,
            log_bucket_name=LOG_BUCKET,
            account_id="111122223333",
            **properties,
        )
    )


def made(tf: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """Return the resource of a type that belongs to a bucket."""
    (bucket,) = (item for item, body in tf["resource"]["aws_s3_bucket"].items() if body["bucket"] == name)
    (found,) = (item for item in tf["resource"][kind].values() if item["bucket"] == f"${{aws_s3_bucket.{bucket}.id}}")
    assert isinstance(found, dict)
    return found


def test_state_backend(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(backend(synth, trusted_account_id=MANAGEMENT, lock_table="terraform-state-lock")) == snapshot


def test_state_is_accessible_from_the_management_account_only(synth: Synth) -> None:
    tf = backend(synth, trusted_account_id=MANAGEMENT)

    allowed = [one for one in policy(made(tf, "aws_s3_bucket_policy", BUCKET)["policy"]) if one["Effect"] == "Allow"]
    assert {one["Principal"]["AWS"] for one in allowed} == {f"arn:aws:iam::{MANAGEMENT}:root"}
    actions = [
        action for one in allowed for action in ([one["Action"]] if one["Action"] == "s3:ListBucket" else one["Action"])
    ]
    assert sorted(actions) == ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"]


def test_state_of_the_management_account_is_for_that_account_only(synth: Synth) -> None:
    (statement,) = policy(made(backend(synth), "aws_s3_bucket_policy", BUCKET)["policy"])

    assert statement["Effect"] == "Deny"


def test_every_access_to_the_state_is_logged(synth: Synth) -> None:
    tf = backend(synth)

    logging = made(tf, "aws_s3_bucket_logging", BUCKET)
    assert logging["target_prefix"] == f"{BUCKET}/"
    target = logging["target_bucket"].removeprefix("${aws_s3_bucket_policy.").removesuffix(".bucket}")
    assert tf["resource"]["aws_s3_bucket_policy"][target] == made(tf, "aws_s3_bucket_policy", LOG_BUCKET)


def test_every_version_of_a_state_is_kept(synth: Synth) -> None:
    tf = backend(synth)

    assert made(tf, "aws_s3_bucket_versioning", BUCKET)["versioning_configuration"] == {"status": "Enabled"}
    assert "aws_s3_bucket_lifecycle_configuration" not in tf["resource"]


def test_neither_state_nor_lock_table_is_destroyed(synth: Synth) -> None:
    tf = backend(synth, lock_table="terraform-state-lock")

    kept = [*tf["resource"]["aws_s3_bucket"].values(), resource(tf, "aws_dynamodb_table")]
    assert [body["lifecycle"]["prevent_destroy"] for body in kept] == [True] * 3


def test_a_lock_table_is_made_only_when_asked_for(synth: Synth) -> None:
    assert "aws_dynamodb_table" not in backend(synth)["resource"]
