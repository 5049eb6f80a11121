"""Blocks of Terraform JSON about resources that Terraform ignores, moves or forgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from terraform_json.stacks import Stack


def ignored(body: Mapping[str, Any]) -> frozenset[str]:
    """Return the arguments whose changes Terraform ignores."""
    found: object = lifecycle(body).get("ignore_changes", [])
    return frozenset([found] if isinstance(found, str) else cast("Sequence[str]", found))


def lifecycle(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the `lifecycle` block; Terraform JSON writes it as an object or as a list of one."""
    found: object = body.get("lifecycle") or {}
    first = cast("list[object]", found)[0] if isinstance(found, list) else found
    return cast("Mapping[str, Any]", first) if isinstance(first, Mapping) else {}


def moved(stack: Stack) -> Mapping[str, str]:
    """Return the new addresses by the old ones."""
    return {str(one["from"]): str(one["to"]) for one in _blocks(stack, "moved")}


def forgotten(stack: Stack) -> frozenset[str]:
    """Return the addresses that Terraform forgets instead of destroying."""
    blocks = _blocks(stack, "removed")
    return frozenset(str(one["from"]) for one in blocks if lifecycle(one).get("destroy", True) is False)


def _blocks(stack: Stack, name: str) -> Sequence[Mapping[str, Any]]:
    found: object = stack.document.get(name, [])
    return cast("Sequence[Mapping[str, Any]]", [found] if isinstance(found, Mapping) else found)
