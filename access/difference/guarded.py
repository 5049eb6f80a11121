"""Resources that a change must not destroy, and their names in messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from access.difference.plan import ACCOUNT, BUCKET, KEY, ORGANIZATION, TRAIL
from access.difference.snapshot import Snapshot
from foundation.words import listed
from terraform_json.stacks import Entry

TYPES = (ORGANIZATION, ACCOUNT, TRAIL, BUCKET, KEY)


class Guarded:
    """The resources of one organization that must not be destroyed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def name(self, entry: Entry) -> str:
        """Return a guarded resource in words; empty for a resource that may be destroyed."""
        if entry.type == ORGANIZATION:
            return "the organization"
        if entry.type == ACCOUNT:
            return f"the account {entry.key}"
        if entry.type == TRAIL:
            return f"the trail {self._name(entry)}"
        return self._bucket(entry) if entry.type == BUCKET else self._key(entry) if entry.type == KEY else ""

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """The guarded resources by their words."""
        entries = (entry for stack in self._snapshot.stacks for entry in stack.of_type(*TYPES))
        return {name: entry for entry in entries if (name := self.name(entry))}

    def _bucket(self, entry: Entry) -> str:
        name = self._snapshot.resolver.attribute(entry, "bucket") or ""
        if states := self._states.get(name):
            return f"the bucket {name}, which holds the state of {listed(states)},"
        trail = self._of_trails("s3_bucket_name").get(name)
        return f"the bucket {name}, which holds the files of the trail {trail}," if trail else ""

    def _key(self, entry: Entry) -> str:
        trail = self._of_trails("kms_key_id").get(self._snapshot.resolver.attribute(entry, "arn") or "")
        return f"the key with which the files of the trail {trail} are encrypted" if trail else ""

    @cached_property
    def _states(self) -> Mapping[str, list[str]]:
        """The stacks whose state is in a bucket, by the bucket's name."""
        found: dict[str, list[str]] = {}
        for stack in self._snapshot.organization.stacks:
            if bucket := stack.backend.get("bucket"):
                found.setdefault(bucket, []).append(stack.name)
        return found

    def _of_trails(self, attribute: str) -> Mapping[str, str]:
        """Return the names of the trails by the value of an attribute."""
        found = ((self._snapshot.resolver.attribute(trail, attribute), self._name(trail)) for trail in self._trails)
        return {value: name for value, name in found if value}

    @cached_property
    def _trails(self) -> tuple[Entry, ...]:
        return tuple(trail for stack in self._snapshot.stacks for trail in stack.of_type(TRAIL))

    def _name(self, entry: Entry) -> str:
        return self._snapshot.resolver.attribute(entry, "name") or entry.key
