"""The stack of a member account."""

from __future__ import annotations

from pathlib import Path

from constructs import Construct

import aws_org
from foundation.names import ACCESS_ROLE, ID, ORG_ROOT
from organization.model import Organization, Role
from organization.policy_reference import policy_arn, role_policies
from stacks.account_stack import AccountStack
from stacks.baseline import Baseline, add_alias, add_recorders
from stacks.log_archive import LogArchive
from stacks.org_root_stack import OrgRootStack
from stacks.security import SecurityServices


class MemberStack(AccountStack):
    """
    A member account: the resources of every account, and a role for every group with access to it.

    Terraform accesses it from the management account through the role that AWS created with the account. The log
    account and the security account also have the services that they provide to the others.
    """

    def __init__(
        self, scope: Construct, key: str, *, organization: Organization, folder: Path, org_root: OrgRootStack
    ) -> None:
        super().__init__(scope, key, organization)
        self.org_root = org_root
        self.account_id = org_root.account_ids[key]
        self.provider(aws_org.CrossAccountRole.arn_for(self.account_id, ACCESS_ROLE))
        self.further_providers()
        add_alias(self)
        keeps_logs = organization.records or organization.log_account != ORG_ROOT
        self._guard = aws_org.DestroyGuard(self, "protected") if keeps_logs else None
        self.origins.add(["protected"], ("log_account",))
        Baseline(self)
        arns = self._roles(folder)
        self._responder(folder)
        archive = self._log_archive()
        if organization.config.enabled:
            recorders = Construct(self, "recorders")
            self.origins.add(["recorders"], ("config",))
            ready = archive.config_ready if archive else []
            add_recorders(recorders, self, in_management_account=False, after=ready)
        if organization.security_key == key:
            SecurityServices(self, account_id=self.account_id)

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

    def _role(self, scope: Construct, name: str, role: Role, folder: Path) -> aws_org.CrossAccountRole:
        self.origins.add(["roles", name], ("groups", name, "roles", self.key))
        allowed = role_policies(role.policies, folder, self.org_root.ids)
        boundary = role.permissions_boundary
        return aws_org.CrossAccountRole(
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

    def _responder(self, folder: Path) -> None:
        responder = self.organization.responder
        if responder is None:
            return
        self.origins.add(["responder"], ("responder",))
        allowed = role_policies(responder.policies, folder, self.org_root.ids)
        aws_org.ResponderRole(
            self,
            "responder",
            role_name=responder.role_name,
            trusted_account_id=self.org_root.account_ids[ID],
            organization_id=self.org_root.organization_id,
            max_session_duration=responder.max_session_duration,
            managed_policy_arns=allowed.managed,
            inline_policies=dict(allowed.inline),
        )

    def _log_archive(self) -> LogArchive | None:
        if self.organization.log_account != self.key or self._guard is None or not self.organization.records:
            return None
        for name in self.organization.recorded:
            self._guard.keep(name)
        return LogArchive(
            self,
            account_id=self.account_id,
            management_account_id=self.org_root.management_account_id,
            organization_id=self.org_root.organization_id,
        )
