"""
Policies of AWS Organizations: their sizes, numbers and attachments.

Operations: Organizations CreatePolicy, UpdatePolicy, AttachPolicy, DetachPolicy. Source: AWS Organizations API
Reference, these operations and ConstraintViolationException.
"""

from __future__ import annotations

from typing import Any

from moto.organizations import utils
from moto.organizations.exceptions import DuplicatePolicyException, OrganizationsClientError
from moto.organizations.models import FakePolicy

from emulator.extension import quotas
from emulator.extension.constraint_violation import ConstraintViolation
from emulator.extension.policy_documents import demand_well_formed
from emulator.extension.policy_types import PolicyTypes
from emulator.extension.stable_ids import ALPHANUMERIC, next_id, stable_id, unused
from foundation.policy_types import PolicyType


class Policies(PolicyTypes):
    """Policies of the organization, and their attachments."""

    def create_policy(self, **kwargs: Any) -> dict[str, Any]:
        """Create a well-formed policy of at most its type's size."""
        _demand_size(kwargs["Type"], kwargs["Content"])
        demand_well_formed(kwargs["Type"], kwargs["Content"])
        id = unused(
            lambda attempt: "p-" + stable_id(ALPHANUMERIC, utils.POLICY_ID_SIZE, kwargs["Name"], attempt),
            {policy.id for policy in self.policies},
        )
        with next_id("make_random_policy_id", id):
            return super().create_policy(**kwargs)

    def update_policy(self, **kwargs: Any) -> dict[str, Any]:
        """Apply the same rules, and demand a unique name."""
        policy = self.get_policy_by_id(kwargs["PolicyId"])
        if "Content" in kwargs:
            _demand_size(policy.type, kwargs["Content"])
            demand_well_formed(policy.type, kwargs["Content"])
        if any(other is not policy and other.name == kwargs.get("Name") for other in self.policies):
            raise DuplicatePolicyException
        return super().update_policy(**kwargs)

    def attach_policy(self, **kwargs: Any) -> None:
        """Attach a policy once, if its type is enabled in the root and the target has room."""
        policy = self.get_policy_by_id(kwargs["PolicyId"])
        if not policy.aws_managed:  # moto attaches those itself to each target that it creates
            self._demand_attachable(policy, kwargs["TargetId"])
        super().attach_policy(**kwargs)

    def detach_policy(self, **kwargs: Any) -> None:
        """Detach an attached policy, but neither the last service control policy nor RCPFullAWSAccess."""
        policy, target = self.get_policy_by_id(kwargs["PolicyId"]), kwargs["TargetId"]
        attached = self._attached(target, policy.type)
        if policy not in attached:
            raise OrganizationsClientError("PolicyNotAttachedException", f"{policy.id} is not attached to {target}.")
        last_scp = policy.type == PolicyType.SERVICE_CONTROL and len(attached) <= quotas.MIN_SCPS_PER_TARGET
        if last_scp or policy.id == utils.DEFAULT_RCP_POLICY_ID:
            raise ConstraintViolation("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", f"{target} must keep {policy.name}.")
        super().detach_policy(**kwargs)

    def _demand_attachable(self, policy: FakePolicy, target: str) -> None:
        enabled = {kind["Type"] for root in self.list_roots()["Roots"] for kind in root["PolicyTypes"]}
        if policy.type not in enabled:
            raise OrganizationsClientError("PolicyTypeNotEnabledException", f"{policy.type} is not enabled.")
        attached = self._attached(target, policy.type)
        if policy in attached:
            raise OrganizationsClientError("DuplicatePolicyAttachmentException", f"{policy.id} is already attached.")
        if len(attached) >= quotas.POLICIES_PER_TARGET.get(policy.type, 10):
            raise ConstraintViolation(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", f"{target} has {len(attached)} policies of this type."
            )

    def _attached(self, target: str, policy_type: str) -> list[FakePolicy]:
        candidates: list[Any] = [*self.ou, *self.accounts]
        for candidate in candidates:
            if candidate.id == target:
                return [policy for policy in candidate.attached_policies if policy.type == policy_type]
        raise OrganizationsClientError("TargetNotFoundException", f"{target} does not exist.")


def _demand_size(policy_type: str, content: str) -> None:
    limit = quotas.POLICY_CHARACTERS.get(policy_type)
    if limit and len(content) > limit:
        message = f"The policy has {len(content):,} characters, at most {limit:,} are allowed."
        raise ConstraintViolation("POLICY_CONTENT_LIMIT_EXCEEDED", message)
