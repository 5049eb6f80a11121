"""
Answers of AWS Organizations to other services: an account's organization, its accounts and its administrators.
"""

from __future__ import annotations

from collections.abc import Iterator

from moto.organizations.models import FakeAccount, OrganizationsBackend, organizations_backends
from moto.utilities.utils import get_partition


def organization_of(account: str, region: str = "us-east-1") -> OrganizationsBackend | None:
    """Return the organization that the account manages or belongs to."""
    partition = get_partition(region)
    manager, _ = organizations_backends.master_accounts.get(account, (account, partition))
    backend = organizations_backends[manager][partition]
    return backend if backend.org else None


def management_account(account: str) -> str | None:
    """Return the management account of this account's organization."""
    organization = organization_of(account)
    return organization.org.master_account_id if organization and organization.org else None


def organization_id(account: str) -> str | None:
    """Return the id of this account's organization."""
    organization = organization_of(account)
    return organization.org.id if organization and organization.org else None


def trusts(organization: OrganizationsBackend | None, principal: str) -> bool:
    """Return whether trusted access is enabled for a service."""
    services = organization.services if organization else []
    return any(service["ServicePrincipal"] == principal for service in services)


def is_delegated(account: str, principal: str) -> bool:
    """Return whether the account is a delegated administrator of a service."""
    organization = organization_of(account)
    admins = organization.admins if organization else []
    return any(admin.account.id == account and principal in admin.services for admin in admins)


def acts_for_organization(account: str, principal: str) -> bool:
    """Return whether the account is the management account or a delegated administrator of a service."""
    return account == management_account(account) or is_delegated(account, principal)


def active_accounts(organization: OrganizationsBackend) -> Iterator[FakeAccount]:
    """Return all accounts that are not closed, including the management account."""
    return (account for account in organization.accounts if account.status == "ACTIVE")
