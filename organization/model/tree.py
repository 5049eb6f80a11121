"""Organizational units and accounts."""

from __future__ import annotations

from collections.abc import Iterator

from organization.model.base import Defaults, Tags


class Account(Defaults):
    """A member account. Its key is its name in this file, the name of its stack and the end of its alias."""

    name: str | None = None
    """Name of the account in AWS, <organization>-<key> if not given. Not changed once the account exists."""
    email: str | None = None
    """
    Address of the account's root user, from the e-mail template if not given. Not changed once the account exists.
    """
    billing_access: bool | None = None
    """
    Whether IAM users of the account may see its billing (default: only in id). Not changed once the account exists.
    """
    tags: Tags = {}
    """Tags of the account, besides the organization's."""


class OrganizationalUnit(Defaults):
    """A container of accounts and of further organizational units, to five levels below the root."""

    quarantine: bool = False
    """
    Accounts in here, and below, can do nothing: a service control policy denies every action of everybody inside, and a
    resource control policy whatever comes from outside.
    """
    accounts: dict[str, Account] = {}
    """Member accounts directly in this unit, by key. To move an account, move its lines."""
    organizational_units: dict[str, OrganizationalUnit] = {}
    """Units in this unit, by name."""


Found = tuple[tuple[str, ...], OrganizationalUnit, bool]


def walk(
    units: dict[str, OrganizationalUnit], above: tuple[str, ...] = (), quarantined: bool = False
) -> Iterator[Found]:
    """
    Every OU from the top down: its path from the root, the OU, and whether it is quarantined (itself or from above).
    """
    for name, unit in units.items():
        path = (*above, name)
        inside = quarantined or unit.quarantine
        yield path, unit, inside
        yield from walk(unit.organizational_units, path, inside)
