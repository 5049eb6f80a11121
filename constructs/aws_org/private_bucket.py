"""A private bucket."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformProvider, TerraformResource, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import S3BucketLifecycleConfiguration
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioningA, S3BucketVersioningVersioningConfiguration
from constructs import Construct

from aws_org.retention_rule import retention_rule
from aws_org.terraform_text import literal
from policies import Statement
from policies.buckets import bucket_policy, keep_settings, keep_what_services_write


class PrivateBucket(Construct):
    """
    A bucket that is encrypted, never public, accessible with TLS only, and versioned.

    `statements` are added to its policy. Objects are kept permanently unless a number of days is given for deleting
    them, deleting old versions, or moving them to cheaper storage with immediate access. Terraform then waits almost a
    minute, until S3 has applied the rule everywhere. Terraform does not destroy the bucket.

    `bucket_name` refers to the bucket's policy, so that resources using it are created later: S3 rejects logging into a
    bucket whose policy does not allow it. Resources that write into the bucket must wait for those in `ready`. With
    `deployer_arn` only that role may change the bucket's settings. With `only_services_write` only AWS services and
    that role may write or delete objects.
    """

    bucket_name: str
    resource: S3Bucket
    ready: list[TerraformResource]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        statements: Sequence[Statement] = (),
        log_bucket: str | None = None,
        kms_key_arn: str | None = None,
        expire_after_days: int | None = None,
        archive_after_days: int | None = None,
        old_versions_days: int | None = None,
        deployer_arn: str | None = None,
        only_services_write: bool = False,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._provider = provider

        self.resource = S3Bucket(
            self, "bucket", bucket=name, provider=provider, lifecycle=TerraformResourceLifecycle(prevent_destroy=True)
        )
        self._bucket = self.resource.id
        versioning = self._versioning()
        closed = self._public_access_block()
        sealed = [keep_settings(name, deployer_arn)] if deployer_arn else []
        if deployer_arn and only_services_write:
            sealed.append(keep_what_services_write(name, deployer_arn))
        content = literal(bucket_policy(name, *statements, *sealed))
        policy = S3BucketPolicy(  # not at the same time as the block: S3 rejects two such changes at once
            self, "policy", bucket=self._bucket, policy=content, provider=provider, depends_on=[closed]
        )
        self.ready = [self._owner(), policy, versioning, self._encryption(kms_key_arn)]
        if expire_after_days or archive_after_days or old_versions_days:
            rule = retention_rule(
                expire_after_days=expire_after_days,
                archive_after_days=archive_after_days,
                old_versions_days=old_versions_days,
            )
            S3BucketLifecycleConfiguration(
                self, "lifecycle", bucket=self._bucket, rule=[rule], provider=provider, depends_on=[versioning]
            )
        self.bucket_name = policy.bucket
        if log_bucket:
            S3BucketLoggingA(
                self,
                "logging",
                bucket=self._bucket,
                target_bucket=log_bucket,
                target_prefix=f"{name}/",
                provider=provider,
            )

    def _versioning(self) -> S3BucketVersioningA:
        on = S3BucketVersioningVersioningConfiguration(status="Enabled")
        return S3BucketVersioningA(
            self, "versioning", bucket=self._bucket, versioning_configuration=on, provider=self._provider
        )

    def _public_access_block(self) -> S3BucketPublicAccessBlock:
        return S3BucketPublicAccessBlock(
            self,
            "public-access",
            bucket=self._bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            provider=self._provider,
        )

    def _owner(self) -> S3BucketOwnershipControls:
        rule = S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced")
        return S3BucketOwnershipControls(self, "owner", bucket=self._bucket, rule=rule, provider=self._provider)

    def _encryption(self, kms_key_arn: str | None) -> S3BucketServerSideEncryptionConfigurationA:
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms" if kms_key_arn else "AES256", kms_master_key_id=kms_key_arn
        )
        rule = S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=default, bucket_key_enabled=True if kms_key_arn else None
        )
        return S3BucketServerSideEncryptionConfigurationA(
            self, "encryption", bucket=self._bucket, rule=[rule], provider=self._provider
        )
