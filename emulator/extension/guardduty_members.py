"""
GuardDuty for an organization, as its administrator sees it: settings and members.

Operations: GuardDuty DescribeOrganizationConfiguration, UpdateOrganizationConfiguration, ListMembers, GetMembers,
CreateMembers, DeleteMembers, DisassociateMembers, GetMemberDetectors, UpdateMemberDetectors, GetAdministratorAccount,
DeleteDetector. Source: GuardDuty API Reference, these operations. AWS takes up to a day to enrol accounts; the emulator
enrols them at the next call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.guardduty.models import guardduty_backends

from emulator.extension.guardduty_detectors import Detectors
from emulator.extension.guardduty_features import (
    BadRequest,
    Settings,
    change,
    data_sources,
    defaults,
    describe,
    from_data_sources,
)
from emulator.extension.membership import active_accounts, management_account, organization_of


@dataclass
class Member:
    """An account of the organization as its GuardDuty administrator sees it."""

    email: str
    since: str
    status: str = "Enabled"


class Members(Detectors):
    """The operations of the GuardDuty administrator."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.auto_members = "NONE"
        self.auto_features: Settings = defaults("NONE", "NONE")
        self.members: dict[str, Member] = {}
        self.known: set[str] = set()  # accounts that existed when NEW was chosen

    def of(self, account: str) -> Members:
        """Return GuardDuty of another account in the same region."""
        backend = guardduty_backends[account][self.region_name]
        assert isinstance(backend, Members)
        return backend

    def administrator(self) -> Members | None:
        """Return GuardDuty of the organization's administrator in this region."""
        manager = management_account(self.account_id)
        ids = self.of(manager).admin_account_ids if manager else []
        return self.of(ids[0]) if ids else None

    def demand_administrator(self, detector_id: str) -> None:
        """Raise unless the caller is the delegated administrator and names its own detector."""
        self.own(detector_id)
        if self.administrator() is not self:
            raise BadRequest("the current account is not the organization's GuardDuty administrator.")

    def organization_configuration(self) -> dict[str, Any]:
        """Return the answer of DescribeOrganizationConfiguration."""
        return {
            "autoEnable": self.auto_members != "NONE",
            "autoEnableOrganizationMembers": self.auto_members,
            "memberAccountLimitReached": False,
            "features": describe(self.auto_features, "autoEnable"),
            "dataSources": data_sources(self.auto_features, lambda value: {"autoEnable": value != "NONE"}),
        }

    def update_organization_configuration(
        self,
        auto_enable: bool | None,
        members: str | None,
        sources: dict[str, Any] | None,
        features: list[dict[str, Any]] | None,
    ) -> None:
        """Change the settings. Exactly one of `auto_enable` and `members` must be given; they mean the same."""
        if (auto_enable is None) == (members is None):
            raise BadRequest("either autoEnable or autoEnableOrganizationMembers must be given, and not both.")
        older = from_data_sources(sources, "autoEnable", ("NONE", "NEW"))
        change(self.auto_features, [*older, *(features or ())], "autoEnable")
        chosen = members or ("NEW" if auto_enable else "NONE")
        if chosen != self.auto_members:
            self.known = set(self._accounts())
        self.auto_members = chosen

    def enrol(self) -> None:
        """Enrol the accounts that the settings cover. Called before every operation."""
        administrator = self.administrator()
        if administrator and administrator.auto_members != "NONE":
            known = administrator.known if administrator.auto_members == "NEW" else ()
            administrator.add_members(id for id in administrator._accounts() if id not in known)

    def add_members(self, accounts: Iterable[str]) -> list[str]:
        """Enrol accounts with a detector and the organization's plans; return those outside the organization."""
        emails = self._accounts()
        unprocessed = []
        for account in accounts:
            if account not in emails:
                unprocessed.append(account)
                continue
            is_new = account not in self.members
            if is_new:
                self.members[account] = Member(emails[account], iso_8601_datetime_with_milliseconds())
            self._apply_features(self.of(account).ensure().settings, new=is_new)
        return unprocessed

    def remove_members(self, accounts: Iterable[str]) -> list[str]:
        """Remove members, which keep their detectors; return unknown accounts. With ALL, raise."""
        if self.auto_members == "ALL":
            raise BadRequest("the organization enables GuardDuty for all accounts.")
        return [account for account in accounts if self.members.pop(account, None) is None]

    def describe_member(self, account: str) -> dict[str, Any]:
        """Return one entry of ListMembers and GetMembers."""
        member, detectors = self.members[account], [*self.of(account).detectors]
        return {
            "accountId": account,
            **({"detectorId": detectors[0]} if detectors else {}),
            "masterId": self.account_id,
            "administratorId": self.account_id,
            "email": member.email,
            "relationshipStatus": member.status if account in self._accounts() else "AccountSuspended",
            "invitedAt": member.since,
            "updatedAt": member.since,
        }

    def delete_detector(self, detector_id: str) -> None:
        """Delete a detector that has no members."""
        self.own(detector_id)
        if self.members and self.administrator() is self:
            raise BadRequest("the current account cannot delete detector while it has invited or associated members.")
        super().delete_detector(detector_id)

    def _accounts(self) -> dict[str, str]:
        """Return the e-mail addresses of the other active accounts of the organization, by account."""
        organization = organization_of(self.account_id)
        accounts = active_accounts(organization) if organization else ()
        return {account.id: account.email for account in accounts if account.id != self.account_id}

    def _apply_features(self, settings: Settings, *, new: bool) -> None:
        """Turn on the plans with ALL for every member, those with NEW for a member that has just been enrolled."""
        wanted = ("ALL", "NEW") if new else ("ALL",)
        for name, (value, agents) in self.auto_features.items():
            status, states = settings.get(name, ("DISABLED", {}))
            on = {agent: "ENABLED" for agent, each in agents.items() if each in wanted}
            settings[name] = ("ENABLED" if value in wanted else status, {**states, **on})
