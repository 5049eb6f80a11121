"""The lifecycle rule of a bucket."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
    S3BucketLifecycleConfigurationRuleTransition,
)

ABORT_UPLOADS_DAYS = 7


def retention_rule(
    *,
    expire_after_days: int | None,
    archive_after_days: int | None,
    old_versions_days: int | None,
) -> S3BucketLifecycleConfigurationRule:
    """
    Return one rule for all objects of a bucket.

    S3 accepts either a number of days or the removal of expired delete markers. A number of days includes the removal.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html (2026-11-22).
    """
    expiration = S3BucketLifecycleConfigurationRuleExpiration(
        days=expire_after_days, expired_object_delete_marker=None if expire_after_days else True
    )
    archive = S3BucketLifecycleConfigurationRuleTransition(days=archive_after_days, storage_class="GLACIER_IR")
    abort = S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=ABORT_UPLOADS_DAYS)
    return S3BucketLifecycleConfigurationRule(
        id="retention",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter()],
        abort_incomplete_multipart_upload=[abort],
        expiration=[expiration],
        noncurrent_version_expiration=_old_versions(old_versions_days) if old_versions_days else None,
        transition=[archive] if archive_after_days else None,
    )


def _old_versions(days: int) -> list[S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration]:
    return [S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=days)]
