"""The alarm for actions of root users."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.cloudwatch_log_metric_filter import (
    CloudwatchLogMetricFilter,
    CloudwatchLogMetricFilterMetricTransformation,
)
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from constructs import Construct

ROOT_USER = (
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
)
"""
Matches sign-ins and calls of a root user, except calls that AWS services make in its name.

Source: CIS AWS Foundations Benchmark, monitoring of root usage;
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html (2026-11-22).
"""


class RootSignInAlarm(Construct):
    """
    An alarm when the root user of any account of the organization signs in or makes a call.

    It reads the log group of the organization trail, which receives events some minutes late.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        log_group_name: str,
        topic_arn: str,
        name: str = "root-user",
        namespace: str = "Organization",
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        metric = CloudwatchLogMetricFilterMetricTransformation(name=name, namespace=namespace, value="1")
        CloudwatchLogMetricFilter(
            self,
            "filter",
            name=name,
            log_group_name=log_group_name,
            pattern=ROOT_USER,
            metric_transformation=metric,
            provider=provider,
        )
        CloudwatchMetricAlarm(
            self,
            "alarm",
            alarm_name=name,
            alarm_description="A root user of the organization was used: see the log group of the organization trail.",
            namespace=namespace,
            metric_name=name,
            statistic="Sum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=[topic_arn],
            provider=provider,
        )
