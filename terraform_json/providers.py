"""Which provider a resource uses: the role that Terraform assumes for it, and the region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from terraform_json.stacks import Entry, Stack


def provider_of(entry: Entry) -> Mapping[str, Any] | None:
    """The block of the provider that makes a resource; none when its stack has none by that name."""
    chosen = str(entry.body.get("provider", "aws"))
    return provider_named(entry.stack, chosen.partition(".")[2])


def provider_named(stack: Stack, alias: str) -> Mapping[str, Any] | None:
    """The block with this alias, the default provider's being empty; a stack may do without that one."""
    for provider in stack.providers:
        if provider.get("alias", "") == alias:
            return provider
    return None if alias else {}


def assumed_role(provider: Mapping[str, Any]) -> str | None:
    """The template of the role's ARN that it assumes; none: it works with the credentials that it is given."""
    found: object = provider.get("assume_role")
    block = cast("list[object]", found)[0] if isinstance(found, list) and found else found
    role = cast("Mapping[str, Any]", block).get("role_arn") if isinstance(block, Mapping) else None
    return str(role) if role else None
