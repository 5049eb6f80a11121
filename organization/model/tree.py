"""Organizational units and accounts."""

from __future__ import annotations

from collections.abc import Iterator

from organization.model.base import Defaults, Tags


class Account(Defaults):
    """A member account. Its key is its name in this file, the name of its stack and the suffix of its alias."""

    name: str | None = None
    """Name of the account in AWS. Default: <organization>-<key>. Not changed once the account exists."""
    email: str | None = None
    """
    E-mail address of the account's root user. Default: from the e-mail template. Not changed once the account exists.
    """
    billing_access: bool | None = None
    """
    True if IAM users of the account may see its billing. Default: only in id. Not changed once the account exists.
    """
    tags: Tags = {}
    """Tags of the account, besides the organization's."""
    account_id: str | None = None
    """
    Number of the account, in quotes ("123456789012"), for the proof and the check of policies that name a number. Not
    deployed.
    """


class OrganizationalUnit(Defaults):
    """A container of accounts and of further OUs, up to five levels below the root."""

    quarantine: bool = False
    """
    True to quarantine the accounts in this OU and below. A service control policy denies every action of their
    principals, and a resource control policy denies every request from outside.
    """
    accounts: dict[str, Account] = {}
    """Member accounts directly in this OU, by key. To move an account, move its lines."""
    organizational_units: dict[str, OrganizationalUnit] = {}
    """OUs directly in this OU, by name."""


Found = tuple[tuple[str, ...], OrganizationalUnit, bool]


def walk(
    units: dict[str, OrganizationalUnit], above: tuple[str, ...] = (), quarantined: bool = False
) -> Iterator[Found]:
    """
    Yield every OU from the top down: its path from the root, the OU, and True if it or an OU above it is quarantined.
    """
    for name, unit in units.items():
        path = (*above, name)
        inside = quarantined or unit.quarantine
        yield path, unit, inside
        yield from walk(unit.organizational_units, path, inside)
