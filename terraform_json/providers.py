"""The provider of a resource: the role that Terraform assumes for it, and the region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from terraform_json.stacks import Entry, Stack


def provider_of(entry: Entry) -> Mapping[str, Any] | None:
    """Return the block of a resource's provider; None if its stack has none by that name."""
    chosen = str(entry.body.get("provider", "aws"))
    return provider_named(entry.stack, chosen.partition(".")[2])


def provider_named(stack: Stack, alias: str) -> Mapping[str, Any] | None:
    """Return the block with this alias, empty for the default provider, which a stack may lack."""
    for provider in stack.providers:
        if provider.get("alias", "") == alias:
            return provider
    return None if alias else {}


def assumed_role(provider: Mapping[str, Any]) -> str | None:
    """Return the template of the assumed role's ARN; None for a provider with the caller's credentials."""
    found: object = provider.get("assume_role")
    block = cast("list[object]", found)[0] if isinstance(found, list) and found else found
    role = cast("Mapping[str, Any]", block).get("role_arn") if isinstance(block, Mapping) else None
    return str(role) if role else None
