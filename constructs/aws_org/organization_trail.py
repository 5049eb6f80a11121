"""The record of what is done in an organization."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudtrail import Cloudtrail
from constructs import Construct


class OrganizationTrail(Construct):
    """
    The trail that records every management event of all accounts and regions, in files that show if they were changed.

    It belongs to the management account, whichever account holds the bucket; other accounts cannot stop it, and new
    ones are in it at once. CloudTrail must have trusted access. The first copy of management events costs nothing, its
    storage does. Events may also go to a CloudWatch log group, see `TrailLogGroup`. Terraform is kept from destroying
    the trail; when the construct is taken away, recording ends, and what was written stays.
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
