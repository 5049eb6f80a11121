"""
Actions on a bucket's policy, which the policy cannot deny to the root user of the bucket's account.

Only policies of the organization and of VPC endpoints can. Source, with the two pages beside it:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html (2026-12-01).
"""

from __future__ import annotations

ALWAYS_OPEN = ("s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy")
_LOWER = frozenset(one.lower() for one in ALWAYS_OPEN)


def is_root_user_of(account: str, principal: str) -> bool:
    """Return whether a principal is the root user of an account."""
    return principal == f"arn:aws:iam::{account}:root"


def passes_over_policy(action: str, account: str, principal: str) -> bool:
    """Return whether the policy of a resource in an account has no part in the decision about an action."""
    return action.lower() in _LOWER and is_root_user_of(account, principal)
