"""
The root user of an account. No operation lists or creates it.

Source: IAM User Guide, "AWS account root user"; AWS STS API Reference, GetCallerIdentity (its ARN and id).
"""

from __future__ import annotations

from typing import Any

from moto.iam.models import AccessKey, IAMBackend, User

from emulator.extension.sessions import sessions

ROW = "<root_account>"  # its name in credential reports


class RootUser(User):
    """A user without a name, whose id is the account number."""

    def __init__(self, account_id: str, region_name: str) -> None:
        super().__init__(account_id, region_name, ROW)
        self.id = account_id

    def is_created(self) -> bool:
        """Implement moto's abstract method."""
        return True

    @property
    def arn(self) -> str:
        """`arn:aws:iam::123456789012:root`."""
        return f"arn:aws:iam::{self.account_id}:root"


class Root(IAMBackend):
    """An account with its root user; it finds the user of an access key."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        make: Any = RootUser
        self.root: RootUser = make(account_id, region_name)

    def get_user_from_access_key_id(self, access_key_id: str) -> User | None:
        """Return the IAM user or root user of an access key or of a session of GetSessionToken."""
        session = sessions.get(access_key_id)
        if session:
            return session.user
        return (
            self.root if self.root.has_access_key(access_key_id) else super().get_user_from_access_key_id(access_key_id)
        )

    def get_all_access_keys_for_all_users(self) -> list[AccessKey]:
        """Include the root user's keys."""
        return super().get_all_access_keys_for_all_users() + self.root.access_keys

    def add_access_key(self, user: User, id: str | None = None) -> AccessKey:
        """Create an access key of a user, with the given id if there is one."""
        key = user.create_access_key("AKIA")
        key.access_key_id = id or key.access_key_id
        key.user_name = None if user is self.root else user.name
        self.access_keys[key.access_key_id] = key
        return key

    def remove_access_key(self, user: User, id: str) -> None:
        """Remove an access key; requests signed with it are refused from then on."""
        user.delete_access_key(id)
        del self.access_keys[id]

    def holds(self, user: User) -> bool:
        """Return whether the user still exists."""
        return user is self.root or self.users.get(user.name) is user
