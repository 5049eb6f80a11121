"""
The services with trusted access and the enabled policy types: those that the rest of the file needs, and those that it
names. Both lists must be complete, because AWS disables every service and type that is not in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foundation.policy_types import PolicyType
from organization.attached_policies import policy_type
from organization.model import Organization

_BY_POLICY_TYPE: Mapping[str, str] = {
    PolicyType.BACKUP: "backup.amazonaws.com",
    PolicyType.CHAT: "management.chatbot.amazonaws.com",
    PolicyType.DECLARATIVE_EC2: "ec2.amazonaws.com",
    PolicyType.TAG: "tagpolicies.tag.amazonaws.com",
}
"""
The service that applies a type of policy. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (2026-11-22).
"""

_ALWAYS = (PolicyType.RESOURCE_CONTROL, PolicyType.SERVICE_CONTROL)  # the quarantine needs both


def policy_types(organization: Organization) -> list[str]:
    """Return the enabled policy types, in alphabetical order."""
    used = (policy_type(key, guardrail) for key, guardrail in organization.guardrails.items())
    return sorted({str(one) for one in (*_ALWAYS, *used, *organization.policy_types)})


def trusted_services(organization: Organization) -> list[str]:
    """Return the service principals with trusted access, in alphabetical order."""
    return sorted({*_services(organization), *organization.trusted_access})


def _services(organization: Organization) -> Iterator[str]:
    yield "account.amazonaws.com"  # contacts and names of members, regions
    if organization.cloudtrail.enabled:
        yield "cloudtrail.amazonaws.com"
    if organization.config.enabled:
        yield "config.amazonaws.com"
    if organization.guardduty.enabled:
        yield "guardduty.amazonaws.com"
        if "EBS_MALWARE_PROTECTION" in organization.guardduty.features:
            yield "malware-protection.guardduty.amazonaws.com"
    if organization.access_analyzer.enabled:
        yield "access-analyzer.amazonaws.com"
    if organization.centralized_root_access:
        yield "iam.amazonaws.com"
    for kind in policy_types(organization):
        if kind in _BY_POLICY_TYPE:
            yield _BY_POLICY_TYPE[kind]
