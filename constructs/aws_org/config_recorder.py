"""AWS Config in one account and region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cdktf import ITerraformDependable, TerraformProvider
from cdktf_cdktf_provider_aws.config_configuration_recorder import (
    ConfigConfigurationRecorder,
    ConfigConfigurationRecorderRecordingGroup,
    ConfigConfigurationRecorderRecordingMode,
)
from cdktf_cdktf_provider_aws.config_configuration_recorder_status import ConfigConfigurationRecorderStatus
from cdktf_cdktf_provider_aws.config_delivery_channel import (
    ConfigDeliveryChannel,
    ConfigDeliveryChannelSnapshotDeliveryProperties,
)
from constructs import Construct

NAME = "default"


class ConfigRecorder(Construct):
    """
    AWS Config in one account and region: records every change of every resource, or its state once a day.

    Each record costs money: daily recording is cheaper where resources change often. IAM resources are the same in all
    regions, so set `records_global` in exactly one of them. The bucket must allow Config to deliver; wait for it with
    `depends_on`. An account has one recorder in a region. Removing the construct ends recording; delivered files
    remain.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        role_arn: str,
        bucket_name: str,
        records_global: bool,
        recording_frequency: Literal["CONTINUOUS", "DAILY"] = "CONTINUOUS",
        delivery_frequency: str = "TwentyFour_Hours",
        depends_on: Sequence[ITerraformDependable] = (),
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)

        recorder = ConfigConfigurationRecorder(
            self,
            "recorder",
            name=NAME,  # another name would be a second recorder, and AWS allows one
            role_arn=role_arn,
            recording_group=ConfigConfigurationRecorderRecordingGroup(
                all_supported=True, include_global_resource_types=records_global
            ),
            recording_mode=ConfigConfigurationRecorderRecordingMode(recording_frequency=recording_frequency),
            provider=provider,
        )
        # AWS demands this order, and the reverse for deleting
        channel = ConfigDeliveryChannel(
            self,
            "channel",
            name=NAME,
            s3_bucket_name=bucket_name,
            snapshot_delivery_properties=ConfigDeliveryChannelSnapshotDeliveryProperties(
                delivery_frequency=delivery_frequency
            ),
            provider=provider,
            depends_on=[recorder, *depends_on],
        )
        ConfigConfigurationRecorderStatus(
            self, "status", name=recorder.name, is_enabled=True, provider=provider, depends_on=[channel]
        )
