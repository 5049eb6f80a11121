"""The log archive of the organization."""

from __future__ import annotations

from cdktf import TerraformResource
from constructs import Construct

import aws_org
from foundation.names import ACCESS_ROLE, ORG_ROOT
from stacks.account_stack import AccountStack
from stacks.baseline import add_recorders

TRAIL = "organization"
ACCESS_LOG_DAYS = 365


class LogArchive(Construct):
    """
    The buckets for the records of CloudTrail and Config, and the management account's trail and recorder.

    The trail and the recorder are here and not in the management account's own stack, because they need buckets in an
    account that is created after it.
    """

    config_ready: list[TerraformResource]

    def __init__(
        self, stack: AccountStack, *, account_id: str, management_account_id: str, organization_id: str
    ) -> None:
        super().__init__(stack, "logs")
        self._stack = stack
        self._account_id = account_id
        self._management_account_id = management_account_id
        self._organization_id = organization_id
        # every principal of the management account is an administrator who deploys
        self._deployer = None if stack.key == ORG_ROOT else aws_org.CrossAccountRole.arn_for(account_id, ACCESS_ROLE)
        organization = stack.organization
        self._add_origins()

        logs = aws_org.AccessLogBucket(
            self,
            "access",
            name=organization.access_log_bucket,
            account_id=account_id,
            retention_days=ACCESS_LOG_DAYS,
            deployer_arn=self._deployer,
        )
        self.config_ready = []
        if organization.cloudtrail.enabled:
            self._trail(logs.bucket_name)
        if organization.config.enabled:
            self._config(logs.bucket_name)

    def _add_origins(self) -> None:
        origins = {
            "access": "log_account",
            "trail": "cloudtrail",
            "organization-trail": "cloudtrail",
            "trail-log-group": "root_sign_in_alarm",
            "alarms": "root_sign_in_alarm",
            "root-sign-in": "root_sign_in_alarm",
            "config": "config",
            ORG_ROOT: "config",
        }
        for construct, key in origins.items():
            self._stack.origins.add(["logs", construct], (key,))

    def _trail(self, log_bucket: str) -> None:
        organization = self._stack.organization
        bucket = aws_org.TrailBucket(
            self,
            "trail",
            name=organization.trail_bucket,
            account_id=self._account_id,
            management_account_id=self._management_account_id,
            organization_id=self._organization_id,
            trail_name=TRAIL,
            home_region=organization.region,
            retention_days=organization.cloudtrail.retention_days,
            log_bucket=log_bucket,
            deployer_arn=self._deployer,
        )
        management = self._stack.in_management_account(organization.region)
        group = self._log_group() if organization.root_sign_in_alarm else None
        aws_org.OrganizationTrail(
            self,
            "organization-trail",
            name=TRAIL,
            bucket_name=bucket.bucket_name,
            kms_key_arn=bucket.kms_key_arn,
            log_group_arn=group.log_group_arn if group else None,
            log_role_arn=group.role_arn if group else None,
            depends_on=[*bucket.ready, *(group.ready if group else [])],
            provider=management,
        )

    def _log_group(self) -> aws_org.TrailLogGroup:
        organization = self._stack.organization
        alarm = organization.root_sign_in_alarm
        assert alarm is not None
        management = self._stack.in_management_account(organization.region)
        group = aws_org.TrailLogGroup(
            self,
            "trail-log-group",
            trail_name=TRAIL,
            management_account_id=self._management_account_id,
            organization_id=self._organization_id,
            home_region=organization.region,
            provider=management,
        )
        topic = aws_org.AlarmTopic(
            self,
            "alarms",
            name="organization-alarms",
            account_id=self._management_account_id,
            emails=[alarm.email],
            provider=management,
        )
        aws_org.RootSignInAlarm(
            self,
            "root-sign-in",
            log_group_name=group.log_group_name,
            topic_arn=topic.topic_arn,
            provider=management,
        )
        return group

    def _config(self, log_bucket: str) -> None:
        organization = self._stack.organization
        bucket = aws_org.ConfigBucket(
            self,
            "config",
            name=organization.config_bucket,
            organization_id=self._organization_id,
            retention_days=organization.config.retention_days,
            log_bucket=log_bucket,
            deployer_arn=self._deployer,
        )
        self.config_ready = bucket.ready
        if self._stack.key != ORG_ROOT:
            management = Construct(self, ORG_ROOT)
            add_recorders(management, self._stack, in_management_account=True, after=bucket.ready)
