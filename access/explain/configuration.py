"""The lines of `organization.yaml` that policies, statements, roles and resources come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.model.policies import AWS, Policy, PolicyKind
from foundation.words import listed
from organization.keys import parts
from organization.problem import field_path
from organization.yaml_source import Node, parse
from terraform_json.origin import Origin

FILE = "organization.yaml"


@dataclass(frozen=True)
class Place:
    """A key of the configuration and its line; no line when the file omits the key and its default applies."""

    field: str
    line: int | None

    def __str__(self) -> str:
        return f"{FILE} line {self.line} ({self.field})" if self.line else f"{FILE} ({self.field}, by default)"


class ConfigurationLines:
    """
    Lines of `organization.yaml`, looked up by the keys that synthesized resources carry.

    Nothing is known without the file, nor for resources without keys, which other programs synthesize.
    """

    def __init__(self, content: bytes | None) -> None:
        self._root = parse(content).root if content is not None else None

    def of(self, policy: Policy, statement: int | None = None) -> str:
        """Return the origin of a policy, or of one of its statements counted from 1; empty when unknown."""
        if policy.origin == AWS:
            return "made by AWS" if policy.kind is PolicyKind.TRUST else "AWS's own policy"
        found = _text(self.places(policy, statement))
        return f"{found}, {part}" if found and (part := place_in_file(policy, statement)) else found

    def of_origin(self, origin: Origin) -> str:
        """Return the origin of a role, user, account or resource; empty when unknown."""
        return _text(self.places_of(origin))

    def places_of(self, origin: Origin) -> tuple[Place, ...]:
        """Return the places that a role, user, account or resource comes from."""
        return self._places(origin.keys)

    def places(self, policy: Policy, statement: int | None = None) -> tuple[Place, ...]:
        """Return the places that a policy or statement comes from: nearly always one."""
        origin = policy.origin
        if statement and (source := policy.source(statement)):
            return self._places([source.key])
        return self._places(origin.keys)

    def _places(self, keys: Iterable[str]) -> tuple[Place, ...]:
        root = self._root
        return tuple(place for key in keys if (place := _place(root, key))) if root else ()


def place_in_file(policy: Policy, statement: int | None) -> str:
    """Return the place of a statement in its guardrail's file, `statement 2 of FILE`; empty if there is but one."""
    source = policy.source(statement) if statement else None
    if source is None or not source.file or sum(one.key == source.key for one in policy.origin.statements) == 1:
        return ""
    return f"statement {source.index} of {source.file}"


def _place(root: Node, key: str) -> Place | None:
    """Return the place of a key; None where the file has another kind of value on the way to it."""
    node, line, path = root, 1, list[str | int]()
    names = parts(key)
    if not names:
        return None
    for name in names:
        if node.items is not None and name.isdecimal() and int(name) < len(node.items):
            path.append(int(name))
            node = node.items[int(name)]
            line = node.line
        elif name in (node.entries or {}):
            path.append(name)
            found, node = (node.entries or {})[name]
            line = found.line
        elif node.items is not None or node.value is not None:
            return None
        else:
            return Place(field_path(names), None)
    return Place(field_path(tuple(path)), line)


def _text(places: Iterable[Place]) -> str:
    return listed([str(place) for place in places], word="or")
