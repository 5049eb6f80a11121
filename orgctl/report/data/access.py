"""The access matrix: the roles that users may assume in each account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a user may assume in an account."""

    account: str
    role: str
    needs_mfa: bool
    policies: tuple[str, ...]
    """Ids of policies of the report; names of any others, such as AdministratorAccess."""
    through: tuple[str, ...]
    """The steps to the role: group infra; or group admins, role admin in org-root."""
    ways: tuple[str, ...] = ()
    """If MFA is not needed, the accepted ways of signing in: with an access key, without MFA."""


@dataclass(frozen=True, slots=True)
class Person:
    """
    A user, and the roles that the user may assume.

    `home` is the key of the user's account; `without_mfa` is what the user can do without MFA: enrol an MFA device.
    """

    name: str
    groups: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    without_mfa: str = ""
    home: str = ""
