"""Key policies of KMS. Each must allow the key's own account: otherwise no principal could manage the key."""

from __future__ import annotations

from policies.arns import account_root_arn
from policies.document import Statement, document


def trail_key(account_id: str, management_account_id: str, trail: str) -> str:
    """
    Return the policy of the key of an organization trail's files, in the account of their bucket.

    The trail encrypts. Principals of that account decrypt if their IAM policies allow it. CloudTrail needs
    `kms:Decrypt` because the bucket has a bucket key: creating the trail fails without it.
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
    Return the policy of the key of an account's alarm topic. CloudWatch cannot publish with SNS's own key.

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
