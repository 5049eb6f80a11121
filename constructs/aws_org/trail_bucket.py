"""The bucket of an organization trail."""

from __future__ import annotations

from cdktf import TerraformProvider, TerraformResource
from constructs import Construct

from aws_org.encryption_key import EncryptionKey
from aws_org.private_bucket import PrivateBucket
from policies import audit, keys

SEVEN_YEARS = 2557
OLD_VERSIONS_DAYS = 90


class TrailBucket(Construct):
    """
    The bucket of an organization trail, encrypted with a key of its own.

    It is in the account `account_id`, the management account or another one; only principals of that account can read
    the files. `trail_name` and `home_region` name the trail, which need not exist yet and must wait for the resources
    in `ready`. Files move to cheaper storage after `archive_after_days` and are deleted after `retention_days`. S3 does
    not delete a bucket with objects. Without the key the files cannot be read.
    """

    bucket_name: str
    kms_key_arn: str
    ready: list[TerraformResource]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        account_id: str,
        management_account_id: str,
        organization_id: str,
        trail_name: str,
        home_region: str,
        retention_days: int = SEVEN_YEARS,
        archive_after_days: int | None = 90,
        log_bucket: str | None = None,
        deployer_arn: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        trail = audit.trail_arn(home_region, management_account_id, trail_name)
        key = EncryptionKey(
            self,
            "key",
            name=trail_name,
            policy=keys.trail_key(account_id, management_account_id, trail),
            description=f"The files of the trail {trail_name}.",
            provider=provider,
        )
        bucket = PrivateBucket(
            self,
            "bucket",
            name=name,
            statements=audit.write_trail(name, trail, management_account_id, organization_id),
            log_bucket=log_bucket,
            kms_key_arn=key.key_arn,
            expire_after_days=retention_days,
            archive_after_days=archive_after_days,
            old_versions_days=OLD_VERSIONS_DAYS,
            deployer_arn=deployer_arn,
            only_services_write=True,
            provider=provider,
        )

        self.bucket_name = bucket.bucket_name
        self.kms_key_arn = key.key_arn
        self.ready = bucket.ready
