"""
What Terraform would do with the resources of the base, as far as the two configurations tell.

Which arguments force a replacement is what the AWS provider 5.100.0 says, and a test asks it:
https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service, organizations/account.go,
organizations/organization.go, organizations/organizational_unit.go, cloudtrail/trail.go, kms/key.go and s3/bucket.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from access.difference.blocks import forgotten, ignored, moved
from access.difference.side import Side
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
"""Arguments that keep their value when they are not given."""
_DEFAULTS: Mapping[str, str] = {"key_usage": "ENCRYPT_DECRYPT", "customer_master_key_spec": "SYMMETRIC_DEFAULT"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a resource; of one that is replaced, because of what."""

    kind: Kind
    because: tuple[str, ...] = ()
    after: Entry | None = None

    @property
    def ends(self) -> bool:
        """Whether the resource as it is now will be no more."""
        return self.kind in ("replaced", "destroyed")


class Plan:
    """What would become of the resources of the base."""

    def __init__(self, base: Side, new: Side) -> None:
        self.base = base
        self.new = new
        self._known: dict[tuple[str, str], Fate] = {}

    def fate(self, origin: Origin) -> Fate:
        """What would become of a resource, by where it stands in the base."""
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
        """What forces a replacement, in words."""
        if before.body.get(TAINTED):
            yield "Terraform did not finish it, and marked it as tainted"
        places = self._place(self.base, before), self._place(self.new, after)
        if places[0] != places[1]:
            yield f"it is looked for in {places[1]} instead of {places[0]}"
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
        """A unit cannot move; nor can it stay where the unit above it is made anew."""
        above = _above(self.base, before), _above(self.new, after)
        if above[0] is None or above[1] is None:
            return
        if (above[0].stack, above[0].address) != (above[1].stack, above[1].address):
            yield "parent_id changes: another unit is above it"
        elif self.fate(above[0]).kind == "replaced" and above[0].address != before.address:
            yield "parent_id changes: what is above it is made anew"

    def _place(self, side: Side, entry: Entry) -> str:
        place = side.resolver.place(entry)
        return f"{side.account_key(place.account)}, {place.region}"

    def _value(self, side: Side, entry: Entry, name: str) -> str:
        """An argument as text; one that is not given, empty, false or the default is the same."""
        found: object = entry.body.get(name)
        if found is None or found is False or found in ("", _DEFAULTS.get(name)):
            return ""
        return side.names.text(side.resolver.text(entry, _plain(found), name))


def _above(side: Side, entry: Entry) -> Origin | None:
    """Where what is above a unit stands."""
    targets = side.organization.targets
    here = next((one for one in targets.values() if one.origin == entry.origin and one.kind == "ou"), None)
    return targets[here.parent].origin if here and here.parent else None


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: str) -> str:
    return value or "nothing"
