"""A view of AWS Config's records of all accounts."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable, TerraformProvider
from cdktf_cdktf_provider_aws.config_configuration_aggregator import (
    ConfigConfigurationAggregator,
    ConfigConfigurationAggregatorOrganizationAggregationSource,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

import policies
from policies import audit


class ConfigAggregator(Construct):
    """
    Aggregates the records of AWS Config from all accounts and regions of the organization.

    It works in the management account or a delegated administrator of Config, and shows only what recorders record.
    It is free, and removing it loses no records.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str = "organization",
        role_name: str = "config-aggregator",
        depends_on: Sequence[ITerraformDependable] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        # no source condition: only this account can pass the role to Config
        role = IamRole(
            self,
            "role",
            name=role_name,
            description="Lets AWS Config list the accounts of the organization.",
            assume_role_policy=audit.trust_service(audit.CONFIG),
            provider=provider,
        )
        allowed = policies.managed_policy_arn("service-role/AWSConfigRoleForOrganizations")
        attached = IamRolePolicyAttachment(self, "policy", role=role.name, policy_arn=allowed, provider=provider)
        source = ConfigConfigurationAggregatorOrganizationAggregationSource(role_arn=role.arn, all_regions=True)
        ConfigConfigurationAggregator(
            self,
            "aggregator",
            name=name,
            organization_aggregation_source=source,
            provider=provider,
            depends_on=[attached, *depends_on],
        )
