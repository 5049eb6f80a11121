"""
IAM users and their credentials.

They are read one by one: a credential report has the same, but may be four hours old, so that a device enrolled since
would be reported as missing.
Sources: IAM API Reference, ListUsers, ListMFADevices, ListAccessKeys, GetAccessKeyLastUsed, GetLoginProfile;
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html (2026-11-22).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from live.pages import pages

THREADS = 4


@dataclass(frozen=True)
class Key:
    """An access key; `used` is None for one that was never used."""

    id: str
    active: bool
    created: datetime
    used: datetime | None


@dataclass(frozen=True)
class Person:
    """
    An IAM user. `password` is the time of the password's creation, `signed_in` of its last use.

    Both are None without one.
    """

    name: str
    password: datetime | None
    signed_in: datetime | None
    mfa: bool
    keys: tuple[Key, ...]

    @property
    def active_keys(self) -> tuple[Key, ...]:
        """The active access keys."""
        return tuple(key for key in self.keys if key.active)

    @property
    def can_sign_in(self) -> bool:
        """True for a user with a password or an active access key."""
        return self.password is not None or bool(self.active_keys)


def read_people(iam: Any) -> tuple[Person, ...]:
    """Return the IAM users of an account."""
    users = sorted(pages(iam, "list_users", "Users"), key=lambda user: str(user["UserName"]))
    with ThreadPoolExecutor(THREADS) as pool:
        return tuple(pool.map(lambda user: _read(iam, user), users))


def _read(iam: Any, user: dict[str, Any]) -> Person:
    name = user["UserName"]
    return Person(
        name=name,
        password=_password(iam, name),
        signed_in=user.get("PasswordLastUsed"),
        mfa=bool(pages(iam, "list_mfa_devices", "MFADevices", UserName=name)),
        keys=tuple(_key(iam, key) for key in pages(iam, "list_access_keys", "AccessKeyMetadata", UserName=name)),
    )


def _password(iam: Any, name: str) -> datetime | None:
    try:
        created: datetime = iam.get_login_profile(UserName=name)["LoginProfile"]["CreateDate"]
    except iam.exceptions.NoSuchEntityException:
        return None
    return created


def _key(iam: Any, key: dict[str, Any]) -> Key:
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"].get("LastUsedDate")
    return Key(key["AccessKeyId"], key["Status"] == "Active", key["CreateDate"], used)
