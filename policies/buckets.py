"""Bucket policies: what an S3 bucket allows and refuses by itself."""

from __future__ import annotations

from collections.abc import Sequence

from policies.arns import account_root_arn
from policies.document import Condition, Statement, document

_SETTINGS = (
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketLogging",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
)


def bucket_arn(name: str) -> str:
    """The ARN of a bucket."""
    return f"arn:aws:s3:::{name}"


def bucket_policy(name: str, *statements: Statement) -> str:
    """
    The policy of a bucket: these statements, and nobody gets at it without TLS.

    A denial for the objects alone leaves out what is done with the bucket itself, such as listing it.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (2026-11-22).
    """
    arn = bucket_arn(name)
    without_tls: Condition = {"Bool": {"aws:SecureTransport": "false"}}
    return document(*statements, _deny("TlsOnly", "s3:*", [arn, f"{arn}/*"], without_tls))


def deliver_access_logs(name: str, account_id: str) -> Statement:
    """
    S3 may write the access logs of an account's buckets into a bucket.

    Without the condition anybody's buckets could log there. A prefix is not asked for: it is the logging bucket's.
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
    An account may keep Terraform's state in a bucket of another account; its own policies say who of its people.

    Deleting is for the lock, which is an object beside the state: versions are not deleted with it.
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
    """Nobody but the role that deploys changes a bucket's settings or deletes it, whatever their own policies say."""
    others: Condition = {"ArnNotLike": {"aws:PrincipalArn": deployer_arn}}
    return _deny("SettingsOfDeployment", _SETTINGS, bucket_arn(name), others)


def keep_what_services_write(name: str, deployer_arn: str) -> Statement:
    """Nobody but AWS services and the role that deploys writes or deletes what is in a bucket of logs."""
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
    The state of some stacks is for the account that deploys and for its role alone; others may keep theirs beside it.

    Terraform runs the providers that a state names, and has an administrator's keys when it does: whoever may write
    that state may do anything in the organization. No version of any state is deleted by anybody else either.
    """
    others: Condition = {"ArnNotLike": {"aws:PrincipalArn": deployer_arn}}
    elsewhere: Condition = {**others, "StringNotEquals": {"aws:PrincipalAccount": deploying_account_id}}
    arn = bucket_arn(name)
    return [
        _deny("StatesOfDeployment", "s3:*", [f"{arn}/{stack}/*" for stack in stacks], elsewhere),
        _deny("HistoryStays", "s3:DeleteObjectVersion", f"{arn}/*", others),
    ]


def _deny(sid: str, actions: str | Sequence[str], resources: str | Sequence[str], condition: Condition) -> Statement:
    """A statement that denies everybody something, under a condition."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": actions,
        "Resource": resources,
        "Condition": condition,
    }
