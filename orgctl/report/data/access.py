"""The access matrix: who reaches which account, as what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person may assume in an account."""

    account: str
    role: str
    needs_mfa: bool
    policies: tuple[str, ...]
    """Ids of policies of the report; names of any others, such as AdministratorAccess."""
    through: tuple[str, ...]
    """The way there, step by step: group infra; or group admins, role admin in org-root."""
    ways: tuple[str, ...] = ()
    """Where MFA is not needed, how people may be signed in: with an access key, without MFA."""


@dataclass(frozen=True, slots=True)
class Person:
    """
    A user, and what the user reaches.

    `home` is the key of the user's account; `without_mfa` says what the user can do without MFA: enrol an MFA device.
    """

    name: str
    groups: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    without_mfa: str = ""
    home: str = ""
