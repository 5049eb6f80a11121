"""
The accounts of an organization: the identities and settings of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import product
from typing import Any

from live.access import Access
from live.attempt import Problem
from live.identities import read_identities
from live.model import Account, Identities, Settings
from live.pages import pages
from live.policies import Attached
from live.settings import PUBLIC_S3, read_buckets, read_public_s3, read_region

ANYWHERE = "*"
Listed = Mapping[str, Any]
"""An account as Organizations lists it."""
Checks = dict[str, dict[str, bool | Problem]]


def read_accounts(
    listed: Sequence[dict[str, Any]],
    account_access: Mapping[str, Access],
    policies: Attached,
    regions: Sequence[str],
    pool: Executor,
) -> dict[str, Account]:
    """Return every account by its number: the identities of each, and the settings of those that can be accessed."""
    found = pool.map(lambda account: _read_account(account, account_access.get(account["Id"]), policies), listed)
    accounts = {account.number: account for account in found}
    checks = _read_checks(
        {number: access for number, access in account_access.items() if accounts[number].is_read}, regions, pool
    )
    return {
        number: replace(account, settings=replace(account.settings, checks={**account.settings.checks, **more}))
        for number, account in accounts.items()
        for more in [checks.get(number, {})]
    }


def _read_checks(account_access: Mapping[str, Access], regions: Sequence[str], pool: Executor) -> dict[str, Checks]:
    """Return the settings of each account in each region, by number and name."""
    places = list(product(account_access, regions))
    checks: dict[str, Checks] = {number: {} for number in account_access}
    results = pool.map(lambda place: read_region(account_access[place[0]], place[1]), places)
    for (number, region), result in zip(places, results, strict=True):
        for name, holds in result.items():
            checks[number].setdefault(name, {})[region] = holds
    return checks


def _read_account(account: dict[str, Any], access: Access | None, policies: Attached) -> Account:
    from botocore.exceptions import BotoCoreError, ClientError

    identities, settings, problem = Identities(), Settings(), None
    try:
        if access:
            identities = read_identities(access.client("iam"))
            settings = Settings({PUBLIC_S3: {ANYWHERE: read_public_s3(access)}}, read_buckets(access))
    except (ClientError, BotoCoreError) as error:
        problem = str(error)
    return Account(
        name=account["Name"],
        number=account["Id"],
        email=account["Email"],
        status=status_of(account),
        policies=policies.get(account["Id"], ()),
        identities=identities,
        settings=settings,
        problem=problem,
    )


def list_accounts(organizations: Any) -> Sequence[Listed]:
    """Return the accounts of the organization, as AWS lists them to a client of its management account."""
    return pages(organizations, "list_accounts", "Accounts")


def status_of(account: Listed) -> str:
    """Return the status, whose name in the API changes: `State` from 2026-09-09 on, `Status` before."""
    return str(account.get("State") or account.get("Status") or "")
