"""GuardDuty for an organization, in one region."""

from __future__ import annotations

from collections.abc import Collection

from cdktf import TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.guardduty_organization_admin_account import GuarddutyOrganizationAdminAccount
from cdktf_cdktf_provider_aws.guardduty_organization_configuration import GuarddutyOrganizationConfiguration
from cdktf_cdktf_provider_aws.guardduty_organization_configuration_feature import (
    GuarddutyOrganizationConfigurationFeature,
)
from constructs import Construct

from aws_org.guardduty_detector import FEATURES, GuardDutyDetector


class GuardDutyAdministrator(Construct):
    """
    The account that administers GuardDuty for the whole organization in one region, and enables it in every account.

    It needs two providers of that region: `provider` of the account itself and `management_provider` of the management
    account, which designates it. GuardDuty needs trusted access. Every account gets a detector with the named features
    within a day, new accounts when they join. The management account gets one only if it already has a detector. The
    account must be the same in all regions. Before appointing another account or removing the construct, disassociate
    its members in GuardDuty, because AWS does not delete a detector with members. The members' own detectors continue,
    and cost money, until they are deleted too.
    Source: https://docs.aws.amazon.com/guardduty/latest/ug/change-guardduty-delegated-admin.html (2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        management_provider: TerraformProvider,
        features: Collection[str] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        detector = GuardDutyDetector(self, "detector", features=features, provider=provider)
        designation = GuarddutyOrganizationAdminAccount(
            self,
            "designation",
            admin_account_id=account_id,
            provider=management_provider,
            depends_on=[detector.resource],  # otherwise GuardDuty creates a detector unknown to Terraform
        )
        members = GuarddutyOrganizationConfiguration(
            self,
            "members",
            detector_id=detector.detector_id,
            auto_enable_organization_members="ALL",
            provider=provider,
            depends_on=[designation],
        )
        agents = TerraformResourceLifecycle(ignore_changes=["additional_configuration"])
        for name in FEATURES:
            GuarddutyOrganizationConfigurationFeature(
                self,
                name,
                detector_id=detector.detector_id,
                name=name,
                auto_enable="ALL" if name in features else "NONE",
                provider=provider,
                depends_on=[members],
                lifecycle=agents,
            )
