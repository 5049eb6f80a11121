"""
Whether a stack was deployed to its end: Terraform's state, which lies in AWS, has all that the stack is to make.

What changed since is not seen here, but in a plan: the phase `changes` makes those of all stacks recognised so.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import boto3

from toolchain.aws import Account, NotYetError
from toolchain.errors import ToolchainError
from toolchain.stack import Stack, read_json


def is_deployed(stack: Stack, session: boto3.Session, *, only: Collection[str] = ()) -> bool:
    """Whether every resource, or only those at some addresses, is in the state, and none is only half made."""
    found = _made(_state(stack, session))
    resources = {
        f"{kind}.{name}": item
        for kind, items in stack.content.get("resource", {}).items()
        for name, item in items.items()
    }
    wanted = only or resources
    return all(address in resources and _is_made(resources[address], found.get(address, set())) for address in wanted)


def _state(stack: Stack, session: boto3.Session) -> dict[str, Any]:
    if not stack.s3:
        return read_json(stack.local_state)
    try:
        return Account(session, stack.s3["region"]).state(stack.s3["bucket"], stack.s3["key"])
    except (NotYetError, ToolchainError):
        return {}


def _made(state: dict[str, Any]) -> dict[str, set[Any]]:
    """The keys of the instances of each resource, by its address; a resource without `for_each` has the key None."""
    return {
        f"{item['type']}.{item['name']}": {
            instance.get("index_key")
            for instance in item["instances"]
            if instance.get("status") != "tainted" and "deposed" not in instance
        }
        for item in state.get("resources", [])
        if item["mode"] == "managed"
    }


def _is_made(item: dict[str, Any], found: set[Any]) -> bool:
    """Whether a resource of the Terraform JSON has its instances, as far as their keys can be read there."""
    wanted = item.get("for_each", [None])
    return set(wanted) <= found if isinstance(wanted, dict | list) else bool(found)
