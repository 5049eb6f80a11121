"""
The root user of an account, which no operation lists and none can create.

Source: IAM User Guide, "AWS account root user"; AWS STS API Reference, GetCallerIdentity (its ARN and id).
"""

from __future__ import annotations

from typing import Any

from moto.iam.models import AccessKey, IAMBackend, User

from emulator.extension.sessions import sessions

ROW = "<root_account>"  # its name in credential reports


class RootUser(User):
    """A user whose name is the account's number."""

    def __init__(self, account_id: str, region_name: str) -> None:
        super().__init__(account_id, region_name, ROW)
        self.id = account_id

    def is_created(self) -> bool:
        """Abstract in moto."""
        return True

    @property
    def arn(self) -> str:
        """`arn:aws:iam::123456789012:root`."""
        return f"arn:aws:iam::{self.account_id}:root"


class Root(IAMBackend):
    """An account with its root user, and who it is that signs."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        make: Any = RootUser
        self.root: RootUser = make(account_id, region_name)

    def get_user_from_access_key_id(self, access_key_id: str) -> User | None:
        """The IAM user or the root user that a key or a session of GetSessionToken belongs to."""
        session = sessions.get(access_key_id)
        if session:
            return session.user
        return (
            self.root if self.root.has_access_key(access_key_id) else super().get_user_from_access_key_id(access_key_id)
        )

    def get_all_access_keys_for_all_users(self) -> list[AccessKey]:
        """The root user's too."""
        return super().get_all_access_keys_for_all_users() + self.root.access_keys

    def add_access_key(self, user: User, id: str | None = None) -> AccessKey:
        """A key of a user, if need be with a chosen id."""
        key = user.create_access_key("AKIA")
        key.access_key_id = id or key.access_key_id
        key.user_name = None if user is self.root else user.name
        self.access_keys[key.access_key_id] = key
        return key

    def remove_access_key(self, user: User, id: str) -> None:
        """Whoever signs with it is refused from now on."""
        user.delete_access_key(id)
        del self.access_keys[id]

    def holds(self, user: User) -> bool:
        """Whether the user is still there."""
        return user is self.root or self.users.get(user.name) is user
