"""
Which IAM action an API operation of AWS asks for.

Mostly it is the service's prefix and the operation's name. S3 has its own names:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html (2026-11-22).
"""

from __future__ import annotations

from policies.checks import aws_names

PREFIXES = {
    "AccessAnalyzer": "access-analyzer",
    "CloudWatch Logs": "logs",
    "Config Service": "config",
    "S3 Control": "s3",
}
"""The prefixes of services (by the name that AWS's SDKs give them) that are not their names in small letters."""

S3_ACTIONS = {
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjectsV2": "ListBucket",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
S3_CONTROL_ACTIONS = {
    "DeletePublicAccessBlock": "PutAccountPublicAccessBlock",
    "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
    "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
}
EXCEPTIONS = {"S3": S3_ACTIONS, "S3 Control": S3_CONTROL_ACTIONS}


def action_of(service: str, operation: str) -> str | None:
    """The action that an operation of a service asks for, both named as in AWS's SDKs; None if there is no such."""
    name = EXCEPTIONS.get(service, {}).get(operation, operation)
    return known_action(f"{PREFIXES.get(service, service.lower())}:{name}")


def known_action(name: str) -> str | None:
    """An action as AWS writes it, whatever the case of `name`; None if AWS has none of that name."""
    service, _, action = name.lower().partition(":")
    if service not in aws_names.services():
        return None
    return next((f"{service}:{known}" for known in aws_names.actions(service) if known.lower() == action), None)
