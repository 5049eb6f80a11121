"""
The IAM action that an API operation of AWS requires.

In most cases it is the service's prefix and the operation's name. S3 has its own names:
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
"""Prefixes that differ from the service's name in AWS's SDKs in lower case."""

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
    """Return the action of an operation of a service, both named as in AWS's SDKs; None if it is unknown."""
    name = EXCEPTIONS.get(service, {}).get(operation, operation)
    return known_action(f"{PREFIXES.get(service, service.lower())}:{name}")


def known_action(name: str) -> str | None:
    """Return an action as AWS writes it, regardless of the case of `name`; None if AWS has no such action."""
    service, _, action = name.lower().partition(":")
    if service not in aws_names.services():
        return None
    return next((f"{service}:{known}" for known in aws_names.actions(service) if known.lower() == action), None)
