"""
A Terraform state: the one walk over its instances.

Terraform documents the format nowhere; source: its own reader, internal/states/statefile/version4.go of version 1.11.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from terraform_json.folder import read_json

_ALIAS = re.compile(r'"\]\.(.+)$')


@dataclass(frozen=True)
class Instance:
    """A live instance of a resource that Terraform manages."""

    type: str
    resource: str
    """Name of the resource in the configuration."""
    key: str | int | None
    """Key of the instance of a resource with `for_each` or `count`; None of any other."""
    attributes: Mapping[str, Any]
    is_tainted: bool
    """True when Terraform failed to finish it, and is going to replace it."""
    creates_before_destroy: bool
    provider_alias: str
    """Alias of its provider; empty for the default one."""
    module: str = ""

    @property
    def name(self) -> str:
        """Name of the resource, with the key of the instance: `protected["id"]`."""
        return self.resource if self.key is None else f"{self.resource}[{json.dumps(self.key)}]"

    @property
    def resource_address(self) -> str:
        """Terraform's address of the resource: `terraform_data.protected`."""
        return f"{self.module}{'.' if self.module else ''}{self.type}.{self.resource}"

    @property
    def address(self) -> str:
        """Terraform's address of the instance: `terraform_data.protected["id"]`."""
        return f"{self.module}{'.' if self.module else ''}{self.type}.{self.name}"

    @property
    def id(self) -> str:
        """The attribute `id`; empty without one."""
        return str(self.attributes.get("id") or "")


@dataclass(frozen=True)
class DataSource:
    """What Terraform has read last for a data source."""

    type: str
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """A state as Terraform writes it (version 4); empty if it does not exist."""

    content: Mapping[str, Any]

    @cached_property
    def instances(self) -> Sequence[Instance]:
        """
        Every live instance of the resources that Terraform manages.

        Data sources are left out. So are deposed instances: those that Terraform has replaced already and could not
        destroy yet. A resource may have one beside its live instance, before or after it, or alone.
        """
        return tuple(self._walk())

    def of_type(self, *types: str) -> Iterator[Instance]:
        """Return the live instances of resources of some types."""
        return (instance for instance in self.instances if instance.type in types)

    @property
    def data_sources(self) -> Iterator[DataSource]:
        """The data sources without `for_each` or `count`."""
        for item in cast("Sequence[Mapping[str, Any]]", self.content.get("resources") or ()):
            for instance in cast("Sequence[Mapping[str, Any]]", item.get("instances") or ()):
                if item.get("mode") == "data" and "module" not in item and "index_key" not in instance:
                    yield DataSource(str(item["type"]), str(item["name"]), instance.get("attributes") or {})

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The values of the outputs, by name."""
        found = cast("Mapping[str, Mapping[str, Any]]", self.content.get("outputs") or {})
        return {name: output.get("value") for name, output in found.items()}

    @property
    def has_resources(self) -> bool:
        """True when Terraform manages or reads anything in it."""
        return bool(self.content.get("resources"))

    def __bool__(self) -> bool:
        return bool(self.content)

    def _walk(self) -> Iterator[Instance]:
        for item in cast("Sequence[Mapping[str, Any]]", self.content.get("resources") or ()):
            if item.get("mode") != "managed":
                continue
            alias = _ALIAS.search(str(item.get("provider", "")))
            for instance in cast("Sequence[Mapping[str, Any]]", item.get("instances") or ()):
                if "deposed" not in instance:
                    yield Instance(
                        type=str(item["type"]),
                        resource=str(item["name"]),
                        key=instance.get("index_key"),
                        attributes=instance.get("attributes") or {},
                        is_tainted=instance.get("status") == "tainted",
                        creates_before_destroy=bool(instance.get("create_before_destroy")),
                        provider_alias=alias[1] if alias else "",
                        module=str(item.get("module", "")),
                    )


EMPTY = State({})


def demand_form(content: object) -> Mapping[str, Any]:
    """Return the content of a state, if it has the form of one. Raise ValueError."""
    if not isinstance(content, Mapping):
        raise ValueError("it holds no object")
    found = cast("Mapping[str, Any]", content)
    resources, outputs = found.get("resources") or [], found.get("outputs") or {}
    if not isinstance(resources, list) or not all(isinstance(one, Mapping) for one in cast("list[object]", resources)):
        raise ValueError("its resources must be a list of objects")
    if not isinstance(outputs, Mapping) or not all(
        isinstance(one, Mapping) for one in cast("Mapping[str, object]", outputs).values()
    ):
        raise ValueError("its outputs must be objects by name")
    return found


def read_state(file: Path) -> State:
    """Return the state in a file; an empty one if the file does not exist."""
    return State(read_json(file))
