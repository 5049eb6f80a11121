"""
AWS Config with AWS's checks of the bucket of a delivery channel and of the caller that aggregates an organization.

Operations: Config PutDeliveryChannel (NoSuchBucketException, InsufficientDeliveryPolicyException),
PutConfigurationAggregator (OrganizationAccessDeniedException, NoAvailableOrganizationException). Source: AWS Config API
Reference; AWS Config Developer Guide, "Permissions for the Amazon S3 bucket for the AWS Config delivery channel": the
recorder's role delivers. Where it cannot, as with the service-linked role, the service itself delivers.
"""

from __future__ import annotations

from typing import Any

from moto.config import urls
from moto.config.models import ConfigBackend, config_backends
from moto.core.exceptions import JsonRESTError

from emulator.extension.membership import is_delegated, management_account, organization_of
from emulator.extension.resource_access import Access, allows, by_service
from emulator.extension.resources import bucket

PRINCIPAL = "config.amazonaws.com"


class Config(ConfigBackend):
    """moto's Config with AWS's checks."""

    @property
    def _url_module(self) -> Any:
        return urls

    def put_configuration_recorder(self, config_recorder: dict[str, Any]) -> None:
        """Keep the recording frequency, which moto drops, and drop an empty list of exclusions, which moto keeps."""
        group = config_recorder.get("recordingGroup") or {}
        if not (group.get("exclusionByResourceTypes") or {}).get("resourceTypes"):
            group.pop("exclusionByResourceTypes", None)
        super().put_configuration_recorder(config_recorder)
        mode = config_recorder.get("recordingMode") or {"recordingFrequency": "CONTINUOUS"}
        vars(self.recorders[config_recorder["name"]])["recording_mode"] = mode

    def put_delivery_channel(self, delivery_channel: dict[str, Any]) -> None:
        """Demand that the bucket exists and that AWS Config or the recorder's role may write to it."""
        name = delivery_channel.get("s3BucketName")
        if self.recorders and name:
            self._demand_bucket(name, delivery_channel.get("s3KeyPrefix"))
        super().put_delivery_channel(delivery_channel)

    def put_configuration_aggregator(self, config_aggregator: dict[str, Any]) -> dict[str, Any]:
        """Demand the management account, whose call turns trusted access on, or a delegated administrator."""
        if config_aggregator.get("OrganizationAggregationSource"):
            organization = organization_of(self.account_id)
            if organization is None:
                raise JsonRESTError("NoAvailableOrganizationException", "The account is not in an organization.")
            if management_account(self.account_id) == self.account_id:
                organization.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
            elif not is_delegated(self.account_id, PRINCIPAL):
                message = "The account is neither the management account nor a delegated administrator of AWS Config."
                raise JsonRESTError("OrganizationAccessDeniedException", message)
        return super().put_configuration_aggregator(config_aggregator)

    def _demand_bucket(self, name: str, prefix: str | None) -> None:
        found = bucket(name)
        if found is None:
            raise JsonRESTError("NoSuchBucketException", f"Cannot find a S3 bucket with the name '{name}'.")
        roles = [recorder.role_arn for recorder in self.recorders.values()]
        own_role = any("/aws-service-role/" not in arn for arn in roles)
        if own_role and found.account_id == self.account_id:
            return
        if not all(
            any(allows(found.policy, access) for access in way) for way in self._deliveries(name, prefix, roles)
        ):
            message = f"Insufficient delivery policy to s3 bucket: {name}, unable to write to bucket."
            raise JsonRESTError("InsufficientDeliveryPolicyException", message)

    def _deliveries(self, name: str, prefix: str | None, roles: list[str]) -> list[list[Access]]:
        """Return the requests of a delivery; for each, one alternative per principal that may make it."""
        bucket_arn = f"arn:{self.partition}:s3:::{name}"
        path = (
            f"{bucket_arn}/{prefix + '/' if prefix else ''}AWSLogs/{self.account_id}/Config/ConfigWritabilityCheckFile"
        )
        source = f"arn:{self.partition}:config:{self.region_name}:{self.account_id}:"
        account_names = {self.account_id, f"arn:{self.partition}:iam::{self.account_id}:root"}
        ways = []
        for action, resource in (("s3:GetBucketAcl", bucket_arn), ("s3:PutObject", path)):
            service = by_service(
                PRINCIPAL, action, resource, source_account=self.account_id, source_arn=source, **self._organization()
            )
            requests = [service.extended({"s3:x-amz-acl": "bucket-owner-full-control"})]
            requests += [
                Access("AWS", frozenset({*account_names, role}), action, resource, self._principal(role))
                for role in roles
                if "/aws-service-role/" not in role
            ]
            ways.append(requests)
        return ways

    def _organization(self) -> dict[str, str]:
        organization = organization_of(self.account_id)
        return {"source_org_id": organization.org.id} if organization and organization.org else {}

    def _principal(self, role: str) -> dict[str, str]:
        organization = organization_of(self.account_id)
        of = {"aws:principalorgid": organization.org.id} if organization and organization.org else {}
        always = {"aws:securetransport": "true", "s3:x-amz-acl": "bucket-owner-full-control"}
        return {"aws:principalarn": role, "aws:principalaccount": self.account_id, **always, **of}


def apply() -> None:
    """Let moto create these backends."""
    config_backends.backend = Config
