"""
GuardDuty of the organization, in one region.

Sources: GuardDuty API Reference, ListOrganizationAdminAccounts, ListDetectors, ListMembers (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping

from live.access import Access
from live.pages import pages
from live.services.model import GuardDuty


def read_guardduty(management: Access, members: Mapping[str, Access], region: str) -> GuardDuty | None:
    """Return the administrator of GuardDuty and the watched accounts; None without an administrator."""
    client = management.client("guardduty", region)
    administrators = pages(client, "list_organization_admin_accounts", "AdminAccounts")
    number = next((admin["AdminAccountId"] for admin in administrators if admin["AdminStatus"] == "ENABLED"), None)
    if number is None:
        return None
    if number not in members:
        return GuardDuty(number, None)
    administrator = members[number].client("guardduty", region)
    detectors = administrator.list_detectors()["DetectorIds"]
    watched = [
        member["AccountId"]
        for detector in detectors
        for member in pages(administrator, "list_members", "Members", DetectorId=detector, OnlyAssociated="true")
        if member["RelationshipStatus"] == "Enabled"
    ]
    return GuardDuty(number, tuple(sorted([*watched, *([number] if detectors else [])])))
