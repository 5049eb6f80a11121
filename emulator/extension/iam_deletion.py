"""
Deletion of users, groups and policies, refused while they are in use.

Operations: IAM DeleteUser, DeleteGroup, DeletePolicy (DeleteConflict). Source: IAM API Reference.
"""

from __future__ import annotations

from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend


class Deletion(IAMBackend):
    """The conditions of a deletion."""

    def delete_user(self, user_name: str) -> None:
        """Delete a user without memberships and credentials."""
        user = self.get_user(user_name)
        _demand_none("remove users from group", self.get_groups_for_user(user_name))
        _demand_none("delete access keys", user.access_keys)
        _demand_none("delete login profile", user.password)
        _demand_none("delete MFA device", user.mfa_devices)
        super().delete_user(user_name)

    def delete_group(self, group_name: str) -> None:
        """Delete a group without users and policies."""
        group = self.get_group(group_name)
        _demand_none("remove users from group", group.users)
        _demand_none("detach all policies", group.managed_policies)
        _demand_none("delete policies", group.policies)
        super().delete_group(group_name)

    def delete_policy(self, policy_arn: str) -> None:
        """Delete a policy that is attached to nothing."""
        if self.get_policy(policy_arn).attachment_count:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        super().delete_policy(policy_arn)


def _demand_none(duty: str, present: object) -> None:
    if present:
        raise DeleteConflictException(f"Cannot delete entity, must {duty} first.")
