"""The catalogue of guardrails."""

from __future__ import annotations

from policies.guardrails import accounts, buckets, compute, deletion, regions, roles, services

CATALOGUE = {
    guardrail.name: guardrail
    for guardrail in (
        accounts.DENY_ALL,
        accounts.DENY_LEAVING_ORGANIZATION,
        accounts.DENY_ROOT_USER,
        accounts.DENY_IAM_USERS,
        accounts.DENY_REGION_CHANGES,
        accounts.DENY_ACCOUNT_CHANGES,
        roles.PROTECT_DEPLOYMENT_ROLES,
        services.PROTECT_CLOUDTRAIL,
        services.PROTECT_CONFIG,
        services.PROTECT_GUARDDUTY,
        services.PROTECT_ACCESS_ANALYZER,
        regions.LIMIT_REGIONS,
        compute.DENY_PUBLIC_SNAPSHOTS,
        compute.REQUIRE_EBS_ENCRYPTION,
        compute.REQUIRE_IMDSV2,
        buckets.DENY_S3_PUBLIC_ACCESS,
        buckets.PROTECT_BUCKETS,
        roles.PROTECT_ROLES,
        deletion.DENY_KMS_KEY_DELETION,
        deletion.DENY_HOSTED_ZONE_DELETION,
        deletion.DENY_LOG_DELETION,
        compute.LIMIT_INSTANCE_TYPES,
        buckets.REQUIRE_S3_ENCRYPTION_HEADER,
        buckets.REQUIRE_TLS,
    )
}
"""
The order and each guardrail's room are a contract: both determine the policy that holds a guardrail. So using a
guardrail or changing its size changes no policy but its own. Add new guardrails at the end.
"""


def rooms(policy_type: str) -> dict[str, int]:
    """Return the room of every guardrail of a kind, in the order of the catalogue, for `policies.packing.pack`."""
    return {name: one.room for name, one in CATALOGUE.items() if one.policy_type == policy_type}
