"""A bucket for the access logs of other buckets."""

from __future__ import annotations

from cdktf import TerraformProvider
from constructs import Construct

from aws_org.private_bucket import PrivateBucket
from policies.buckets import deliver_access_logs


class AccessLogBucket(PrivateBucket):
    """
    A private bucket into which S3 writes the access logs of the account's buckets in the same region.

    It does not log access to itself, which would create log files endlessly. S3 delivers access logs only into a bucket
    encrypted with S3's own keys.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html (2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        account_id: str,
        retention_days: int | None = None,
        deployer_arn: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            name=name,
            statements=[deliver_access_logs(name, account_id)],
            expire_after_days=retention_days,
            old_versions_days=30 if retention_days else None,
            deployer_arn=deployer_arn,
            only_services_write=True,
            provider=provider,
        )
