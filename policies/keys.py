"""Key policies: who may use a KMS key. Without a word for its own account, a key could never be managed again."""

from __future__ import annotations

from policies.arns import account_root_arn
from policies.document import Statement, document


def trail_key(account_id: str, management_account_id: str, trail: str) -> str:
    """
    The key of an organization trail's files, in the account of their bucket: the trail encrypts, that account reads.

    Who in the account may read is up to its IAM policies. `kms:Decrypt` is for CloudTrail because the bucket has a
    bucket key; without it the trail cannot be made.
    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    (2026-11-22).
    """
    trails = f"arn:aws:cloudtrail:*:{management_account_id}:trail/*"
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return document(
        _own_account(account_id),
        {
            "Sid": "TrailEncrypts",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "kms:GenerateDataKey*",
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:SourceArn": trail},
                "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": trails},
            },
        },
        {
            "Sid": "TrailLooks",
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceArn": trail}},
        },
    )


def alarm_topic_key(account_id: str) -> str:
    """
    The key of a topic for the alarms of an account. The key that SNS itself brings would not let CloudWatch publish.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (2026-11-22).
    """
    return document(
        _own_account(account_id),
        {
            "Sid": "Alarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
        },
    )


def _own_account(account_id: str) -> Statement:
    return {
        "Sid": "OwnAccount",
        "Effect": "Allow",
        "Principal": {"AWS": account_root_arn(account_id)},
        "Action": "kms:*",
        "Resource": "*",
    }
