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
    breaks="People cannot change trails of their own; new ones they can still create.",
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
    stops="Switching GuardDuty off, for an account or by leaving its administrator, and changing what it watches.",
    breaks="The people of the security account cannot change its settings by hand; findings and filters they can.",
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
    stops="Changing and deleting the recorder of AWS Config, its delivery, aggregators and how long it keeps things.",
    breaks="People cannot set Config up in another region by hand; rules and conformance packs they can.",
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
    breaks="People cannot delete analyzers of their own; findings and archive rules they can change.",
    recommended="root",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
    protects=True,
    room=400,
    build=_protect("access-analyzer:DeleteAnalyzer", "access-analyzer:UpdateAnalyzer"),
)
