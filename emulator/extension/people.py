"""
The age of users and their sign-ins, which AWS's API cannot set.
"""

from __future__ import annotations

import datetime

from moto.core.utils import utcnow
from moto.iam.models import IAMBackend, User

from emulator.extension.root_user import ROW, Root

DATES = ("create_date", "password_last_used", "password_created", "password_changed")


def find(iam: IAMBackend, name: str) -> User | None:
    """Return an IAM user, or the root user by its name in credential reports."""
    return iam.root if name == ROW and isinstance(iam, Root) else iam.users.get(name)


def sign_in(user: User) -> None:
    """Record a use of the password."""
    vars(user)["password_last_used"] = utcnow()


def make_older(user: User, days: int) -> None:
    """Move the dates of a user and of the user's credentials so many days into the past."""
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
