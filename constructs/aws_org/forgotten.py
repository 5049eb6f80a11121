"""Removal of a resource from Terraform's state without destroying it."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from cdktf import TerraformStack
from constructs import IConstruct

_forgotten: WeakKeyDictionary[TerraformStack, list[dict[str, Any]]] = WeakKeyDictionary()


def forget(scope: IConstruct, address: str) -> None:
    """
    Let Terraform forget a resource of the stack without destroying it. An unknown address is not an error.

    The address must no longer be in use. CDKTF has no `removed` block, and one override replaces another.
    """
    stack = TerraformStack.of(scope)
    entries = _forgotten.setdefault(stack, [])
    entries.append({"from": address, "lifecycle": {"destroy": False}})
    stack.add_override("removed", entries)
