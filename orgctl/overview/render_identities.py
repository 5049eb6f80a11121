"""
The users, groups and roles of an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from foundation.words import listed
from live.model import Account, Group, Role, User
from orgctl.overview.grid import add_row, grid

ARN = re.compile(r"arn:[^:]+:iam::(?P<account>\d{12}):(?P<what>.+)")


def identities(account: Account, names: dict[str, str]) -> RenderableType:
    """Return a row for each identity; `names` are the accounts' names, by number."""
    table = grid()
    found = account.identities
    for user in found.users:
        add_row(table, "user", user.name, "; ".join(_user(user)))
    for group in found.groups:
        add_row(table, "group", group.name, "; ".join(_group(group, names)))
    for role in found.roles:
        add_row(table, "role", role.name, "; ".join(_role(role, names)))
    if table.row_count:
        return table
    return Text(_nothing(account), style="yellow" if account.problem else "dim")


def _nothing(account: Account) -> str:
    if account.problem:
        return f"cannot be read: {account.problem}"
    return "no users, groups or roles" if account.status == "ACTIVE" else f"not read: {account.status}"


def _user(user: User) -> Iterator[str]:
    yield f"in {', '.join(user.groups)}" if user.groups else "in no group"
    yield from user.policies


def _group(group: Group, names: dict[str, str]) -> Iterator[str]:
    yield ", ".join(group.members) or "no members"
    if group.assumes:
        yield f"may assume {', '.join(_assumed(group.assumes, names))}"
    yield from group.policies


def _role(role: Role, names: dict[str, str]) -> Iterator[str]:
    trusted = ", ".join(_named(principal, names) for principal in role.trusted) or "no principal"
    yield f"trusts {trusted}{' with MFA' if role.mfa else ''}"
    yield ", ".join(role.policies) or "no policies"


def _assumed(arns: Iterable[str], names: dict[str, str]) -> list[str]:
    """Return each role once, with its accounts: `infra in spacecats-id and spacecats-logs`."""
    places: dict[str, list[str]] = {}
    for arn in arns:
        role, _, account = _named(arn, names).partition(" in ")
        places.setdefault(role, []).extend(filter(None, [account]))
    return [f"{role} in {listed(accounts)}" if accounts else role for role, accounts in places.items()]


def _named(principal: str, names: dict[str, str]) -> str:
    """Return `role/infra` as `infra in spacecats-id`, an account's root as the account's name, the rest unchanged."""
    match = ARN.fullmatch(principal)
    if match is None:
        return principal
    account, what = names.get(match["account"], match["account"]), match["what"]
    return account if what == "root" else f"{what.removeprefix('role/')} in {account}"
