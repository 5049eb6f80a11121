"""The backends of stacks, and the states of others that they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from terraform_json.stacks import Stack

_SETTINGS = ("bucket", "key", "region", "dynamodb_table", "kms_key_id", "encrypt", "use_lockfile")


def state_of(stack: Stack) -> Mapping[str, str]:
    """Return the settings of a stack's S3 backend; empty if it has another one."""
    return _settings(*stack.backend)


def states_read(stack: Stack) -> Iterator[Mapping[str, str]]:
    """Yield the settings of other stacks' states in S3 that a stack reads."""
    for entry in stack.blocks.values():
        if entry.type == "terraform_remote_state":
            config: object = entry.body.get("config")
            if found := _settings(str(entry.body.get("backend", "")), _block(config)):
                yield found


def _settings(kind: str, block: Mapping[str, Any]) -> Mapping[str, str]:
    """Return settings as text; `role_arn` is the role that Terraform assumes for the state alone."""
    if kind != "s3":
        return {}
    found = {name: _text(block.get(name)) for name in _SETTINGS}
    role = _block(block.get("assume_role")).get("role_arn") or block.get("role_arn")
    return {**found, "role_arn": _text(role)}


def _text(value: object) -> str:
    """Return a setting as text; empty if it is false."""
    return str(value).lower() if isinstance(value, bool) and value else str(value) if value else ""


def _block(value: object) -> Mapping[str, Any]:
    """Return a block, which Terraform JSON writes as an object or as a list of them."""
    first = cast("list[object]", value)[0] if isinstance(value, list) and value else value
    return cast("Mapping[str, Any]", first) if isinstance(first, Mapping) else {}
