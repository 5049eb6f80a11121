"""
Users, groups and policies go last, after everything that hangs on them.

Operations: IAM DeleteUser, DeleteGroup, DeletePolicy (DeleteConflict). Source: IAM API Reference.
"""

from __future__ import annotations

from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend


class Deletion(IAMBackend):
    """What must be gone before."""

    def delete_user(self, user_name: str) -> None:
        """A user goes last, after everything that belongs to the user."""
        user = self.get_user(user_name)
        _demand_none("remove users from group", self.get_groups_for_user(user_name))
        _demand_none("delete access keys", user.access_keys)
        _demand_none("delete login profile", user.password)
        _demand_none("delete MFA device", user.mfa_devices)
        super().delete_user(user_name)

    def delete_group(self, group_name: str) -> None:
        """A group goes last too."""
        group = self.get_group(group_name)
        _demand_none("remove users from group", group.users)
        _demand_none("detach all policies", group.managed_policies)
        _demand_none("delete policies", group.policies)
        super().delete_group(group_name)

    def delete_policy(self, policy_arn: str) -> None:
        """An attached policy stays."""
        if self.get_policy(policy_arn).attachment_count:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        super().delete_policy(policy_arn)


def _demand_none(duty: str, present: object) -> None:
    if present:
        raise DeleteConflictException(f"Cannot delete entity, must {duty} first.")
