"""
Terraform's expected actions on the resources of the base, as far as the two configurations determine them.

The arguments that force a replacement are those of the AWS provider 5.100.0; a test asks the provider:
https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service, organizations/account.go,
organizations/organization.go, organizations/organizational_unit.go, cloudtrail/trail.go, kms/key.go and s3/bucket.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from access.difference.blocks import forgotten, ignored, moved
from access.difference.snapshot import Snapshot
from access.difference.states import TAINTED
from terraform_json.origin import Origin
from terraform_json.stacks import Entry

Kind = Literal["stays", "replaced", "destroyed", "forgotten", "left alone"]

ACCOUNT, UNIT = "aws_organizations_account", "aws_organizations_organizational_unit"
ORGANIZATION, TRAIL = "aws_organizations_organization", "aws_cloudtrail"
BUCKET, KEY = "aws_s3_bucket", "aws_kms_key"

_FORCING: Mapping[str, Sequence[str]] = {
    ACCOUNT: ("email", "iam_user_access_to_billing", "role_name"),
    TRAIL: ("name",),
    BUCKET: ("bucket", "bucket_prefix", "object_lock_enabled"),
    KEY: ("custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region"),
}
_KEPT = frozenset({"bucket", "bucket_prefix", "multi_region", "object_lock_enabled"})
"""Arguments that keep their value when the configuration omits them."""
_DEFAULTS: Mapping[str, str] = {"key_usage": "ENCRYPT_DECRYPT", "customer_master_key_spec": "SYMMETRIC_DEFAULT"}


@dataclass(frozen=True, slots=True)
class Fate:
    """The expected action on a resource; for a replacement, with its causes."""

    kind: Kind
    because: tuple[str, ...] = ()
    after: Entry | None = None

    @property
    def ends(self) -> bool:
        """True when the present resource is deleted."""
        return self.kind in ("replaced", "destroyed")


class Plan:
    """The expected actions on the resources of the base."""

    def __init__(self, base: Snapshot, new: Snapshot) -> None:
        self.base = base
        self.new = new
        self._known: dict[tuple[str, str], Fate] = {}

    def fate(self, origin: Origin) -> Fate:
        """Return the expected action on a resource, by its origin in the base."""
        key = (origin.stack, origin.address)
        if key not in self._known:
            self._known[key] = self._fate(origin)
        return self._known[key]

    def _fate(self, origin: Origin) -> Fate:
        stack = self.new.by_name.get(origin.stack)
        before = self.base.entry(origin.stack, origin.address)
        if stack is None or before is None:
            return Fate("left alone")
        after = stack.blocks.get(moved(stack).get(origin.address, origin.address))
        if after is None:
            return Fate("forgotten" if origin.address in forgotten(stack) else "destroyed")
        because = tuple(self._forced(before, after))
        return Fate("replaced" if because else "stays", because, after)

    def _forced(self, before: Entry, after: Entry) -> Iterator[str]:
        """Yield the causes of a replacement, in words."""
        if before.body.get(TAINTED):
            yield "Terraform did not finish it, and marked it as tainted"
        places = self._place(self.base, before), self._place(self.new, after)
        if places[0] != places[1]:
            yield f"it moves: Terraform would look for it in {places[1]} instead of {places[0]}"
        left = ignored(after.body)
        for name in _FORCING.get(before.type, ()):
            old, now = self._value(self.base, before, name), self._value(self.new, after, name)
            if old != now and name not in left and "all" not in left and (now or name not in _KEPT):
                yield f"{name} changes from {_shown(old)} to {_shown(now)}"
        if before.type == UNIT:
            yield from self._parent(before, after)
        if before.type == ORGANIZATION:
            sets = self._value(self.base, before, "feature_set"), self._value(self.new, after, "feature_set")
            if sets[0] != sets[1] == "CONSOLIDATED_BILLING":
                yield "feature_set changes from ALL to CONSOLIDATED_BILLING"

    def _parent(self, before: Entry, after: Entry) -> Iterator[str]:
        """Yield a cause when the parent changes or is replaced: AWS cannot move a unit."""
        above = _above(self.base, before), _above(self.new, after)
        if above[0] is None or above[1] is None:
            return
        if (above[0].stack, above[0].address) != (above[1].stack, above[1].address):
            yield "parent_id changes: it gets another parent"
        elif self.fate(above[0]).kind == "replaced" and above[0].address != before.address:
            yield "parent_id changes: its parent is recreated"

    def _place(self, snapshot: Snapshot, entry: Entry) -> str:
        place = snapshot.resolver.place(entry)
        return f"{snapshot.account_key(place.account)}, {place.region}"

    def _value(self, snapshot: Snapshot, entry: Entry, name: str) -> str:
        """Return an argument as text; missing, empty, false and default values are all empty."""
        found: object = entry.body.get(name)
        if found is None or found is False or found in ("", _DEFAULTS.get(name)):
            return ""
        return snapshot.names.text(snapshot.resolver.text(entry, _plain(found), name))


def _above(snapshot: Snapshot, entry: Entry) -> Origin | None:
    """Return the origin of a unit's parent."""
    targets = snapshot.organization.targets
    here = next((one for one in targets.values() if one.origin == entry.origin and one.kind == "ou"), None)
    return targets[here.parent].origin if here and here.parent else None


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: str) -> str:
    return value or "nothing"
