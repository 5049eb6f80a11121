"""
Names that AWS defines: managed policies, regions, services that work with Organizations.

``make data`` generates the lists of policies and regions. This module makes no network calls.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from foundation.policy_types import PolicyType

_DATA = Path(__file__).resolve().parent / "data"

POLICY_TYPES = tuple(one.value for one in PolicyType)
"""The policy types that every supported version of the AWS provider knows (5.100.0 is the oldest)."""

TRUSTED_SERVICES = (
    "access-analyzer.amazonaws.com",
    "account.amazonaws.com",
    "auditmanager.amazonaws.com",
    "aws-artifact-account-sync.amazonaws.com",
    "backup.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "compute-optimizer.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "config.amazonaws.com",
    "controltower.amazonaws.com",
    "cost-optimization-hub.bcm.amazonaws.com",
    "detective.amazonaws.com",
    "devops-guru.amazonaws.com",
    "ds.amazonaws.com",
    "ec2.amazonaws.com",
    "fms.amazonaws.com",
    "guardduty.amazonaws.com",
    "health.amazonaws.com",
    "iam.amazonaws.com",
    "inspector2.amazonaws.com",
    "ipam.amazonaws.com",
    "license-manager.amazonaws.com",
    "license-manager-linux-subscriptions.amazonaws.com",
    "license-management.marketplace.amazonaws.com",
    "macie.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "management.chatbot.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
    "mgn.amazonaws.com",
    "ram.amazonaws.com",
    "reachabilityanalyzer.networkinsights.amazonaws.com",
    "reporting.trustedadvisor.amazonaws.com",
    "resource-explorer-2.amazonaws.com",
    "securityhub.amazonaws.com",
    "securitylake.amazonaws.com",
    "servicecatalog.amazonaws.com",
    "servicequotas.amazonaws.com",
    "ssm.amazonaws.com",
    "sso.amazonaws.com",
    "stacksets.cloudformation.amazonaws.com",
    "storage-lens.s3.amazonaws.com",
    "tagpolicies.tag.amazonaws.com",
    "wellarchitected.amazonaws.com",
)
"""
Services that AWS documents as working with Organizations. Used for spelling only: a service not listed may be newer.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html (2026-11-22).
"""

OPT_IN_REGIONS = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
    }
)
"""
Regions that are disabled in a new account until an administrator of the account enables them. Source:
https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (2026-11-22).
"""


@cache
def regions() -> tuple[str, ...]:
    """Return every region of the partition `aws`."""
    return _lines("regions.txt")


@cache
def managed_policies() -> dict[str, str]:
    """Map the name of each AWS managed policy, with and without its path, to its ARN."""
    arns = {name: f"arn:aws:iam::aws:policy/{name}" for name in _lines("aws_managed_policies.txt")}
    return {name.rpartition("/")[2]: arn for name, arn in arns.items()} | arns


def _lines(file: str) -> tuple[str, ...]:
    return tuple((_DATA / file).read_text(encoding="utf-8").split())
