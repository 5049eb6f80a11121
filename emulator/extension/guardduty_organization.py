"""
GuardDuty's administrator of an organization, which the management account appoints in each region.

Operations: GuardDuty EnableOrganizationAdminAccount, DisableOrganizationAdminAccount, ListOrganizationAdminAccounts.
Source: GuardDuty API Reference, these operations; AWS Organizations User Guide, "Amazon GuardDuty and AWS
Organizations" (trusted access must be enabled before).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto.guardduty.models import guardduty_backends

from emulator.extension.guardduty_features import BadRequest, defaults
from emulator.extension.guardduty_members import Members
from emulator.extension.membership import active_accounts, management_account, organization_of, trusts

PRINCIPAL = "guardduty.amazonaws.com"


class GuardDuty(Members):
    """GuardDuty in one account and region, with its part in the organization."""

    def enable_organization_admin_account(self, admin_account_id: str) -> None:
        """Appoint a member account in this region. All regions must have the same administrator."""
        organization = self._demand_management()
        if not trusts(organization, PRINCIPAL):
            raise BadRequest(f"trusted access for {PRINCIPAL} is not enabled in AWS Organizations.")
        if admin_account_id not in {account.id for account in active_accounts(organization)}:
            raise BadRequest(f"{admin_account_id} is not an active account of the organization.")
        others = {account for region in self._regions() for account in region.admin_account_ids} - {admin_account_id}
        if others or admin_account_id in self.admin_account_ids:
            raise BadRequest("the organization has a delegated administrator already.")
        if not any(
            admin.account.id == admin_account_id and PRINCIPAL in admin.services for admin in organization.admins
        ):
            organization.register_delegated_administrator(AccountId=admin_account_id, ServicePrincipal=PRINCIPAL)
        self.admin_account_ids = [admin_account_id]
        self.of(admin_account_id).ensure()

    def disable_organization_admin_account(self, admin_account_id: str) -> None:
        """Dismiss the administrator. Members keep their detectors; the last region deregisters the account."""
        organization = self._demand_management()
        if admin_account_id not in self.admin_account_ids:
            raise BadRequest(f"{admin_account_id} is not the delegated administrator.")
        self.admin_account_ids = []
        administrator = self.of(admin_account_id)
        administrator.members.clear()
        administrator.auto_members, administrator.auto_features = "NONE", defaults("NONE", "NONE")
        if not any(region.admin_account_ids for region in self._regions()):
            organization.deregister_delegated_administrator(AccountId=admin_account_id, ServicePrincipal=PRINCIPAL)

    def list_organization_admin_accounts(self) -> list[str]:
        """Return the administrators; only the management account may ask."""
        self._demand_management()
        return self.admin_account_ids

    def _demand_management(self) -> Any:
        if management_account(self.account_id) != self.account_id:
            raise BadRequest("only the organization's management account can call this operation.")
        return organization_of(self.account_id)

    def _regions(self) -> Iterable[GuardDuty]:
        return [backend for backend in guardduty_backends[self.account_id].values() if isinstance(backend, GuardDuty)]
