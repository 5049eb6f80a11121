"""GuardDuty in one account and region."""

from __future__ import annotations

from collections.abc import Collection

from cdktf import TerraformProvider, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.guardduty_detector import GuarddutyDetector as Detector
from cdktf_cdktf_provider_aws.guardduty_detector_feature import GuarddutyDetectorFeature
from constructs import Construct

FEATURES = (
    "EBS_MALWARE_PROTECTION",
    "EKS_AUDIT_LOGS",
    "LAMBDA_NETWORK_LOGS",
    "RDS_LOGIN_EVENTS",
    "RUNTIME_MONITORING",
    "S3_DATA_EVENTS",
)
"""
Features besides the detector's own sources. `EKS_RUNTIME_MONITORING` is the older part of `RUNTIME_MONITORING`; AWS
rejects both together.

Source: https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html (2026-11-22).
"""

FINDING_FREQUENCY = "FIFTEEN_MINUTES"


class GuardDutyDetector(Construct):
    """
    GuardDuty in one account and region: its detector, with the named features on and every other one off.

    With `features=None` the administrator account sets them: a member of an organization cannot change its own. An
    account has one detector in a region. Removing the construct deletes the detector with its findings. The construct
    does not change settings of the agents of runtime monitoring, which belong to the owners of workloads.
    """

    detector_id: str
    resource: Detector

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        features: Collection[str] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.resource = Detector(
            self, "detector", enable=True, finding_publishing_frequency=FINDING_FREQUENCY, provider=provider
        )
        self.detector_id = self.resource.id
        agents = TerraformResourceLifecycle(ignore_changes=["additional_configuration"])
        for name in FEATURES if features is not None else ():
            GuarddutyDetectorFeature(
                self,
                name,
                detector_id=self.detector_id,
                name=name,
                status="ENABLED" if name in (features or ()) else "DISABLED",
                provider=provider,
                lifecycle=agents,
            )
