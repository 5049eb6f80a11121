"""
GuardDuty's detectors: one in each account and region.

Operations: GuardDuty CreateDetector, GetDetector, UpdateDetector, DeleteDetector, TagResource, UntagResource,
ListTagsForResource. Source: GuardDuty API Reference, these operations; GuardDuty User Guide, "Suspending or disabling
GuardDuty" (members must be disassociated before).
"""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.guardduty.exceptions import DetectorNotFoundException
from moto.guardduty.models import Detector, GuardDutyBackend

from emulator.extension.guardduty_features import (
    ALWAYS_ON,
    BadRequest,
    Settings,
    change,
    data_sources,
    defaults,
    describe,
    from_data_sources,
)


class FullDetector(Detector):
    """moto's detector with its protection plans."""

    settings: Settings

    def to_json(self) -> dict[str, Any]:
        """Return the answer of GetDetector with the default plans, which moto lacks."""
        always = [{"name": name, "status": "ENABLED", "updatedAt": self.updated_at} for name in ALWAYS_ON]
        base = {name: {"status": "ENABLED"} for name in ("cloudTrail", "dnsLogs", "flowLogs")}
        return {
            **super().to_json(),
            "features": always + describe(self.settings, "status", dated=True),
            "dataSources": base | data_sources(self.settings, lambda status: {"status": status}),
        }


class Detectors(GuardDutyBackend):
    """The detector of an account in a region."""

    def create_detector(self, enable: bool, *args: Any, **kwargs: Any) -> str:
        """Create the detector; raise when one exists."""
        if self.detectors:
            raise BadRequest("a detector already exists for the current account.")
        return self._create(enable, *args, **kwargs).id

    def _create(
        self,
        enable: bool,
        finding_publishing_frequency: str | None = None,
        data_sources: dict[str, Any] | None = None,
        tags: dict[str, str] | None = None,
        features: list[dict[str, Any]] | None = None,
    ) -> FullDetector:
        now = utcnow()
        frequency = finding_publishing_frequency or "SIX_HOURS"
        detector: Any = FullDetector(self.account_id, self.region_name, now, frequency, enable, {}, tags or {}, [])
        detector.settings = defaults("ENABLED", "DISABLED")
        older = from_data_sources(data_sources, "enable", ("DISABLED", "ENABLED"))
        change(detector.settings, [*older, *(features or ())], "status")
        self.detectors[detector.id] = detector
        return self.own(detector.id)

    def update_detector(
        self,
        detector_id: str,
        enable: bool | None,
        finding_publishing_frequency: str | None,
        data_sources: dict[str, Any] | None,
        features: list[dict[str, Any]] | None,
    ) -> None:
        """Change the named settings; the others stay."""
        detector = self.own(detector_id)
        older = from_data_sources(data_sources, "enable", ("DISABLED", "ENABLED"))
        change(detector.settings, [*older, *(features or ())], "status")
        detector.updated_at = utcnow()
        detector.enabled = detector.enabled if enable is None else enable
        detector.finding_publish_freq = finding_publishing_frequency or detector.finding_publish_freq

    def own(self, detector_id: str) -> FullDetector:
        """Return this account's detector with this id."""
        detector = self.detectors.get(detector_id)
        if not isinstance(detector, FullDetector):
            raise DetectorNotFoundException
        return detector

    def ensure(self) -> FullDetector:
        """Return the account's detector; create it without optional protection plans when it is missing."""
        for detector in self.detectors.values():
            if isinstance(detector, FullDetector):
                return detector
        detector = self._create(True)
        detector.settings = defaults("DISABLED", "DISABLED")
        return detector

    def tags(self, arn: str) -> dict[str, str]:
        """Return the tags of a detector; the caller may change them."""
        return self.own(arn.rpartition("/")[2]).tags
