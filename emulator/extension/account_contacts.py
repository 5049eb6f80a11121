"""
Contacts of accounts, and the rules for setting those of another account.

Operations: Account Management PutAlternateContact, GetAlternateContact, DeleteAlternateContact, PutContactInformation,
GetContactInformation. Source: AWS Account Management API Reference (the request parameter AccountId: only the
management account or a delegated administrator may give it, trusted access must be on, the management account cannot
name itself).
"""

from __future__ import annotations

from typing import Any

from moto.account import urls
from moto.account.models import account_backends
from moto.account.responses import AccountResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult

from emulator.extension.membership import acts_for_organization, organization_of, trusts

PRINCIPAL = "account.amazonaws.com"


class AccessDenied(ServiceException):
    """The service's own class of this error, because moto derives the service of an error from its class."""

    code = "AccessDeniedException"


class AccountApi(AccountResponse):
    """moto's contacts with the primary contact and AWS's rule about the parameter AccountId."""

    def put_contact_information(self) -> ActionResult:
        """Set the primary contact."""
        self._state()["primary"] = self._get_param("ContactInformation")
        return EmptyResult()

    def get_contact_information(self) -> ActionResult:
        """Return the primary contact. Every account has one from its creation."""
        name = {"FullName": "Emulated", "CompanyName": "Emulated", "AddressLine1": "Street 1", "City": "Seattle"}
        place = {"StateOrRegion": "WA", "PostalCode": "98101", "CountryCode": "US", "PhoneNumber": "+12065550100"}
        return ActionResult({"ContactInformation": self._state().get("primary", name | place)})

    def _state(self) -> dict[str, Any]:
        return vars(account_backends[self._get_account_id()][self.partition])

    def _get_account_id(self) -> str:
        account = self._get_param("AccountId")
        if account is None:
            return self.current_account
        organization = organization_of(self.current_account)
        members = {each.id for each in organization.accounts} - {self.current_account} if organization else set()
        allowed = acts_for_organization(self.current_account, PRINCIPAL) and trusts(organization, PRINCIPAL)
        if not allowed or account not in members:
            message = (
                "AccountId names a member account, and only the management account or a delegated administrator may "
                f"give it, with trusted access for {PRINCIPAL}."
            )
            raise AccessDenied(message)
        return str(account)


def apply() -> None:
    """Route every path of the service to these operations."""
    urls.url_paths = {"{0}/.*$": AccountApi.dispatch}
