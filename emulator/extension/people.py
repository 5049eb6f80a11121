"""
The age of users, and what they did outside of AWS's API.
"""

from __future__ import annotations

import datetime

from moto.core.utils import utcnow
from moto.iam.models import IAMBackend, User

from emulator.extension.root_user import ROW, Root

DATES = ("create_date", "password_last_used", "password_created", "password_changed")


def find(iam: IAMBackend, name: str) -> User | None:
    """An IAM user, or the root user by the name that it has in credential reports."""
    return iam.root if name == ROW and isinstance(iam, Root) else iam.users.get(name)


def sign_in(user: User) -> None:
    """The password is used."""
    vars(user)["password_last_used"] = utcnow()


def make_older(user: User, days: int) -> None:
    """Everything about the user, and what belongs to the user, is so many days further back."""
    age = datetime.timedelta(days=days)
    for name in DATES:
        if vars(user).get(name):
            vars(user)[name] -= age
    for key in user.access_keys:
        key.create_date -= age
        if key.last_used:
            key.last_used._timestamp -= age
    for device in user.mfa_devices.values():
        device.enable_date -= age
