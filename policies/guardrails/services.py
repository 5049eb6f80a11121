"""Guardrails that keep the organization's security services running."""

from __future__ import annotations

from collections.abc import Callable

from policies.document import Statement
from policies.guardrails.model import Context, Guardrail, Values, deny, unless_exempt


def _protect(*actions: str) -> Callable[[Values, Context], tuple[Statement, ...]]:
    return lambda _, context: (deny(actions, condition=unless_exempt(context)),)


PROTECT_CLOUDTRAIL = Guardrail(
    name="protect-cloudtrail",
    stops="Stopping, changing and deleting trails and event data stores.",
    breaks="Principals cannot change their own trails. They can still create new ones.",
    recommended="root",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    protects=True,
    room=650,
    build=_protect(
        "cloudtrail:DeleteEventDataStore",
        "cloudtrail:DeleteTrail",
        "cloudtrail:PutEventSelectors",
        "cloudtrail:PutInsightSelectors",
        "cloudtrail:StopEventDataStoreIngestion",
        "cloudtrail:StopLogging",
        "cloudtrail:UpdateEventDataStore",
        "cloudtrail:UpdateTrail",
    ),
)

PROTECT_GUARDDUTY = Guardrail(
    name="protect-guardduty",
    stops="Disabling GuardDuty, leaving its administrator account, and changing its data sources.",
    breaks="Principals of the security account cannot change settings by hand. They can change findings and filters.",
    recommended="root",
    source="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html",
    protects=True,
    room=900,
    build=_protect(
        "guardduty:DeleteDetector",
        "guardduty:DeleteMembers",
        "guardduty:DeletePublishingDestination",
        "guardduty:DisableOrganizationAdminAccount",
        "guardduty:DisassociateFromAdministratorAccount",
        "guardduty:DisassociateFromMasterAccount",
        "guardduty:DisassociateMembers",
        "guardduty:StopMonitoringMembers",
        "guardduty:UpdateDetector",
        "guardduty:UpdateMemberDetectors",
        "guardduty:UpdateOrganizationConfiguration",
        "guardduty:UpdatePublishingDestination",
    ),
)

PROTECT_CONFIG = Guardrail(
    name="protect-config",
    stops="Changing and deleting the recorder of AWS Config, its delivery channel, aggregators and retention.",
    breaks="Principals cannot set up Config in another region by hand. They can change rules and conformance packs.",
    recommended="root",
    source="https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html",
    protects=True,
    room=900,
    build=_protect(
        "config:AssociateResourceTypes",
        "config:DeleteConfigurationAggregator",
        "config:DeleteConfigurationRecorder",
        "config:DeleteDeliveryChannel",
        "config:DeleteRetentionConfiguration",
        "config:DisassociateResourceTypes",
        "config:PutConfigurationAggregator",
        "config:PutConfigurationRecorder",
        "config:PutDeliveryChannel",
        "config:PutRetentionConfiguration",
        "config:StopConfigurationRecorder",
    ),
)

PROTECT_ACCESS_ANALYZER = Guardrail(
    name="protect-access-analyzer",
    stops="Changing and deleting analyzers of IAM Access Analyzer.",
    breaks="Principals cannot delete their own analyzers. They can change findings and archive rules.",
    recommended="root",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
    protects=True,
    room=400,
    build=_protect("access-analyzer:DeleteAnalyzer", "access-analyzer:UpdateAnalyzer"),
)
