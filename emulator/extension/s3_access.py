"""
S3 whose bucket policies decide about requests of other accounts.

Requests of the account that owns the bucket are not checked. The policy must name the caller, the caller's account or
all principals; its conditions on account, organization and transport are evaluated. Source: Amazon S3 User Guide, "How
Amazon S3 authorizes a request" and "Actions, resources, and condition keys for Amazon S3".
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.s3 import urls
from moto.s3.exceptions import BucketAccessDeniedError
from moto.s3.models import FakeBucket, S3Backend, s3_backends
from moto.sts.models import sts_backends

from emulator.extension.lifecycle import Lifecycle
from emulator.extension.membership import organization_id
from emulator.extension.resource_access import Access, allows
from emulator.extension.resources import bucket_policy

ACTIONS = {"HeadBucket": "ListBucket"}  # operations whose permission has another name
SUBRESOURCES = {  # parts of a bucket that moto does not name
    "encryption": "EncryptionConfiguration",
    "object-lock": "BucketObjectLockConfiguration",
    "ownershipControls": "BucketOwnershipControls",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "replication": "ReplicationConfiguration",
}


class S3Api(Lifecycle):
    """moto's S3 with a check of the bucket policy."""

    def _authenticate_and_authorize_s3_action(
        self, bucket_name: str | None = None, key_name: str | None = None
    ) -> None:
        super()._authenticate_and_authorize_s3_action(bucket_name, key_name)
        _, owner = s3_backends.bucket_accounts.get(bucket_name or "", ("", self.current_account))
        if bucket_name and owner != self.current_account and not self._creates_bucket():
            resource = f"arn:{self.partition}:s3:::{bucket_name}" + (f"/{key_name}" if key_name else "")
            if not allows(bucket_policy(bucket_name), self._access(resource)):
                raise BucketAccessDeniedError(bucket_name)

    def _creates_bucket(self) -> bool:
        """Return whether the request creates a bucket; moto then chooses the error when the name is taken."""
        return self.method == "PUT" and self._action() == "CreateBucket"

    def _action(self) -> str:
        for name, part in SUBRESOURCES.items():
            if name in self.querystring:
                return ("Get" if self.method == "GET" else "Put") + part
        action = str(self._get_action())
        return ACTIONS.get(action, action)

    def _access(self, resource: str) -> Access:
        account, session = self.current_account, self._session()
        principal = _role_of(session, account, self.partition) or session
        organization = organization_id(account)
        context = {
            "aws:principalaccount": account,
            "aws:principalarn": principal,
            "aws:principalisawsservice": "false",
            "aws:securetransport": str(self.uri.startswith("https")).lower(),
            **({"aws:principalorgid": organization} if organization else {}),
        }
        if "x-amz-acl" in self.headers:
            context["s3:x-amz-acl"] = self.headers["x-amz-acl"]
        names = frozenset({account, f"arn:{self.partition}:iam::{account}:root", session, principal})
        return Access("AWS", names, f"s3:{self._action()}", resource, context)

    def _session(self) -> str:
        backend = sts_backends[self.current_account][self.partition]
        return str(backend.get_caller_identity(self.access_key, self.region)[1])


def _role_of(session: str, account: str, partition: str) -> str | None:
    """Return the ARN of the role of a session."""
    _, separator, rest = session.partition(":assumed-role/")
    name = rest.partition("/")[0]
    roles = iam_backends[account][partition].roles.values() if separator else ()
    return next((role.arn for role in roles if role.name == name), None)


class S3(S3Backend):
    """The backend that routes requests to `S3Api`; moto's loads its own paths each time."""

    @property
    def _url_module(self) -> Any:
        paths = {path: getattr(S3Api, handler.__name__) for path, handler in urls.url_paths.items()}
        return SimpleNamespace(url_bases=urls.url_bases, url_paths=paths)


def _no_opinion(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """Disable moto's own check, which ignores conditions: a denial of requests without TLS would deny all requests."""
    return PermissionResult.NEUTRAL


def apply() -> None:
    """Let moto create these backends."""
    s3_backends.backend = S3
    FakeBucket.get_permission = _no_opinion  # type: ignore[method-assign]
