"""
GuardDuty, with the operations for organizations that moto lacks.

The rules are in `guardduty_detectors`, `guardduty_members` and `guardduty_organization`; this module has the requests
and answers. Source: GuardDuty API Reference (docs.aws.amazon.com/guardduty/latest/APIReference/API_<operation>.html).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from moto.core.responses import ActionResult, EmptyResult
from moto.guardduty import urls
from moto.guardduty.models import guardduty_backends
from moto.guardduty.responses import GuardDutyResponse

from emulator.extension.guardduty_organization import GuardDuty
from emulator.extension.tags import Tags


class Api(GuardDuty):
    """The backend class that moto instantiates."""

    @property
    def _url_module(self) -> Any:
        return urls


class GuardDutyApi(Tags, GuardDutyResponse):
    """GuardDuty's requests."""

    @property
    def guardduty_backend(self) -> GuardDuty:
        """Return the caller's backend after enrolling the accounts that the organization enrols automatically."""
        backend = guardduty_backends[self.current_account][self.region]
        assert isinstance(backend, GuardDuty)
        backend.enrol()
        return backend

    def get_detector(self) -> ActionResult:  # type: ignore[override]
        """Serialize from the model, because protection plans carry dates."""
        return ActionResult(self.guardduty_backend.own(self._get_param("DetectorId")).to_json())

    def disable_organization_admin_account(self) -> ActionResult:
        """Reverse EnableOrganizationAdminAccount."""
        self.guardduty_backend.disable_organization_admin_account(self._get_param("adminAccountId"))
        return EmptyResult()

    def describe_organization_configuration(self) -> ActionResult:
        """Return the settings of the GuardDuty administrator."""
        return ActionResult(self._administrator().organization_configuration())

    def update_organization_configuration(self) -> ActionResult:
        """Change the settings, and enrol the accounts that they now cover."""
        names = ("autoEnable", "autoEnableOrganizationMembers", "dataSources", "features")
        self._administrator().update_organization_configuration(*(self._get_param(name) for name in names))
        self.guardduty_backend.enrol()
        return EmptyResult()

    def create_members(self) -> ActionResult:
        """Enrol the named accounts."""
        accounts = [account["accountId"] for account in self._get_param("accountDetails")]
        return self._unprocessed(self._administrator().add_members(accounts))

    def list_members(self) -> ActionResult:
        """Return all members."""
        administrator = self._administrator()
        return ActionResult({"members": [administrator.describe_member(account) for account in administrator.members]})

    def get_members(self) -> ActionResult:
        """Return the named members."""
        administrator, accounts = self._administrator(), self._get_param("accountIds")
        members = [administrator.describe_member(account) for account in accounts if account in administrator.members]
        missing = [account for account in accounts if account not in administrator.members]
        return self._unprocessed(missing, members=members)

    def delete_members(self) -> ActionResult:
        """Remove members."""
        return self._unprocessed(self._administrator().remove_members(self._get_param("accountIds")))

    def disassociate_members(self) -> ActionResult:
        """Remove members that belong to the organization."""
        return self.delete_members()

    def get_member_detectors(self) -> ActionResult:
        """Return the protection plans of members."""
        administrator, accounts = self._administrator(), self._get_param("accountIds")
        members = [
            {"accountId": account, **self._plans(administrator.of(account).ensure().to_json())}
            for account in accounts
            if account in administrator.members
        ]
        missing = [account for account in accounts if account not in administrator.members]
        return self._unprocessed(missing, members=members)

    def update_member_detectors(self) -> ActionResult:
        """Turn protection plans on or off in members."""
        administrator, accounts = self._administrator(), self._get_param("accountIds")
        for account in accounts:
            if account in administrator.members:
                detectors = administrator.of(account)
                sources, features = self._get_param("dataSources"), self._get_param("features")
                detectors.update_detector(detectors.ensure().id, None, None, sources, features)
        return self._unprocessed([account for account in accounts if account not in administrator.members])

    def get_administrator_account(self) -> ActionResult:  # type: ignore[override]
        """Return the administrator of a member account; empty for other accounts."""
        return self._relation("administrator")

    def get_master_account(self) -> ActionResult:
        """Answer under the operation's older name."""
        return self._relation("master")

    def _administrator(self) -> GuardDuty:
        backend = self.guardduty_backend
        backend.demand_administrator(self._get_param("DetectorId"))
        return backend

    def _relation(self, name: str) -> ActionResult:
        backend = self.guardduty_backend
        backend.own(self._get_param("DetectorId"))
        administrator = backend.administrator()
        if administrator is None or backend.account_id not in administrator.members:
            return EmptyResult()
        relation = {"accountId": administrator.account_id, "relationshipStatus": "Enabled"}
        return ActionResult({name: relation})

    def _tags(self) -> dict[str, str]:
        return self.guardduty_backend.tags(unquote(self.path.partition("/tags/")[2]))

    @staticmethod
    def _plans(detector: dict[str, Any]) -> dict[str, Any]:
        return {"dataSources": detector["dataSources"], "features": detector["features"]}

    @staticmethod
    def _unprocessed(accounts: list[str], **result: Any) -> ActionResult:
        reason = "The request is rejected because the account is not a member of the organization."
        missing = [{"accountId": account, "result": reason} for account in accounts]
        return ActionResult({**result, "unprocessedAccounts": missing})


def apply() -> None:
    """Let moto create these backends, and route every path of the service to these operations."""
    guardduty_backends.backend = Api
    urls.url_paths = {"{0}/.*$": GuardDutyApi.dispatch}
