"""
Read an organization with the credentials of its management account.

Members are read through the access role that AWS creates in each. What cannot be read there becomes a remark, so that
one account does not hide the others. Service-linked roles are left out: AWS creates and owns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from orgctl.overview.access import ACCESS_ROLE, REGION, Access
from orgctl.overview.attempt import Problem, attempt
from orgctl.overview.identities import read_identities
from orgctl.overview.model import Account, Identities, Organization, Policy, Settings, Unit
from orgctl.overview.pages import pages
from orgctl.overview.policies import read_policies
from orgctl.overview.services.model import Trail
from orgctl.overview.services.read import read_services
from orgctl.overview.services.trail import read_trail
from orgctl.overview.settings import PUBLIC_S3, read_buckets, read_public_s3, read_region

if TYPE_CHECKING:
    import boto3

THREADS = 8
ANYWHERE = "*"
Attached = Mapping[str, tuple[Policy, ...]]


def read_organization(
    session: boto3.Session, *, role_name: str = ACCESS_ROLE, regions: Sequence[str] = ()
) -> Organization:
    """
    The organization that the session's account manages, and what is on in some regions.

    Without `regions` these are the session's, the home region of the organization trail, and us-east-1. Raises
    botocore's ClientError and BotoCoreError when the organization itself cannot be read.
    """
    organizations: Any = Access(session, "").client("organizations")
    described = organizations.describe_organization()["Organization"]
    management = Access(session, str(described["MasterAccountId"]))
    trail = attempt(lambda: read_trail(management, next(iter(regions), session.region_name or REGION)))
    home = trail.home_region if isinstance(trail, Trail) else None
    chosen = tuple(regions) or tuple(dict.fromkeys(filter(None, (session.region_name, home, REGION))))
    (root,) = pages(organizations, "list_roots", "Roots")
    listed = pages(organizations, "list_accounts", "Accounts")
    doors = {management.number: management} | {
        account["Id"]: Access(session, account["Id"], _role_arn(account, role_name))
        for account in listed
        if account["Id"] != management.number and _status(account) == "ACTIVE"
    }
    with ThreadPoolExecutor(THREADS) as pool:
        kinds = [kind["Type"] for kind in root["PolicyTypes"] if kind["Status"] == "ENABLED"]
        attached = attempt(lambda: read_policies(organizations, kinds, pool))
        policies: Attached = {} if isinstance(attached, Problem) else attached
        accounts = _read_accounts(listed, doors, policies, chosen, pool)
        readable = {number: door for number, door in doors.items() if accounts[number].is_read}
        services = read_services(management, readable, chosen, trail, pool)
    return Organization(
        id=str(described["Id"]),
        management_account=management.number,
        root=_read_unit(organizations, root, accounts, policies),
        regions=chosen,
        services=services,
        policies_problem=attached.reason if isinstance(attached, Problem) else None,
    )


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


def _read_accounts(
    listed: Sequence[dict[str, Any]],
    doors: Mapping[str, Access],
    policies: Attached,
    regions: Sequence[str],
    pool: Executor,
) -> dict[str, Account]:
    """Every account by its number; first who is in each, then what those have on that could be entered."""
    found = pool.map(lambda account: _read_account(account, doors.get(account["Id"]), policies), listed)
    accounts = {account.number: account for account in found}
    places = list(product((number for number, account in accounts.items() if account.is_read), regions))
    checks: dict[str, dict[str, dict[str, bool | Problem]]] = {number: {} for number, _ in places}
    for (number, region), results in zip(
        places, pool.map(lambda place: read_region(doors[place[0]], place[1]), places), strict=True
    ):
        for name, result in results.items():
            checks[number].setdefault(name, {})[region] = result
    return {
        number: replace(account, settings=replace(account.settings, checks={**account.settings.checks, **more}))
        for number, account in accounts.items()
        for more in [checks.get(number, {})]
    }


def _read_account(account: dict[str, Any], door: Access | None, policies: Attached) -> Account:
    from botocore.exceptions import BotoCoreError, ClientError

    identities, settings, problem = Identities(), Settings(), None
    try:
        if door:
            identities = read_identities(door.client("iam"))
            settings = Settings({PUBLIC_S3: {ANYWHERE: read_public_s3(door)}}, read_buckets(door))
    except (ClientError, BotoCoreError) as error:
        problem = str(error)
    return Account(
        name=account["Name"],
        number=account["Id"],
        email=account["Email"],
        status=_status(account),
        policies=policies.get(account["Id"], ()),
        identities=identities,
        settings=settings,
        problem=problem,
    )


def _role_arn(account: dict[str, Any], role_name: str) -> str:
    return f"arn:{account['Arn'].split(':')[1]}:iam::{account['Id']}:role/{role_name}"


def _status(account: dict[str, Any]) -> str:
    return str(account.get("State") or account.get("Status") or "")


def _by_name(item: dict[str, Any]) -> str:
    return str(item["Name"]).casefold()
