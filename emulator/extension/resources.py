"""
Resources of other accounts that a service refers to: buckets by name, keys by ARN.
"""

from __future__ import annotations

from moto.kms.models import Key, kms_backends
from moto.s3.models import FakeBucket, s3_backends


def bucket(name: str) -> FakeBucket | None:
    """Return the bucket with this name, of any account."""
    partition, account = s3_backends.bucket_accounts.get(name, (None, None))
    return s3_backends[account][partition].buckets.get(name) if account and partition else None


def bucket_policy(name: str) -> bytes | None:
    """Return the policy of a bucket."""
    found = bucket(name)
    return found.policy if found else None


def kms_key(id: str, account: str, region: str) -> Key | None:
    """Return the key with this id, alias or ARN, as seen from an account and region."""
    name = id
    if id.startswith("arn:"):
        _, _, _, region, account, name = id.split(":", 5)
    backend = kms_backends[account][region]
    name = name.removeprefix("key/")
    if name.startswith("alias/"):
        name = next((key.id for key in backend.keys.values() if name in key.aliases), "")
    return backend.keys.get(name)
