"""
Facts about the organization as a whole, read on first use, and its file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from foundation.names import ORG_ROOT
from live.access import Access
from live.accounts import status_of
from live.live_organization import LiveOrganization
from organization.model import Organization

THREADS = 4
ACTIVE = "ACTIVE"
Listed = Mapping[str, Any]


class Facts(LiveOrganization):
    """
    An organization in AWS and in `organization.yaml`; `listed` are its accounts as AWS lists them.

    `matched` are the existing member accounts of the file, by key; `account_access` is the access to the active ones
    and the management account. `is_root_user` tells whether the credentials are the root user's. Threads may share it:
    at worst a value is read twice.
    """

    def __init__(
        self,
        organization: Organization,
        folder: Path,
        *,
        management: Access,
        listed: Sequence[Listed],
        matched: Mapping[str, Listed],
        account_access: Mapping[str, Access],
        role_name: str,
        is_root_user: bool,
        now: datetime,
    ) -> None:
        super().__init__(management)
        self.organization = organization
        self.folder = folder
        self.listed = listed
        self.matched = matched
        self.account_access = account_access
        self.role_name = role_name
        self.is_root_user = is_root_user
        self.now = now

    def name(self, key: str) -> str:
        """Return an account's name in findings; the management account's is its alias, since AWS does not name it."""
        return self.organization.alias(ORG_ROOT) if key == ORG_ROOT else self.organization.account_name(key)

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers of the existing member accounts, by key."""
        return {key: str(account["Id"]) for key, account in self.matched.items()}

    def is_active(self, key: str) -> bool:
        """Tell whether a member account exists and is active."""
        return key in self.matched and status_of(dict(self.matched[key])) == ACTIVE

    @property
    def entered(self) -> dict[str, Access]:
        """The access to accounts, by account number."""
        return {access.number: access for access in self.account_access.values()}
