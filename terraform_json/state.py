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

from terraform_json.errors import TerraformJsonError

VERSION = 4
"""The version of the format."""
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


def read_state(file: Path) -> State:
    """Return the state in a file; an empty one if there is none. Raise TerraformJsonError, as `parsed_state` does."""
    try:
        return parsed_state(file.read_bytes(), str(file))
    except FileNotFoundError:
        return EMPTY
    except OSError as error:
        raise TerraformJsonError(f"{file} cannot be read: {error.strerror or error}") from None


def parsed_state(content: bytes, place: str) -> State:
    """
    Return the state in a file or object; an empty one without content, as Terraform reads it.

    Raise TerraformJsonError for anything else than a state of version 4: it must not count as nothing deployed.
    """
    if not content.strip():
        return EMPTY
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not _is_table(found) or found.get("version", VERSION) != VERSION or not _has_parts(found):
        raise TerraformJsonError(f"{place} is no Terraform state of version {VERSION}; restore an earlier copy of it")
    return State(found)


def _has_parts(content: Mapping[str, Any]) -> bool:
    """Return whether the parts of a state that are read have the form that Terraform gives them."""
    outputs, resources = content.get("outputs") or {}, content.get("resources") or []
    return (_is_table(outputs) and all(map(_is_table, outputs.values())) and _are_tables(resources)) and all(
        _is_resource(one) for one in resources
    )


def _is_resource(item: Mapping[str, Any]) -> bool:
    instances: Any = item.get("instances") or []
    named = isinstance(item.get("type"), str) and isinstance(item.get("name"), str)
    return named and _are_tables(instances) and all(_is_table(one.get("attributes") or {}) for one in instances)


def _are_tables(found: object) -> bool:
    return isinstance(found, list) and all(map(_is_table, cast("list[object]", found)))


def _is_table(found: object) -> bool:
    return isinstance(found, dict)
