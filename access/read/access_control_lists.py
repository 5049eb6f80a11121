"""
Access control lists of buckets and objects, as statements for every principal.

Only what they grant to everyone, or to every AWS account, is a statement: a grant to a canonical user names an account
that no file tells, and is noted. Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from access.read.reading import Reading, blocks
from policies.reading import Statement, several
from terraform_json.stacks import Entry

_CANNED: Mapping[str, Sequence[str]] = {
    "private": (),
    "public-read": ("READ",),
    "public-read-write": ("READ", "WRITE"),
    "authenticated-read": ("READ",),
    "bucket-owner-read": (),
    "bucket-owner-full-control": (),
    "log-delivery-write": (),
}
"""
The permissions that a canned list grants to everyone or to every AWS account. The others grant to the owner, and to
S3's own delivery of access logs from buckets of the same account.
"""
_OF_BUCKETS: Mapping[str, Sequence[str]] = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject", "s3:DeleteObject"),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
_OF_OBJECTS: Mapping[str, Sequence[str]] = {
    "READ": ("s3:GetObject", "s3:GetObjectVersion"),
    "WRITE": (),
    "READ_ACP": ("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    "WRITE_ACP": ("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
}
"""
The actions of each permission; who may write to a bucket may also overwrite and delete its objects.
"""
_OF_ALL_OBJECTS = ("s3:PutObject", "s3:DeleteObject")
_GROUPS = ("/global/AllUsers", "/global/AuthenticatedUsers")


class AccessControlLists:
    """Turns lists into statements."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def statements(self, entry: Entry, arn: str) -> list[Statement]:
        """Return what the list of a bucket or object grants to everyone or to every AWS account."""
        public = [*self._canned(entry), *self._granted(entry)]
        if not public or self._is_ignored(entry):
            return []
        permissions = list(_OF_BUCKETS) if "FULL_CONTROL" in public else list(dict.fromkeys(public))
        return list(_allowed(arn, permissions))

    def _canned(self, entry: Entry) -> Sequence[str]:
        said = self._reading.text(entry, "acl")
        if said and said not in _CANNED:
            self._reading.leave(entry, "acl", f"the list {said} is not known")
        return _CANNED.get(said, ())

    def _granted(self, entry: Entry) -> Iterator[str]:
        """Yield the permissions of grants to everyone, and note those to others than the owner."""
        for policy in blocks(entry.body.get("access_control_policy")):
            owners = {str(one.get("id")) for one in blocks(policy.get("owner"))}
            for grant in blocks(policy.get("grant")):
                for grantee in blocks(grant.get("grantee")):
                    yield from self._of(entry, grantee, several(grant.get("permission")), owners)
        for grant in blocks(entry.body.get("grant")):
            yield from self._of(entry, grant, several(grant.get("permissions")), set())

    def _of(self, entry: Entry, grantee: Mapping[str, Any], permissions: Sequence[Any], owners: set[str]) -> list[str]:
        group, user = str(grantee.get("uri") or ""), str(grantee.get("id") or "")
        if group.endswith(_GROUPS):
            return [str(one) for one in permissions]
        is_owner = user in owners or "data.aws_canonical_user_id." in user
        if not group.endswith("/s3/LogDelivery") and not is_owner:
            who = group or user or str(grantee.get("email_address") or grantee.get("email") or "an unknown grantee")
            self._reading.leave(entry, "grant", f"no file tells the account of {who}")
        return []

    def _is_ignored(self, entry: Entry) -> bool:
        place = self._reading.resolver.place(entry)
        return place.account in self._closed_accounts or self._reading.text(entry, "bucket") in self._closed_buckets

    @cached_property
    def _closed_buckets(self) -> frozenset[str]:
        """The buckets of which S3 ignores public lists."""
        entries = self._reading.of_type("aws_s3_bucket_public_access_block")
        return frozenset(self._reading.text(one, "bucket") for one in entries if one.body.get("ignore_public_acls"))

    @cached_property
    def _closed_accounts(self) -> frozenset[str]:
        """The accounts of whose buckets S3 ignores public lists."""
        entries = self._reading.of_type("aws_s3_account_public_access_block")
        place = self._reading.resolver.place
        return frozenset(place(one).account for one in entries if one.body.get("ignore_public_acls"))


def _allowed(arn: str, permissions: Sequence[str]) -> Iterator[Statement]:
    of_object = "/" in arn
    for permission in permissions:
        actions = (_OF_OBJECTS if of_object else _OF_BUCKETS).get(permission, ())
        own = [one for one in actions if of_object or one not in _OF_ALL_OBJECTS]
        inside = [one for one in actions if not of_object and one in _OF_ALL_OBJECTS]
        for said, resource in ((own, arn), (inside, f"{arn}/*")):
            if said:
                sid = f"Acl{permission.title().replace('_', '')}"
                yield {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": said, "Resource": resource}
