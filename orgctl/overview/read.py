"""
Read an organization with the credentials of its management account.

Members are read through the access role that AWS creates in each. What cannot be read there becomes a remark, so that
one account does not hide the others. Service-linked roles are left out: AWS creates and owns them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any

from orgctl.overview.identities import read_identities
from orgctl.overview.model import Account, Identities, Organization, Unit

if TYPE_CHECKING:
    import boto3

ACCESS_ROLE = "OrganizationAccountAccessRole"
REGION = "us-east-1"  # Organizations and IAM are in this one for every Region of the partition `aws`
THREADS = 4

_lock = Lock()


def read_organization(session: boto3.Session, *, role_name: str = ACCESS_ROLE) -> Organization:
    """
    The organization that the session's account manages.

    Raises botocore's ClientError and BotoCoreError when the organization itself cannot be read.
    """
    organizations = session.client("organizations", region_name=REGION)
    described = organizations.describe_organization()["Organization"]
    management = str(described["MasterAccountId"])
    (root,) = _pages(organizations, "list_roots", "Roots")
    accounts = _pages(organizations, "list_accounts", "Accounts")
    clients = {account["Id"]: _iam(session, account, management, role_name) for account in accounts}
    with ThreadPoolExecutor(THREADS) as pool:
        read = list(pool.map(lambda account: _read_account(organizations, account, clients), accounts))
    return Organization(
        id=str(described["Id"]),
        management_account=management,
        root=_read_unit(organizations, root, {account.number: account for account in read}),
    )


def _read_unit(organizations: Any, unit: dict[str, Any], accounts: dict[str, Account]) -> Unit:
    units = _pages(organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=unit["Id"])
    children = _pages(organizations, "list_accounts_for_parent", "Accounts", ParentId=unit["Id"])
    return Unit(
        name=unit["Name"],
        id=unit["Id"],
        guardrails=_guardrails(organizations, unit["Id"]),
        units=tuple(_read_unit(organizations, child, accounts) for child in sorted(units, key=_by_name)),
        accounts=tuple(accounts[child["Id"]] for child in sorted(children, key=_by_name) if child["Id"] in accounts),
    )


def _read_account(organizations: Any, account: dict[str, Any], clients: dict[str, Any]) -> Account:
    from botocore.exceptions import BotoCoreError, ClientError

    identities, problem = Identities(), None
    try:
        iam = clients[account["Id"]]()
        identities = read_identities(iam) if iam else identities
    except (ClientError, BotoCoreError) as error:
        problem = str(error)
    return Account(
        name=account["Name"],
        number=account["Id"],
        email=account["Email"],
        status=account.get("State") or account.get("Status") or "",
        guardrails=_guardrails(organizations, account["Id"]),
        identities=identities,
        problem=problem,
    )


def _iam(session: boto3.Session, account: dict[str, Any], management: str, role_name: str) -> Callable[[], Any]:
    """How to get an IAM client of an account: none for a closed one. Sessions are not made for threads, so a lock."""
    if account["Id"] == management:
        own = session.client("iam", region_name=REGION)
        return lambda: own
    if (account.get("State") or account.get("Status")) != "ACTIVE":
        return lambda: None
    sts = session.client("sts", region_name=REGION)
    partition = account["Arn"].split(":")[1]
    role = f"arn:{partition}:iam::{account['Id']}:role/{role_name}"

    def assume() -> Any:
        keys = sts.assume_role(RoleArn=role, RoleSessionName="orgctl-show")["Credentials"]
        with _lock:
            return session.client(
                "iam",
                region_name=REGION,
                aws_access_key_id=keys["AccessKeyId"],
                aws_secret_access_key=keys["SecretAccessKey"],
                aws_session_token=keys["SessionToken"],
            )

    return assume


def _guardrails(organizations: Any, target: str) -> tuple[str, ...]:
    policies = _pages(
        organizations, "list_policies_for_target", "Policies", TargetId=target, Filter="SERVICE_CONTROL_POLICY"
    )
    return tuple(sorted(policy["Name"] for policy in policies))


def _pages(client: Any, operation: str, key: str, **arguments: str) -> list[dict[str, Any]]:
    pages: Iterator[dict[str, Any]] = client.get_paginator(operation).paginate(**arguments)
    return [item for page in pages for item in page[key]]


def _by_name(item: dict[str, Any]) -> str:
    return str(item["Name"]).casefold()
