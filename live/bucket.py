"""
The requirements on a bucket: versioning, encryption, blocked public access, and a policy that demands TLS.

Source: Amazon S3 API Reference, HeadBucket, GetBucketVersioning, GetBucketEncryption, GetPublicAccessBlock,
GetBucketPolicy (2026-11-22).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from foundation.aws_errors import code_of
from policies.buckets import bucket_arn
from policies.reading import actions, conditions, principals, resources, statements


def bucket_faults(s3: Any, name: str, owner: str) -> Iterator[str]:
    """Yield the faults of a bucket. Raise botocore's ClientError for a bucket of another account."""
    of = {"Bucket": name, "ExpectedBucketOwner": owner}
    if _get(s3.head_bucket, of, absent=("404", "NoSuchBucket")) is None:
        yield "the bucket does not exist"
        return
    if s3.get_bucket_versioning(**of).get("Status") != "Enabled":
        yield "versioning is off: overwritten objects are lost"
    if _get(s3.get_bucket_encryption, of, absent=("ServerSideEncryptionConfigurationNotFoundError",)) is None:
        yield "encryption is off"
    block = _get(s3.get_public_access_block, of, absent=("NoSuchPublicAccessBlockConfiguration",))
    if block is None or not all(block["PublicAccessBlockConfiguration"].values()):
        yield "public access is not blocked"
    policy = _get(s3.get_bucket_policy, of, absent=("NoSuchBucketPolicy",))
    if policy is None or not demands_tls(policy["Policy"], name):
        yield "the bucket policy does not demand TLS"


def demands_tls(policy: str, name: str) -> bool:
    """Tell whether a bucket policy denies all requests without TLS, for every principal, bucket and object."""
    wanted = {bucket_arn(name), f"{bucket_arn(name)}/*"}
    return any(
        statement.get("Effect") == "Deny"
        and principals(statement) == [("AWS", "*")]
        and "s3:*" in actions(statement)
        and wanted <= set(resources(statement))
        and list(conditions(statement)) == [("Bool", "aws:SecureTransport", ("false",))]
        for statement in statements(json.loads(policy))
    )


def _get(read: Any, of: dict[str, str], absent: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = read(**of)
    except ClientError as error:
        if code_of(error) in absent:
            return None
        raise
    return found
