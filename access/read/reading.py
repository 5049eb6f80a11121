"""The state shared by all readers: the stacks, their references, and policies with their origin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from access.model.policies import Policy, PolicyKind
from access.model.unread import Unread
from access.read.managed_policies import managed_policy, version
from terraform_json.origin import Origin, Unresolved
from terraform_json.resolver import Resolver
from terraform_json.stacks import Entry, Stack


@dataclass
class Reading:
    """The stacks being read."""

    stacks: Sequence[Stack]
    resolver: Resolver
    account_keys: Mapping[Origin, str]
    problems: list[Unresolved] = field(default_factory=list[Unresolved])
    unread: list[Unread] = field(default_factory=list[Unread])

    def of_type(self, *types: str) -> Iterator[Entry]:
        """Yield every resource of these types that a stack creates in an account of the organization."""
        for stack in self.stacks:
            yield from (entry for entry in stack.of_type(*types) if self.is_placed(entry))

    def is_placed(self, entry: Entry) -> bool:
        """Return whether a resource is created in an account of the organization; note it if not."""
        account = self.resolver.place(entry).account
        known = self.resolver.is_of_organization(account)
        if not known:
            reason = "its account is outside of the organization, so it is left out"
            self.note(entry.origin, "provider", account, reason)
        return known

    def text(self, entry: Entry, name: str, default: str = "") -> str:
        """Return an attribute of a resource as text."""
        return self.resolver.attribute(entry, name) or default

    def policy(
        self, entry: Entry, attribute: str, name: str, kind: PolicyKind, *, type_: str = "", template: str | None = None
    ) -> Policy | None:
        """Return the policy in an attribute; None when the attribute is missing or is not JSON, which is noted."""
        said: object = template if template is not None else entry.body.get(attribute)
        if said is None:
            return None
        text = self.resolver.text(entry, str(said), attribute)
        try:
            document = json.loads(text)
        except ValueError:
            self.note(entry.origin, attribute, text[:60], "not a policy in JSON")
            return None
        return Policy(name, kind, cast("Mapping[str, Any]", document), entry.origin, type_, len(text))

    def managed(self, entry: Entry, attribute: str, arn: str, own: Mapping[str, Policy]) -> Policy | None:
        """Return a managed policy, of the stacks or of AWS; note an unknown one."""
        found = own.get(arn) or managed_policy(arn)
        if found is None and "${" not in arn:
            self.note(entry.origin, attribute, arn, f"no stack makes this policy, and {version()} has none by that ARN")
        return found

    def leave(self, entry: Entry, what: str, reason: str) -> None:
        """Note an argument that decides about access and is not read; empty for the whole resource."""
        self.leave_at(entry.origin, what, reason)

    def leave_at(self, origin: Origin, what: str, reason: str) -> None:
        """Note what is not read at a place, once."""
        found = Unread(origin, what, reason)
        if found not in self.unread:
            self.unread.append(found)

    def note(self, origin: Origin, field_: str, expression: str, reason: str) -> None:
        """Note a value that cannot be read, once."""
        found = Unresolved(origin, field_, expression, reason)
        if found not in self.problems:
            self.problems.append(found)


def blocks(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the blocks in a value: Terraform JSON writes a block as an object or as a list of objects."""
    for one in cast("list[object]", value) if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield cast("Mapping[str, Any]", one)
