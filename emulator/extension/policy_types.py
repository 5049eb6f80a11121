"""
Policy types of AWS Organizations that moto lacks, and the effect of disabling a type.

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
        """Create a policy of any type. Where moto refuses the type, create it with another one and change that."""
        type = kwargs["Type"]
        if type not in MOTO_HAS_NO_ARN_FOR:
            return super().create_policy(**kwargs)
        super().create_policy(**{**kwargs, "Type": PolicyType.TAG.value})
        policy = self.policies[-1]
        policy.type, policy._arn_format = type, ARN_FORMAT.format(type=type.lower())
        return policy.describe()

    def disable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        """Disable a type and detach its policies. Enabling it again attaches only AWS's own."""
        root = super().disable_policy_type(**kwargs)
        for policy in self._of_type(kwargs["PolicyType"]):
            for target in [*policy.attachments]:
                target.attached_policies.remove(policy)
            policy.attachments.clear()
        return root

    def enable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        """Enable a type and attach AWS's own policy (FullAWSAccess, RCPFullAWSAccess) to every target."""
        root = super().enable_policy_type(**kwargs)
        targets: list[Any] = [*self.ou, *self.accounts]
        for policy in self._of_type(kwargs["PolicyType"]):
            for target in targets if policy.aws_managed else ():
                self.attach_policy(PolicyId=policy.id, TargetId=target.id)
        return root

    def _of_type(self, type: str) -> list[FakePolicy]:
        return [policy for policy in self.policies if policy.type == type]


def apply() -> None:
    """Add the types to moto's lists."""
    for known in (FakePolicy.SUPPORTED_POLICY_TYPES, FakeRoot.SUPPORTED_POLICY_TYPES):
        known.extend(type for type in ADDED if type not in known)
