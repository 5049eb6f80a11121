"""
AWS Organizations with stable ids and stricter checks than moto's.

Operations: CreateOrganization, DeleteOrganization. Source: AWS Organizations API Reference.
"""

from __future__ import annotations

from typing import Any

from moto.organizations import urls
from moto.organizations.exceptions import OrganizationNotEmptyException
from moto.organizations.models import organizations_backends

from emulator.extension import policy_types
from emulator.extension.accounts import Accounts, used_emails
from emulator.extension.delegation import Delegation
from emulator.extension.organization_access import OrganizationsApi, finished
from emulator.extension.scps import Policies
from emulator.extension.stable_ids import ALPHANUMERIC, next_id, stable_id
from emulator.extension.units import Units

MANAGEMENT_EMAIL = "management@example.com"


class Organizations(Accounts, Units, Policies, Delegation):
    """moto's organizations with AWS's rules about names, sizes, counts and order."""

    @property
    def _url_module(self) -> Any:
        return urls

    def create_organization(self, region: str, **kwargs: Any) -> dict[str, Any]:
        """Create an organization whose management account has a name; moto uses a word that AWS abandoned."""
        root, org = (stable_id(ALPHANUMERIC, length, self.account_id, str(length)) for length in (4, 10))
        with next_id("make_random_org_id", f"o-{org}"), next_id("make_random_root_id", f"r-{root}"):
            super().create_organization(region, **kwargs)
        assert self.org is not None
        self.accounts[0].name = "management"
        self.accounts[0].email = self.org.master_account_email = MANAGEMENT_EMAIL
        used_emails.add(MANAGEMENT_EMAIL)
        return self.org.describe()

    def delete_organization(self) -> None:
        """Delete an organization that has no account but the management account."""
        if len(self.accounts) > 1:
            raise OrganizationNotEmptyException
        if self.accounts:
            self.accounts[0].name = "master"  # moto recognizes the management account by this name
        super().delete_organization()


def reset() -> None:
    """Clear the used e-mail addresses and the member accounts that moto stores outside of its backends."""
    used_emails.clear()
    finished.clear()
    organizations_backends.master_accounts.clear()


def apply() -> None:
    """Let moto create these backends, and route the service's requests to these operations."""
    policy_types.apply()
    organizations_backends.backend = Organizations
    urls.url_paths["{0}/$"] = OrganizationsApi.dispatch
