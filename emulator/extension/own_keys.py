"""
Access keys, and operations without UserName.

Operations: IAM CreateAccessKey, ListAccessKeys, UpdateAccessKey, DeleteAccessKey (without UserName they concern the
caller, also a root user), GetUser. Source: IAM API Reference, these operations; IAM User Guide, "IAM and AWS STS
quotas".
"""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import LimitExceededException, ValidationError
from moto.iam.models import User
from moto.iam.responses import IamResponse

from emulator.environment import ACCESS_KEY
from emulator.extension import quotas
from emulator.extension.root_user import Root


class OwnKeys(IamResponse):
    """IAM's operations about access keys, and GetUser."""

    @property
    def root_backend(self) -> Root:
        """The IAM backend of the account."""
        backend = self.backend
        assert isinstance(backend, Root)
        return backend

    def named_user(self) -> User:
        """Return the user of the parameter UserName, or else the caller."""
        name = self._get_param("UserName")
        user = self.backend.get_user(name) if name else self.backend.get_user_from_access_key_id(self.access_key)
        if user is None:
            raise ValidationError("Must specify userName when calling with non-User credentials")
        return user

    def get_user(self) -> ActionResult:
        """Return a user; for the operator, who is unknown to the account, moto's answer."""
        if not self._get_param("UserName") and self.access_key == ACCESS_KEY:
            return super().get_user()
        return ActionResult({"User": self.named_user()})

    def create_access_key(self) -> ActionResult:
        """Create a key; a user has at most two."""
        user = self.named_user()
        if len(user.access_keys) >= quotas.ACCESS_KEYS_PER_USER:
            limit = quotas.ACCESS_KEYS_PER_USER
            raise LimitExceededException(f"Cannot exceed quota for AccessKeysPerUser: {limit}")
        return ActionResult({"AccessKey": self.root_backend.add_access_key(user)})

    def list_access_keys(self) -> ActionResult:
        """List the keys of a user."""
        return ActionResult({"AccessKeyMetadata": self.named_user().access_keys, "IsTruncated": False})

    def update_access_key(self) -> ActionResult:
        """Set a key Active or Inactive. Requests signed with an inactive key are refused."""
        self.named_user().update_access_key(self._get_param("AccessKeyId"), self._get_param("Status"))
        return EmptyResult()

    def delete_access_key(self) -> ActionResult:
        """Delete a key."""
        self.root_backend.remove_access_key(self.named_user(), self._get_param("AccessKeyId"))
        return EmptyResult()
