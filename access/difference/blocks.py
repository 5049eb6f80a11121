"""Blocks of Terraform JSON that say what is to be left, moved or forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from terraform_json.stacks import Stack


def ignored(body: Mapping[str, Any]) -> frozenset[str]:
    """The arguments whose changes Terraform ignores."""
    found: object = lifecycle(body).get("ignore_changes", [])
    return frozenset([found] if isinstance(found, str) else cast("Sequence[str]", found))


def lifecycle(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The block `lifecycle`, which Terraform JSON writes as an object or as a list of one."""
    found: object = body.get("lifecycle") or {}
    first = cast("list[object]", found)[0] if isinstance(found, list) else found
    return cast("Mapping[str, Any]", first) if isinstance(first, Mapping) else {}


def moved(stack: Stack) -> Mapping[str, str]:
    """New addresses by the old ones."""
    return {str(one["from"]): str(one["to"]) for one in _blocks(stack, "moved")}


def forgotten(stack: Stack) -> frozenset[str]:
    """Addresses that Terraform is to forget, not to destroy."""
    blocks = _blocks(stack, "removed")
    return frozenset(str(one["from"]) for one in blocks if lifecycle(one).get("destroy", True) is False)


def _blocks(stack: Stack, name: str) -> Sequence[Mapping[str, Any]]:
    found: object = stack.document.get(name, [])
    return cast("Sequence[Mapping[str, Any]]", [found] if isinstance(found, Mapping) else found)
