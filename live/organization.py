"""
The reader of an organization, with the credentials of its management account.

Member accounts are read through the access role that AWS creates in each. An account that cannot be read becomes a
problem, and hides no other. Service-linked roles are left out: AWS creates and owns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from foundation.names import ACCESS_ROLE
from live.access import REGION, Access, role_arn
from live.accounts import read_accounts, status_of
from live.attempt import Problem, attempt
from live.model import Account, Organization, Unit
from live.pages import pages
from live.policies import Attached, read_policies
from live.services.model import Trail
from live.services.read import read_services
from live.services.trail import read_trail

if TYPE_CHECKING:
    import boto3

THREADS = 8


def read_organization(
    session: boto3.Session, *, role_name: str = ACCESS_ROLE, regions: Sequence[str] = ()
) -> Organization:
    """
    Return the organization that the session's account manages, and its services in these regions.

    The default regions are the session's, the home region of the organization trail, and us-east-1. Raise
    botocore's ClientError and BotoCoreError when the organization itself cannot be read.
    """
    organizations: Any = Access(session, "").client("organizations")
    described = organizations.describe_organization()["Organization"]
    management = Access(session, str(described["MasterAccountId"]))
    trail = attempt(lambda: read_trail(management, next(iter(regions), session.region_name or REGION)))
    chosen = tuple(regions) or _usual_regions(session, trail)
    (root,) = pages(organizations, "list_roots", "Roots")
    listed = pages(organizations, "list_accounts", "Accounts")
    account_access = {management.number: management} | _members(session, listed, management.number, role_name)
    with ThreadPoolExecutor(THREADS) as pool:
        kinds = [kind["Type"] for kind in root["PolicyTypes"] if kind["Status"] == "ENABLED"]
        attached = attempt(lambda: read_policies(organizations, kinds, pool))
        policies: Attached = {} if isinstance(attached, Problem) else attached
        accounts = read_accounts(listed, account_access, policies, chosen, pool)
        readable = {number: access for number, access in account_access.items() if accounts[number].is_read}
        services = read_services(management, readable, chosen, trail, pool)
    return Organization(
        id=str(described["Id"]),
        management_account=management.number,
        root=_read_unit(organizations, root, accounts, policies),
        regions=chosen,
        services=services,
        policies_problem=attached.reason if isinstance(attached, Problem) else None,
    )


def _usual_regions(session: boto3.Session, trail: Trail | Problem | None) -> tuple[str, ...]:
    home = trail.home_region if isinstance(trail, Trail) else None
    return tuple(dict.fromkeys(filter(None, (session.region_name, home, REGION))))


def _members(
    session: boto3.Session, listed: Sequence[dict[str, Any]], management: str, role_name: str
) -> dict[str, Access]:
    """Return the access to the active member accounts."""
    return {
        account["Id"]: Access(session, account["Id"], role_arn(account, role_name))
        for account in listed
        if account["Id"] != management and status_of(account) == "ACTIVE"
    }


def _read_unit(organizations: Any, unit: dict[str, Any], accounts: Mapping[str, Account], policies: Attached) -> Unit:
    units = pages(organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=unit["Id"])
    children = pages(organizations, "list_accounts_for_parent", "Accounts", ParentId=unit["Id"])
    return Unit(
        name=unit["Name"],
        id=unit["Id"],
        policies=policies.get(unit["Id"], ()),
        units=tuple(_read_unit(organizations, child, accounts, policies) for child in sorted(units, key=_by_name)),
        accounts=tuple(accounts[child["Id"]] for child in sorted(children, key=_by_name) if child["Id"] in accounts),
    )


def _by_name(item: dict[str, Any]) -> str:
    return str(item["Name"]).casefold()
