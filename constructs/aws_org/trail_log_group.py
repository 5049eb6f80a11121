"""The CloudWatch log group of a trail."""

from __future__ import annotations

from cdktf import TerraformProvider, TerraformResource
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from policies import audit


class TrailLogGroup(Construct):
    """
    The CloudWatch log group to which an organization trail also writes, for alarms.

    It must be in the management account and the trail's home region. CloudWatch costs about half a dollar for a
    gigabyte of events of the whole organization, and encrypts them with its own key. They are deleted after
    `retention_days`; the trail's bucket keeps them. The trail must wait for the resources in `ready`.
    """

    log_group_name: str
    log_group_arn: str
    role_arn: str
    ready: list[TerraformResource]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trail_name: str,
        management_account_id: str,
        organization_id: str,
        home_region: str,
        retention_days: int = 90,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        group = CloudwatchLogGroup(
            self, "log-group", name=trail_name, retention_in_days=retention_days, provider=provider
        )
        trail = audit.trail_arn(home_region, management_account_id, trail_name)
        source = {"StringEquals": {"aws:SourceAccount": management_account_id, "aws:SourceArn": trail}}
        role = IamRole(
            self,
            "role",
            name=f"{trail_name}-log",
            description=f"Lets the trail {trail_name} write to CloudWatch.",
            assume_role_policy=audit.trust_service(audit.CLOUDTRAIL, source=source),
            provider=provider,
        )
        allowed = audit.write_trail_streams(home_region, management_account_id, organization_id, trail_name)
        policy = IamRolePolicy(self, "policy", name="write", role=role.name, policy=allowed, provider=provider)

        self.log_group_name = group.name
        self.log_group_arn = group.arn
        self.role_arn = role.arn
        self.ready = [policy]
