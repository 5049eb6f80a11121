"""The instances of resources in a state of Terraform."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

State = Mapping[str, Any]


def managed(state: State) -> Iterator[Mapping[str, Any]]:
    """The resources that Terraform manages; data sources are left out."""
    for item in cast("Sequence[Mapping[str, Any]]", state.get("resources", ())):
        if item.get("mode") == "managed":
            yield item


def named_instances(item: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The instances with their names: with `for_each` and `count` each has a key."""
    for instance in cast("Sequence[Mapping[str, Any]]", item.get("instances", ())):
        if "deposed" not in instance:
            key: object = instance.get("index_key")
            yield item["name"] if key is None else f"{item['name']}[{json.dumps(key)}]", instance


def instances(state: State, type_: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The names and attributes of all resources of a type."""
    for item in managed(state):
        if item["type"] == type_:
            for name, instance in named_instances(item):
                yield name, instance["attributes"]


def of_type(state: State, type_: str) -> Iterator[Mapping[str, Any]]:
    """The attributes of all resources of a type."""
    return (attributes for _, attributes in instances(state, type_))
