"""The stack of the management account."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from constructs import Construct

import aws_org
from foundation.names import ADMIN_SUFFIX, ID, ORG_ROOT
from organization import targets
from organization.attached_policies import at_target, target_names
from organization.keys import identity, unit_path
from organization.model import Organization, OrganizationalUnit
from organization.trusted_access import policy_types, trusted_services
from policies import TargetPolicy
from policies.variables import Ids
from stacks.account_stack import AccountStack, make_after
from stacks.baseline import Baseline, add_alias, add_recorders
from stacks.log_archive import LogArchive
from stacks.security import SecurityServices

DELEGATED = {"access_analyzer": "access-analyzer.amazonaws.com", "config": "config.amazonaws.com"}
SERVICES = {
    "root-access": "centralized_root_access",
    "billing": "billing_group",
    "access_analyzer": "access_analyzer",
    "config": "config",
}
"""The keys that enable services of the whole organization, by the construct of each."""


class OrgRootStack(AccountStack):
    """The organization, its OUs, accounts and guardrails, and its administrators."""

    organization_id: str
    management_account_id: str
    account_ids: dict[str, str]
    ids: Ids
    """The values of the variables in policy files."""

    def __init__(self, scope: Construct, organization: Organization, folder: Path) -> None:
        super().__init__(scope, ORG_ROOT, organization)
        self.provider()
        self.further_providers()
        self.management_account_id = DataAwsCallerIdentity(self, "management-account").account_id
        add_alias(self)
        # before the organization: administrators who have tried their sign-in need the first credentials no longer
        admins = self._administrators()
        self.origins.add(["organization"], ("name",))
        self._root = root = aws_org.OrgRoot(
            self,
            "organization",
            account_id=self.management_account_id,
            trusted_access=trusted_services(organization),
            policy_types=policy_types(organization),
        )
        for name in organization.recorded:
            root.keep(name, organization.log_account)
        if organization.guardduty.enabled and organization.security_key is not None:
            for region in organization.all_regions:  # AWS does not delete a detector with members
                root.keep(f"guardduty-{region}", organization.security_key)
        units = self._organizational_units()
        for key in organization.closed_accounts:
            root.close_account(key)
        self.organization_id = root.organization_id
        self.account_ids = {key: account.account_id for key, account in root.accounts.items()}
        self.ids = Ids(self.organization_id, self.management_account_id, self.account_ids)
        self._policies(folder, units)
        # if the account belongs to another organization, the deployment stops here without changing anything else
        baseline = Baseline(self)
        make_after(root.resource, baseline, baseline.password_policy, *self._services())

        self.sign_in_outputs()
        self.output("organization_id", root.organization_id, "The organization.")
        named = {"/".join(path): ou_id for path, ou_id in units.items() if path}
        self.output("organizational_unit_ids", named, "The organizational units, by their path.")
        self.output("account_ids", self.account_ids, "The member accounts' numbers, by key.")
        self.output("admin_role_arn", admins.role_arn, "The role that administers the organization, with MFA.")
        self.output("admin_users", admins.user_names, "The IAM users who may assume it.")

    def _administrators(self) -> aws_org.OrgAdmins:
        org_root = self.organization.org_root
        self.origins.add(["administrators"], ("org_root", "admins"))
        for key, names in {"admins": org_root.admins, "former_admins": org_root.former_admins}.items():
            users = [name + ADMIN_SUFFIX for name in names]
            self.origins.add_items(["administrators", "users"], users, ("org_root", key))
        return aws_org.OrgAdmins(
            self,
            "administrators",
            account_id=self.management_account_id,
            admins=org_root.admins,
            leaving=org_root.former_admins,
            max_session_duration=org_root.max_session_duration,
        )

    def _organizational_units(self) -> dict[tuple[str, ...], str]:
        """Add every OU and account. Return the ids of the OUs and of the root, by path."""
        root, organization = self._root, self.organization
        responder = organization.responder.role_name if organization.responder else None
        ids: dict[tuple[str, ...], str] = {(): root.root_id}
        for path, unit, _ in organization.units():
            above = ids[path[:-1]]
            self._add_origins(path, unit)
            if unit.quarantine:
                people = root.account_number(ID) if responder else None
                ids[path] = root.add_suspended_ou(
                    path, parent_id=above, responder=responder, id_account_id=people
                ).ou_id
            else:
                ids[path] = root.add_organizational_unit(path, parent_id=above).ou_id
        for path, unit, _ in organization.units():
            for key, account in unit.accounts.items():
                root.add_account(
                    key,
                    name=organization.account_name(key),
                    email=organization.account_email(key),
                    parent_id=ids[path],
                    billing_access=organization.has_billing_access(key),
                    tags=account.tags,
                )
        return ids

    def _add_origins(self, path: tuple[str, ...], unit: OrganizationalUnit) -> None:
        """Add the keys of an OU and of its accounts. The policies of a quarantine come from the OU's key."""
        key, construct = unit_path(path), ["organization", "organizational-units", "/".join(path)]
        self.origins.add(construct, (*key, "quarantine") if unit.quarantine else key)
        self.origins.add([*construct, "ou"], key)
        for account in unit.accounts:
            self.origins.add(["organization", "accounts", account], (*key, "accounts", account))

    def _policies(self, folder: Path, units: dict[tuple[str, ...], str]) -> None:
        """Add the guardrails, and the policies of other kinds, of every target."""
        attached = Construct(self, "policies")
        for name in target_names(self.organization):
            target = targets.get(self.organization, name)
            target_id = self.account_ids[target.account] if target.account else units[target.path]
            found = at_target(self.organization, name, folder, self.ids)
            aws_org.TargetPolicies(
                attached, name, target_id=target_id, policies=found, depends_on=[self._root.resource]
            )
            for policy in found:
                self._add_guardrails(["policies", name, policy.id], policy)

    def _add_guardrails(self, construct: Sequence[str], policy: TargetPolicy) -> None:
        """Add the keys of the guardrails of a policy, and the identity of each of its statements."""
        rails = self.organization.guardrails
        statements = [
            identity(("guardrails", one.guardrail), one.index, file=rails[one.guardrail].file, sid=one.sid)
            for one in policy.statements
        ]
        keys = [("guardrails", name) for name in policy.guardrails]
        self.origins.add(construct, *keys)
        self.origins.add([*construct, "policy"], *keys, statements=statements)

    def _services(self) -> list[Construct]:
        """Add the management account's resources for the services of the whole organization."""
        services = Construct(self, "services")
        organization = self.organization
        for construct, key in SERVICES.items():
            self.origins.add(["services", construct], (key,))
        if organization.centralized_root_access:
            features = aws_org.CentralizedRootAccess(services, "root-access").resource
            make_after(features, *self._root.accounts.values())  # new accounts then never have root credentials
        if organization.billing_group is not None:
            aws_org.BillingRole(
                services,
                "billing",
                role_name=organization.billing_group,
                trusted_account_id=self.account_ids[ID],
                organization_id=self.organization_id,
            )
        return [services, *self._security(services), *self._own_logs(services)]

    def _security(self, services: Construct) -> list[Construct]:
        """Register the security account as administrator, or add its services to the management account."""
        organization = self.organization
        if organization.security_key is None:
            security = SecurityServices(self, account_id=self.management_account_id)
            if organization.access_analyzer.enabled:
                # a later delegated administrator needs this role: Terraform could not create it if AWS had
                place = Construct(services, "access_analyzer")
                make_after(
                    aws_org.ServiceLinkedRole(place, "role", service=DELEGATED["access_analyzer"]).resource, security
                )
            return [security]
        number = self.account_ids[organization.security_key]
        for name, principal in DELEGATED.items():
            if getattr(organization, name).enabled:
                aws_org.DelegatedAdministrator(services, name, account_id=number, service=principal)
        return []

    def _own_logs(self, services: Construct) -> list[Construct]:
        """Add the log archive to the management account if no other account keeps it."""
        organization = self.organization
        if organization.log_account != ORG_ROOT or not organization.records:
            return []
        archive = LogArchive(
            self,
            account_id=self.management_account_id,
            management_account_id=self.management_account_id,
            organization_id=self.organization_id,
        )
        if organization.config.enabled:
            add_recorders(services, self, in_management_account=True, after=archive.config_ready)
            self.origins.add(["services"], ("config",))  # resources without a construct of their own
        return [archive]
