"""
Names in place of identifiers that AWS assigns.

One side of a comparison may have real numbers and ids, the other stand-ins: policies are compared and shown by name.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast

from access.model.accounts import Target
from access.model.organization import Organization
from terraform_json.identifiers import ROOT

_EDGE = r"[0-9A-Za-z]"
_IDENTIFIER = re.compile(
    rf"(?<!{_EDGE})(?:\d{{12}}|o-[a-z0-9]{{10,32}}|ou-[0-9a-z]{{4,32}}-[a-z0-9]{{8,32}}|r-[0-9a-z]{{4,32}}"
    rf"|[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}|[0-9a-f]{{32}})(?!{_EDGE})"
)


def identifier_in(text: str) -> str:
    """Return a text if it is an identifier that AWS assigns, or its stand-in; else an empty text."""
    return text if _IDENTIFIER.fullmatch(text) else ""


def target_name(target: Target) -> str:
    """Return a target's name in the configuration: `root`, `spacecats/prod`, `account:infra`."""
    return f"account:{target.name}" if target.kind == "account" else target.name


class Names:
    """The names behind the identifiers of an organization."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._known: dict[tuple[str, str], str] = {}
        self.said: dict[tuple[str, str], object] = {}
        """Statements of policies, by digest and account: see `statements`."""

    def text(self, text: str, own: str = "") -> str:
        """Return a text with names; the account number `own` becomes `{account}`."""
        key = (text, own)
        if key not in self._known:
            self._known[key] = _IDENTIFIER.sub(lambda match: self._name(match[0], own), text)
        return self._known[key]

    def value(self, value: object, own: str = "") -> Any:
        """Return a JSON value with names in all its texts."""
        if isinstance(value, str):
            return self.text(value, own)
        if isinstance(value, dict):
            found = cast("dict[str, object]", value)
            return {self.text(key, own): self.value(item, own) for key, item in found.items()}
        return [self.value(item, own) for item in cast("list[object]", value)] if isinstance(value, list) else value

    def _name(self, identifier: str, own: str) -> str:
        if identifier == own:
            return "{account}"
        found = self._names.get(identifier)
        return f"{{{found}}}" if found else identifier

    @cached_property
    def _names(self) -> dict[str, str]:
        organization = self._organization
        found = {account.number: account.key for account in organization.accounts.values()}
        found |= {target.id: target.name for target in organization.targets.values() if target.kind == "ou"}
        found |= {organization.id: "organization", ROOT: "root"}
        for resource in organization.resources:
            identifier = re.split(r"[:/]", resource.arn)[-1]
            if _IDENTIFIER.fullmatch(identifier) and identifier not in found:
                found[identifier] = resource.origin.address
        return found
