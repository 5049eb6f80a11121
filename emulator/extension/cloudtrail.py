"""
CloudTrail with AWS's checks of bucket, key and organization before a trail is created.

Operations: CloudTrail CreateTrail, UpdateTrail, DeleteTrail (S3BucketDoesNotExistException,
InsufficientS3BucketPolicyException, InsufficientEncryptionPolicyException, KmsKeyNotFoundException,
CloudTrailAccessNotEnabledException, NotOrganizationMasterAccountException, TrailAlreadyExistsException,
InvalidCloudWatchLogsLogGroupArnException). Source: CloudTrail API Reference; CloudTrail User Guide, "Amazon S3 bucket
policy for CloudTrail", "Configure AWS KMS key policies for CloudTrail", "Prepare for creating a trail for your
organization".
"""

from __future__ import annotations

from typing import Any

from moto.cloudtrail import urls
from moto.cloudtrail.models import CloudTrailBackend, Trail, cloudtrail_backends
from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends

from emulator.extension.membership import acts_for_organization, management_account, organization_of, trusts
from emulator.extension.resource_access import Access, allows, by_service
from emulator.extension.resources import bucket_policy, kms_key

PRINCIPAL = "cloudtrail.amazonaws.com"


class CloudTrail(CloudTrailBackend):
    """moto's trails with AWS's checks."""

    @property
    def _url_module(self) -> Any:
        return urls

    def create_trail(self, name: str, bucket_name: str, *args: Any, **kwargs: Any) -> Trail:
        """Create a trail when its events can be delivered."""
        if name in self.trails:
            raise JsonRESTError("TrailAlreadyExistsException", f"Trail {name} already exists.")
        trail = super().create_trail(name, bucket_name, *args, **kwargs)
        try:
            self._demand_delivery(trail)
        except JsonRESTError:
            del self.trails[name]
            raise
        return trail

    def update_trail(self, name: str, *args: Any, **kwargs: Any) -> Trail:
        """Apply the same checks; a trail that fails them is left unchanged."""
        trail = self.get_trail(name)
        before = dict(vars(trail))
        super().update_trail(name, *args, **kwargs)
        try:
            trail.check_bucket_exists()
            self._demand_delivery(trail)
        except JsonRESTError:
            vars(trail).update(before)
            raise
        return trail

    def delete_trail(self, name: str) -> None:
        """Accept a name or an ARN; moto accepts names only."""
        super().delete_trail(self.get_trail(name).trail_name)

    def _demand_delivery(self, trail: Trail) -> None:
        if trail.is_org_trail:
            self._demand_organization()
        for access in self._deliveries(trail):
            if not allows(bucket_policy(trail.bucket_name), access):
                message = f"Incorrect S3 bucket policy is detected for bucket: {trail.bucket_name}"
                raise JsonRESTError("InsufficientS3BucketPolicyException", message)
        if trail.kms_key_id:
            self._demand_key(trail)
        if trail.cw_log_group_arn:
            self._demand_log_group(trail)

    def _deliveries(self, trail: Trail) -> list[Access]:
        """Return CloudTrail's requests to the bucket: read its ACL, write for the account and for the organization."""
        bucket = f"arn:{self.partition}:s3:::{trail.bucket_name}"
        prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
        organization = organization_of(self.account_id) if trail.is_org_trail else None
        account = (management_account(self.account_id) if organization else None) or self.account_id
        owners = [account, *([organization.org.id] if organization and organization.org else [])]
        source = trail.arn.replace(f":{self.account_id}:", f":{account}:")
        requests = [by_service(PRINCIPAL, "s3:GetBucketAcl", bucket, source_arn=source, source_account=account)]
        for owner in owners:
            path = f"{bucket}/{prefix}AWSLogs/{owner}/CloudTrail/log"
            put = by_service(PRINCIPAL, "s3:PutObject", path, source_arn=source, source_account=account)
            requests.append(put.extended({"s3:x-amz-acl": "bucket-owner-full-control"}))
        return requests

    def _demand_organization(self) -> None:
        if not acts_for_organization(self.account_id, PRINCIPAL):
            message = "Only the management account or a delegated administrator can make an organization trail."
            raise JsonRESTError("NotOrganizationMasterAccountException", message)
        if not trusts(organization_of(self.account_id), PRINCIPAL):
            message = f"Trusted access for {PRINCIPAL} is not enabled in AWS Organizations."
            raise JsonRESTError("CloudTrailAccessNotEnabledException", message)

    def _demand_key(self, trail: Trail) -> None:
        key = kms_key(trail.kms_key_id, self.account_id, self.region_name)
        if key is None:
            raise JsonRESTError("KmsKeyNotFoundException", f"There is no KMS key {trail.kms_key_id} in this region.")
        trail.kms_key_id = key.arn
        source = {"source_arn": trail.arn, "source_account": self.account_id}
        request = by_service(PRINCIPAL, "kms:GenerateDataKey", key.arn, **source)
        if not allows(key.policy, request.extended({"kms:encryptioncontext:aws:cloudtrail:arn": trail.arn})):
            message = f"Insufficient permissions to access S3 bucket {trail.bucket_name} or KMS key {key.arn}."
            raise JsonRESTError("InsufficientEncryptionPolicyException", message)

    def _demand_log_group(self, trail: Trail) -> None:
        name = trail.cw_log_group_arn.removesuffix(":*").partition(":log-group:")[2]
        if name not in logs_backends[self.account_id][self.region_name].groups:
            message = f"There is no log group {trail.cw_log_group_arn}."
            raise JsonRESTError("InvalidCloudWatchLogsLogGroupArnException", message)
        roles = iam_backends[self.account_id][self.partition].roles.values()
        if trail.cw_role_arn not in [role.arn for role in roles]:
            message = f"There is no role {trail.cw_role_arn}."
            raise JsonRESTError("InvalidCloudWatchLogsRoleArnException", message)


def apply() -> None:
    """Let moto create these backends."""
    cloudtrail_backends.backend = CloudTrail
