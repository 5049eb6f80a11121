"""The guardrail that keeps work in chosen regions."""

from __future__ import annotations

from policies.document import Statement
from policies.guardrails.model import Context, Guardrail, Values, unless_exempt
from policies.guardrails.parameters import REGIONS

_GLOBAL = (
    "access-analyzer:*",
    "account:*",
    "acm:*",
    "artifact:*",
    "aws-marketplace-management:*",
    "aws-marketplace:*",
    "bcm-dashboards:*",
    "bcm-data-exports:*",
    "bcm-pricing-calculator:*",
    "bcm-recommended-actions:*",
    "billing:*",
    "billingconductor:*",
    "budgets:*",
    "ce:*",
    "chatbot:*",
    "chime:*",
    "cloudfront-keyvaluestore:*",
    "cloudfront:*",
    "cloudtrail:LookupEvents",
    "compute-optimizer:*",
    "config:*",
    "consolidatedbilling:*",
    "cost-optimization-hub:*",
    "cur:*",
    "customer-verification:*",
    "directconnect:*",
    "ec2:DescribeRegions",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnGateways",
    "ecr-public:*",
    "fms:*",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "identitystore:*",
    "invoicing:*",
    "kms:*",
    "networkmanager:*",
    "notifications-contacts:*",
    "notifications:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "purchase-orders:*",
    "resource-explorer-2:*",
    "route53:*",
    "route53-recovery-cluster:*",
    "route53-recovery-control-config:*",
    "route53-recovery-readiness:*",
    "route53domains:*",
    "s3:*AccountPublic*",
    "s3:*MultiRegionAccessPoint*",
    "s3:ListAllMyBuckets",
    "savingsplans:*",
    "servicequotas:*",
    "shield:*",
    "signin:*",
    "sso:*",
    "sso-directory:*",
    "sso-oauth:*",
    "sts:*",
    "support:*",
    "support-console:*",
    "supportapp:*",
    "supportauthz:*",
    "supportplans:*",
    "sustainability:*",
    "tax:*",
    "trustedadvisor:*",
    "uxc:*",
    "waf:*",
    "waf-regional:*",
    "wafv2:*",
    "wellarchitected:*",
)
"""
What has no region, or answers from one region for all, which is us-east-1 for most.

Besides the services of AWS's own example it holds what has come since: account management, sign-in, Identity Center,
billing in its parts, notifications, support plans. Sources (2026-11-22), the second for where services answer:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html,
https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html.
"""


def _limit_regions(values: Values, context: Context) -> tuple[Statement, ...]:
    outside = {"StringNotEquals": {"aws:RequestedRegion": values["regions"]}}
    return (
        {"Effect": "Deny", "NotAction": _GLOBAL, "Resource": "*", "Condition": outside | {**unless_exempt(context)}},
    )


LIMIT_REGIONS = Guardrail(
    name="limit-regions",
    stops=(
        "Work in regions that are not named. Services without a region, or in one for all, go on, and so do KMS, ACM, "
        "Config and Access Analyzer everywhere."
    ),
    breaks=(
        "What must be in us-east-1 (Lambda@Edge, query logs of Route 53, billing metrics) unless that region is named; "
        "cross-region inference of Bedrock; security services switched on in other regions by people."
    ),
    recommended="root, with the home region, the other regions in use, and us-east-1",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    parameters=(REGIONS,),
    protects=True,
    room=1_900,
    build=_limit_regions,
)
