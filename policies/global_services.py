"""Services with one region for all requests, and that region: the value of `aws:RequestedRegion`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_VIRGINIA = (
    *("account", "aws-portal", "bcm-dashboards", "bcm-data-exports", "bcm-pricing-calculator"),
    *("bcm-recommended-actions", "billing", "billingconductor", "budgets", "ce", "chime", "cloudfront"),
    *("consolidatedbilling", "cost-optimization-hub", "cur", "freetier", "health", "iam", "importexport", "invoicing"),
    *("notifications-contacts", "organizations", "payments", "pricingplanmanager", "purchase-orders", "route53"),
    *("route53domains", "savingsplans", "shield", "support", "sustainability", "tax", "trustedadvisor", "waf"),
)
_OREGON = (*("globalaccelerator", "networkmanager", "route53-recovery-control-config", "route53-recovery-readiness"),)
REGIONS: Mapping[str, str] = {**dict.fromkeys(_VIRGINIA, "us-east-1"), **dict.fromkeys(_OREGON, "us-west-2")}
"""
The region of each such service, by its prefix in actions.

Sources (2026-11-30): services of the partition aws that botocore has as not regionalized or signs for one region alone;
https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html (control planes),
https://docs.aws.amazon.com/general/latest/gr/billing.html and
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/Welcome.html (billing in its parts),
https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html, and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html.
"""


@lru_cache(maxsize=32_768)
def region_of(action: str) -> str:
    """Return the region of every request for an action; empty when its service is regional."""
    return REGIONS.get(action.partition(":")[0].lower(), "")
