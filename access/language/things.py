"""The resources of requests: the words after `on`, and the default when a line has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from access.decision.narrowing import matches
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role
from access.model.resources import Resource

_S3 = "s3://"


@dataclass(frozen=True)
class Thing:
    """A resource with its ARN, its account and its resource policy; for a role, the trust policy."""

    arn: str
    account: Account
    policy: Policy | None = None
    role: Role | None = None


class NoSuchThing(Exception):
    """
    A word names no resource; the message says why, and the remedy.

    With `needs_account`, the word alone does not say in which account the resource is.
    """

    def __init__(self, message: str, *, needs_account: bool = False) -> None:
        super().__init__(message)
        self.needs_account = needs_account


def things(word: str, accounts: Sequence[Account], organization: Organization) -> list[Thing]:
    """
    Return the things that a word after `on` names in each of these accounts; without accounts, the ARN determines them.

    Raises NoSuchThing.
    """
    if word == "*":
        return [Thing("*", account) for account in accounts or organization.accounts.values()]
    if word.startswith("role:"):
        return _roles(word.removeprefix("role:"), accounts, organization)
    form = f"arn:aws:s3:::{word.removeprefix(_S3)}" if word.startswith(_S3) else word
    if not form.startswith("arn:"):
        raise NoSuchThing("must be an ARN, s3://bucket/key, role:NAME, role:NAME@ACCOUNT or *")
    varies = "{account}" in form or "{number}" in form
    of = [*(accounts or organization.accounts.values())] if varies else [None]
    arns = [form.replace("{account}", one.key).replace("{number}", one.number) if one else form for one in of]
    found = [thing for arn, one in zip(arns, of, strict=True) for thing in _named(arn, one, accounts, organization)]
    return list(dict.fromkeys(found))


def thing_at(arn: str, account: Account, organization: Organization) -> Thing:
    """Return the thing with an ARN; with account and policy of the stack's resource that it is, or is a part of."""
    if role := organization.role_by_arn.get(arn):
        return Thing(arn, organization.accounts[role.account], role.trust, role)
    if resource := _resource_at(arn, organization):
        return Thing(arn, organization.accounts.get(resource.account, account), resource.policy)
    return Thing(arn, account)


def _resource_at(arn: str, organization: Organization) -> Resource | None:
    """Return the stack's resource that a thing is, or is a part of."""
    part = arn
    while part:
        if resource := organization.resource_by_arn.get(part):
            return resource
        part = re.sub(r"(^|[/:])[^/:]*$", "", part)
    return None


def _roles(text: str, accounts: Sequence[Account], organization: Organization) -> list[Thing]:
    name, _, key = text.partition("@")
    wanted = {key} if key else {account.key for account in accounts or organization.accounts.values()}
    found = [
        Thing(role.arn, account, role.trust, role)
        for role in organization.roles
        if role.name == name and (account := organization.accounts[role.account]).key in wanted
    ]
    if not found:
        raise NoSuchThing(f"no stack makes a role '{name}' in {', '.join(sorted(wanted)[:5])}")
    return found


def _named(arn: str, account: Account | None, accounts: Sequence[Account], organization: Organization) -> list[Thing]:
    """Return the things that an ARN names; one with wildcards names every matching resource of the stacks."""
    if "*" not in arn and "?" not in arn:
        return [_exact(arn, account, accounts, organization)]
    known = [*organization.resource_by_arn, *organization.role_by_arn, *organization.user_by_arn]
    found = [exact for one in known if (exact := _matched(arn, one))]
    if not found:
        raise NoSuchThing(
            f"nothing that the stacks make matches {arn}: a * stands for part of the name of what they make, not for"
            " what may be in it, of which one example must be named"
        )
    return [_exact(one, account, accounts, organization) for one in found]


def _matched(pattern: str, arn: str) -> str:
    """Return the ARN if it matches the whole pattern, or a first part of it; in that case with the rest appended."""
    if matches(pattern, arn):
        return arn
    for found in re.finditer(r"[/:]", pattern):
        whole, rest = pattern[: found.start()], pattern[found.start() :]
        if "*" not in rest and "?" not in rest and matches(whole, arn):
            return arn + rest
    return ""


def _exact(arn: str, account: Account | None, accounts: Sequence[Account], organization: Organization) -> Thing:
    number = (arn.split(":", 5)[4:5] or [""])[0]
    if number and number not in organization.accounts:
        raise NoSuchThing(f"{number} is no account of the organization that is known: give the numbers with --outputs")
    found = organization.accounts.get(number) or account or (accounts[0] if len(accounts) == 1 else None)
    thing = thing_at(arn, found or organization.management, organization)
    if found is None and thing.role is None and _resource_at(arn, organization) is None:
        raise NoSuchThing(f"no stack makes {arn}", needs_account=True)
    return thing
