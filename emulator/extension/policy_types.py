"""
The policy types of AWS Organizations that moto does not know, and what disabling a type takes away.

Operations: Organizations EnablePolicyType, DisablePolicyType, CreatePolicy. Source: AWS Organizations API Reference,
these operations; the types are those of the data type PolicySummary.
"""

from __future__ import annotations

from typing import Any, Final

from moto.organizations.models import FakePolicy, FakeRoot, OrganizationsBackend

from foundation.policy_types import PolicyType

ADDED: Final = (
    "BEDROCK_POLICY",
    PolicyType.CHAT.value,
    PolicyType.DECLARATIVE_EC2.value,
    "GUARDDUTY_POLICY",
    "INSPECTOR_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "S3_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "SECURITYHUB_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
)
ARN_FORMAT: Final = "arn:{{0}}:organizations::{{1}}:policy/{{2}}/{type}/{{3}}"
MOTO_HAS_NO_ARN_FOR: Final = (*ADDED, PolicyType.BACKUP.value)


class PolicyTypes(OrganizationsBackend):
    """Policies of every type."""

    def create_policy(self, **kwargs: Any) -> dict[str, Any]:
        """moto refuses to make some types, so it makes one of another type first."""
        type = kwargs["Type"]
        if type not in MOTO_HAS_NO_ARN_FOR:
            return super().create_policy(**kwargs)
        super().create_policy(**{**kwargs, "Type": PolicyType.TAG.value})
        policy = self.policies[-1]
        policy.type, policy._arn_format = type, ARN_FORMAT.format(type=type.lower())
        return policy.describe()

    def disable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        """All policies of the type are detached; enabling it again brings back AWS's own only."""
        root = super().disable_policy_type(**kwargs)
        for policy in self._of_type(kwargs["PolicyType"]):
            for target in [*policy.attachments]:
                target.attached_policies.remove(policy)
            policy.attachments.clear()
        return root

    def enable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        """Every target gets AWS's own policy of the type (FullAWSAccess, RCPFullAWSAccess)."""
        root = super().enable_policy_type(**kwargs)
        targets: list[Any] = [*self.ou, *self.accounts]
        for policy in self._of_type(kwargs["PolicyType"]):
            for target in targets if policy.aws_managed else ():
                self.attach_policy(PolicyId=policy.id, TargetId=target.id)
        return root

    def _of_type(self, type: str) -> list[FakePolicy]:
        return [policy for policy in self.policies if policy.type == type]


def apply() -> None:
    """Extend moto's lists in place."""
    for known in (FakePolicy.SUPPORTED_POLICY_TYPES, FakeRoot.SUPPORTED_POLICY_TYPES):
        known.extend(type for type in ADDED if type not in known)
