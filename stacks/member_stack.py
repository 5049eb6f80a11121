"""The stack of a member account."""

from __future__ import annotations

from pathlib import Path

from cdktf_cdktf_provider_aws.iam_account_alias import IamAccountAlias
from constructs import Construct

from aws_org import CrossAccountRole
from organization.model import ACCESS_ROLE, ID, Organization, Role
from organization.policy_reference import policy_arn, role_policies
from stacks.account_stack import AccountStack
from stacks.org_root_stack import OrgRootStack


class MemberStack(AccountStack):
    """
    A member account: its alias, and a role for every group that may do something in it.

    It is reached from the management account through the role that AWS made together with the account.
    """

    def __init__(
        self, scope: Construct, key: str, *, organization: Organization, folder: Path, org_root: OrgRootStack
    ) -> None:
        super().__init__(scope, key, organization)
        self.org_root = org_root
        self.account_id = org_root.account_ids[key]
        self.provider(CrossAccountRole.arn_for(self.account_id, ACCESS_ROLE))
        IamAccountAlias(self, "alias", account_alias=organization.alias(key))
        arns = self._roles(folder)

        self.sign_in_outputs()
        self.output("account_id", self.account_id, "The account's number.")
        self.output("role_arns", arns, "The roles of the account, by the group whose people may assume them.")

    def _roles(self, folder: Path) -> dict[str, str]:
        roles = Construct(self, "roles")
        return {
            name: self._role(roles, name, group.roles[self.key], folder).role_arn
            for name, group in self.organization.groups.items()
            if self.key in group.roles
        }

    def _role(self, scope: Construct, name: str, role: Role, folder: Path) -> CrossAccountRole:
        allowed = role_policies(role.policies, folder)
        boundary = role.permissions_boundary
        return CrossAccountRole(
            scope,
            name,
            role_name=name,
            description=f"People of the group {name} in {self.organization.alias(ID)}.",
            trusted_account_id=self.org_root.account_ids[ID],
            organization_id=self.org_root.organization_id,
            max_session_duration=role.max_session_duration,
            managed_policy_arns=allowed.managed,
            inline_policies=dict(allowed.inline),
            permissions_boundary=policy_arn(boundary) if boundary else None,
        )
