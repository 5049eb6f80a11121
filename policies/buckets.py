"""Bucket policies of S3."""

from __future__ import annotations

from collections.abc import Sequence

from policies.arns import account_root_arn
from policies.document import Condition, Statement, document

SETTINGS = (
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
)
"""Actions that delete a bucket or change who may read and write it, its history, log, locks and encryption."""


def bucket_arn(name: str) -> str:
    """Return the ARN of a bucket."""
    return f"arn:aws:s3:::{name}"


def bucket_policy(name: str, *statements: Statement) -> str:
    """
    Return a bucket policy with these statements and a denial of requests without TLS.

    A denial for the objects alone would not cover actions on the bucket itself, such as listing it.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (2026-11-22).
    """
    arn = bucket_arn(name)
    without_tls: Condition = {"Bool": {"aws:SecureTransport": "false"}}
    return document(*statements, _deny("TlsOnly", "s3:*", [arn, f"{arn}/*"], without_tls))


def deliver_access_logs(name: str, account_id: str) -> Statement:
    """
    Allow S3 to write the access logs of an account's buckets into a bucket.

    Without the condition, buckets of any AWS account could log there. The policy demands no prefix, because the logging
    bucket sets it.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html (2026-11-22).
    """
    return {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn(name)}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }


def keep_state(name: str, account_id: str) -> list[Statement]:
    """
    Allow an account to keep Terraform's state in another account's bucket. Its own policies decide who may.

    Terraform deletes only the lock, an object beside the state. The permission does not delete versions.
    Source: https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions (2026-11-22).
    """
    account = {"AWS": account_root_arn(account_id)}
    arn = bucket_arn(name)
    return [
        {"Sid": "ListState", "Effect": "Allow", "Principal": account, "Action": "s3:ListBucket", "Resource": arn},
        {
            "Sid": "KeepState",
            "Effect": "Allow",
            "Principal": account,
            "Action": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            "Resource": f"{arn}/*",
        },
    ]


def keep_settings(name: str, deployer_arn: str) -> Statement:
    """Deny every principal but the deployment role changing a bucket's settings or deleting the bucket."""
    others: Condition = {"ArnNotLike": {"aws:PrincipalArn": deployer_arn}}
    return _deny("SettingsOfDeployment", SETTINGS, bucket_arn(name), others)


def keep_what_services_write(name: str, deployer_arn: str) -> Statement:
    """Deny every principal but AWS services and the deployment role writing or deleting objects of a log bucket."""
    actions = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"]
    people: Condition = {
        "ArnNotLike": {"aws:PrincipalArn": deployer_arn},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    return _deny("WrittenByServices", actions, f"{bucket_arn(name)}/*", people)


def keep_states_from_others(
    name: str, stacks: Sequence[str], *, deploying_account_id: str, deployer_arn: str
) -> list[Statement]:
    """
    Reserve the states of some stacks for the deploying account and its deployment role.

    Other stacks may keep their states in the same bucket. Terraform runs the providers that a state names, with an
    administrator's credentials: a principal that may write such a state may do anything in the organization. Only the
    deployment role may delete versions of any state.
    """
    others: Condition = {"ArnNotLike": {"aws:PrincipalArn": deployer_arn}}
    elsewhere: Condition = {**others, "StringNotEquals": {"aws:PrincipalAccount": deploying_account_id}}
    arn = bucket_arn(name)
    return [
        _deny("StatesOfDeployment", "s3:*", [f"{arn}/{stack}/*" for stack in stacks], elsewhere),
        _deny("HistoryStays", "s3:DeleteObjectVersion", f"{arn}/*", others),
    ]


def _deny(sid: str, actions: str | Sequence[str], resources: str | Sequence[str], condition: Condition) -> Statement:
    """Return a statement that denies every principal some actions, under a condition."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": actions,
        "Resource": resources,
        "Condition": condition,
    }
