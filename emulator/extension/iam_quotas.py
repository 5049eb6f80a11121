"""
IAM's quotas of sizes and numbers of policies.

Operations: IAM CreateRole, UpdateAssumeRolePolicy, CreatePolicy, CreatePolicyVersion, PutUserPolicy, PutGroupPolicy,
PutRolePolicy, AttachUserPolicy, AttachGroupPolicy, AttachRolePolicy, AddUserToGroup (LimitExceeded). Source: IAM API
Reference; IAM User Guide, "IAM and AWS STS quotas".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moto.iam.exceptions import LimitExceededException
from moto.iam.models import IAMBackend, ManagedPolicy, Role

from emulator.extension import quotas
from emulator.extension.trust import demand_existing_principals


class Quotas(IAMBackend):
    """The quotas of users, groups, roles and policies."""

    def create_role(self, role_name: str, assume_role_policy_document: str, *args: Any, **kwargs: Any) -> Role:
        """Demand a small trust policy that names existing users and roles."""
        _demand_trust_policy(assume_role_policy_document)
        return super().create_role(role_name, assume_role_policy_document, *args, **kwargs)

    def update_assume_role_policy(self, role_name: str, policy_document: str) -> None:
        """Demand the same as for a new role."""
        _demand_trust_policy(policy_document)
        super().update_assume_role_policy(role_name, policy_document)

    def create_policy(
        self, description: str, path: str, policy_document: str, *args: Any, **kwargs: Any
    ) -> ManagedPolicy:
        """Demand the quota of a managed policy's size."""
        _demand_policy_size(policy_document)
        return super().create_policy(description, path, policy_document, *args, **kwargs)

    def create_policy_version(self, policy_arn: str, policy_document: str, set_as_default: bool) -> Any:
        """Demand the same quota for each version."""
        _demand_policy_size(policy_document)
        return super().create_policy_version(policy_arn, policy_document, set_as_default)

    def put_user_policy(self, user_name: str, policy_name: str, policy_json: str) -> None:
        """Demand the quota that all inline policies of a user share."""
        policies = self.get_user(user_name).policies
        _demand_inline_size(f"user {user_name}", policies, policy_name, policy_json, quotas.USER_INLINE_CHARACTERS)
        super().put_user_policy(user_name, policy_name, policy_json)

    def put_group_policy(self, group_name: str, policy_name: str, policy_json: str) -> None:
        """Demand the quota that all inline policies of a group share."""
        policies = self.get_group(group_name).policies
        _demand_inline_size(f"group {group_name}", policies, policy_name, policy_json, quotas.GROUP_INLINE_CHARACTERS)
        super().put_group_policy(group_name, policy_name, policy_json)

    def put_role_policy(self, role_name: str, policy_name: str, policy_json: str) -> None:
        """Demand the quota that all inline policies of a role share."""
        policies = self.get_role(role_name).policies
        _demand_inline_size(f"role {role_name}", policies, policy_name, policy_json, quotas.ROLE_INLINE_CHARACTERS)
        super().put_role_policy(role_name, policy_name, policy_json)

    def attach_user_policy(self, policy_arn: str, user_name: str) -> None:
        """Demand the quota of managed policies per user."""
        _demand_room("PoliciesPerUser", self.get_user(user_name).managed_policies, policy_arn, quotas.POLICIES_PER_USER)
        super().attach_user_policy(policy_arn, user_name)

    def attach_group_policy(self, policy_arn: str, group_name: str) -> None:
        """Demand the quota of managed policies per group."""
        attached = self.get_group(group_name).managed_policies
        _demand_room("PoliciesPerGroup", attached, policy_arn, quotas.POLICIES_PER_GROUP)
        super().attach_group_policy(policy_arn, group_name)

    def attach_role_policy(self, policy_arn: str, role_name: str) -> None:
        """Demand the quota of managed policies per role."""
        _demand_room("PoliciesPerRole", self.get_role(role_name).managed_policies, policy_arn, quotas.POLICIES_PER_ROLE)
        super().attach_role_policy(policy_arn, role_name)

    def add_user_to_group(self, group_name: str, user_name: str) -> None:
        """Demand the quota of groups per user."""
        groups = [group.name for group in self.get_groups_for_user(user_name)]
        _demand_room("GroupsPerUser", groups, group_name, quotas.GROUPS_PER_USER)
        super().add_user_to_group(group_name, user_name)


def _demand_trust_policy(document: str) -> None:
    _demand_size("ACLSizePerRole", document, quotas.TRUST_POLICY_CHARACTERS)
    demand_existing_principals(document)


def _demand_policy_size(document: str) -> None:
    _demand_size("PolicySize", document, quotas.MANAGED_POLICY_CHARACTERS)


def _demand_size(quota: str, document: str, limit: int) -> None:
    if quotas.iam_size(document) > limit:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {limit}")


def _demand_inline_size(owner: str, policies: Mapping[str, str], name: str, document: str, limit: int) -> None:
    if quotas.iam_size(*{**policies, name: document}.values()) > limit:
        raise LimitExceededException(f"Maximum policy size of {limit} bytes exceeded for {owner}")


def _demand_room(quota: str, present: Iterable[str], new: str, limit: int) -> None:
    if len({*present, new}) > limit:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {limit}")
