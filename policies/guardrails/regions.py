"""The guardrail that limits regions."""

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
Services without a region, or with one region for all, which is us-east-1 for most.

It holds the services of AWS's own example and newer ones: account management, sign-in, Identity Center, the parts of
billing, notifications, support plans. Sources (2026-11-22), the second for the regions of services:
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
        "Actions in other regions. It does not stop global services, nor KMS, ACM, Config and Access Analyzer in any "
        "region."
    ),
    breaks=(
        "Resources that must be in us-east-1 (Lambda@Edge, query logs of Route 53, billing metrics) unless it is "
        "allowed; cross-region inference of Bedrock; security services that principals enable in other regions."
    ),
    recommended="root, with the home region, the other regions in use, and us-east-1",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    parameters=(REGIONS,),
    protects=True,
    room=1_900,
    build=_limit_regions,
)
