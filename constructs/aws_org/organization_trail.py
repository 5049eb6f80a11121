"""The trail of an organization."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudtrail import Cloudtrail
from constructs import Construct


class OrganizationTrail(Construct):
    """
    The trail that records every management event of all accounts and regions, with validation of its log files.

    It belongs to the management account, regardless of the bucket's account. Other accounts cannot stop it, and it
    records new accounts at once. CloudTrail must have trusted access. The first copy of management events is free, its
    storage is not. Events may also go to a CloudWatch log group, see `TrailLogGroup`. Terraform does not destroy the
    trail. Removing the construct ends recording; the files remain.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        bucket_name: str,
        kms_key_arn: str,
        log_group_arn: str | None = None,
        log_role_arn: str | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        Cloudtrail(
            self,
            "trail",
            name=name,
            s3_bucket_name=bucket_name,
            kms_key_id=kms_key_arn,
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            cloud_watch_logs_group_arn=f"{log_group_arn}:*" if log_group_arn else None,
            cloud_watch_logs_role_arn=log_role_arn,
            depends_on=depends_on or None,
            provider=provider,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
