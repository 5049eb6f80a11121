"""Which line of `organization.yaml` a policy, a statement of it, a role or a resource comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from access.explain.guardrails import guardrails_of
from access.explain.places import Field, field_of, units
from access.model.policies import AWS, Policy
from organization.problem import field_path
from organization.yaml_source import Node, parse
from terraform_json.origin import Origin

FILE = "organization.yaml"


@dataclass(frozen=True)
class Place:
    """A key of the configuration and its line; no line when the key is not in the file, and its default holds."""

    field: str
    line: int | None

    def __str__(self) -> str:
        return f"{FILE} line {self.line} ({self.field})" if self.line else f"{FILE} ({self.field}, by default)"


class ConfigurationLines:
    """
    Where in `organization.yaml` things come from. Without the file, nothing is known.

    `folder` is where the policy files are that guardrails name.
    """

    def __init__(self, content: bytes | None, folder: Path | None = None) -> None:
        self._root = parse(content).root if content is not None else None
        self._folder = folder

    def of(self, policy: Policy, statement: int | None = None) -> str:
        """Where a policy comes from, or one of its statements, counted from 1; empty when that is not known."""
        if policy.origin == AWS:
            return "made by AWS" if policy.kind == "trust" else "AWS's own policy"
        return " or ".join(str(place) for place in self.places(policy, statement))

    def of_origin(self, origin: Origin) -> str:
        """Where a role, a user, an account or a resource comes from; empty when that is not known."""
        return " or ".join(str(place) for place in self._of_path(origin.path))

    def places(self, policy: Policy, statement: int | None = None) -> tuple[Place, ...]:
        """As `of`: nearly always one place; several when the file does not tell them apart."""
        if self._root is None:
            return ()
        _, _, rest = policy.origin.path.partition("/")
        if rest.startswith("policies/"):
            keys = guardrails_of(policy, statement, _at(self._data, ("guardrails",)), self._folder)
            return tuple(self._place(("guardrails", key)) for key in keys)
        if rest.startswith("people/groups/") and rest.endswith("/assume-roles"):
            return tuple(self._place(field) for field in self._ways(rest.split("/")[2]))
        return self._of_path(policy.origin.path)

    def _of_path(self, path: str) -> tuple[Place, ...]:
        if self._root is None or not path:
            return ()
        _, _, rest = path.partition("/")
        parts = rest.split("/")
        if parts[:2] == ["organization", "organizational-units"] and parts[2] in self._units:
            key = ("quarantine",) if parts[3].startswith("deny-") else ()
            return (self._place((*self._units[parts[2]], *key)),)
        if parts[:2] == ["organization", "accounts"] and parts[2] in self._accounts:
            return (self._place(self._accounts[parts[2]]),)
        field = field_of(path)
        return (self._place(field),) if field else ()

    def _place(self, field: Field) -> Place:
        """A key of the file, or an item of a list by its text."""
        node, line, found = cast(Node, self._root), 1, list[str | int]()
        for part in field:
            if node.items is not None:
                index = next((index for index, item in enumerate(node.items) if item.text == part), None)
                if index is None:
                    break
                node = node.items[index]
                line = node.line
                found.append(index)
            elif part in (node.entries or {}):
                found.append(part)
                name, node = (node.entries or {})[str(part)]
                line = name.line
            else:
                return Place(field_path(field), None)
        return Place(field_path(tuple(found)), line)

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        data: object = self._root.data() if self._root else None
        return cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}

    @cached_property
    def _units(self) -> Mapping[str, Field]:
        return dict(units(self._data.get("organizational_units")))

    @cached_property
    def _accounts(self) -> Mapping[str, Field]:
        fields = {field: _at(self._data, (*field, "accounts")) for field in self._units.values()}
        return {key: (*field, "accounts", key) for field, accounts in fields.items() for key in accounts}

    def _ways(self, group: str) -> list[Field]:
        """Why the people of a group may assume roles: its own, those of the bills, those of the responder."""
        own: list[Field] = [("groups", group, "roles")] if _at(self._data, ("groups", group, "roles")) else []
        bills: list[Field] = [("billing_group",)] if self._data.get("billing_group") == group else []
        responds: list[Field] = [("responder",)] if _at(self._data, ("responder",)).get("group") == group else []
        return [*own, *bills, *responds] or [("groups", group)]


def _at(data: Mapping[str, Any], field: Field) -> Mapping[str, Any]:
    """The mapping at a place of the file; an empty one when there is none."""
    for part in field:
        found: object = data.get(str(part))
        data = cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}
    return data
