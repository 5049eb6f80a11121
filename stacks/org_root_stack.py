"""The stack of the management account."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from constructs import Construct

from aws_org import OrgAdmins, OrgRoot
from organization.model import ORG_ROOT, Organization
from stacks.account_stack import AccountStack, make_after


class OrgRootStack(AccountStack):
    """The organization, its organizational units and accounts, and the people who administer it."""

    organization_id: str
    account_ids: dict[str, str]

    def __init__(self, scope: Construct, organization: Organization) -> None:
        super().__init__(scope, ORG_ROOT, organization)
        self.provider()
        account_id = DataAwsCallerIdentity(self, "management-account").account_id
        root = OrgRoot(
            self,
            "organization",
            account_id=account_id,
            account_alias=organization.alias(ORG_ROOT),
            trusted_access=organization.trusted_access,
            policy_types=organization.policy_types,
        )
        units = self._organizational_units(root)
        for key in organization.closed_accounts:
            root.close_account(key)
        # in an account that belongs to an organization already, nothing else is touched
        admins = self._administrators(account_id)
        make_after(root.resource, admins, self.password_policy())
        self.organization_id = root.organization_id
        self.account_ids = {key: account.account_id for key, account in root.accounts.items()}

        self.sign_in_outputs()
        self.output("organization_id", root.organization_id, "The organization.")
        self.output("organizational_unit_ids", units, "The organizational units, by their path.")
        self.output("account_ids", self.account_ids, "The member accounts' numbers, by key.")
        self.output("admin_role_arn", admins.role_arn, "The role that administers the organization, with MFA.")
        self.output("admin_users", admins.user_names, "The IAM users who may assume it.")

    def _administrators(self, account_id: str) -> OrgAdmins:
        org_root = self.organization.org_root
        return OrgAdmins(
            self,
            "administrators",
            account_id=account_id,
            admins=org_root.admins,
            leaving=org_root.former_admins,
            max_session_duration=org_root.max_session_duration,
        )

    def _organizational_units(self, root: OrgRoot) -> dict[str, str]:
        ids: dict[tuple[str, ...], str] = {(): root.root_id}
        for path, unit, _ in self.organization.units():
            add = root.add_suspended_ou if unit.quarantine else root.add_organizational_unit
            ids[path] = add(path, parent_id=ids[path[:-1]]).ou_id
        for path, unit, _ in self.organization.units():
            for key, account in unit.accounts.items():
                root.add_account(
                    key,
                    name=self.organization.account_name(key),
                    email=self.organization.account_email(key),
                    parent_id=ids[path],
                    billing_access=self.organization.has_billing_access(key),
                    tags=account.tags,
                )
        return {"/".join(path): ou_id for path, ou_id in ids.items() if path}
