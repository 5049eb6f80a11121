"""The bucket of AWS Config."""

from __future__ import annotations

from cdktf import TerraformProvider
from constructs import Construct

from aws_org.private_bucket import PrivateBucket
from aws_org.trail_bucket import OLD_VERSIONS_DAYS, SEVEN_YEARS
from policies import audit


class ConfigBucket(PrivateBucket):
    """
    A private bucket into which AWS Config delivers its records of every account and region of an organization.

    Files are deleted after `retention_days`. The history in Config itself remains.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        organization_id: str,
        retention_days: int = SEVEN_YEARS,
        archive_after_days: int | None = 90,
        log_bucket: str | None = None,
        deployer_arn: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            name=name,
            statements=audit.deliver_config(name, organization_id),
            log_bucket=log_bucket,
            expire_after_days=retention_days,
            archive_after_days=archive_after_days,
            old_versions_days=OLD_VERSIONS_DAYS,
            deployer_arn=deployer_arn,
            only_services_write=True,
            provider=provider,
        )
