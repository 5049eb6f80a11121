"""Whom the policies of roles and resources name, before anybody is asked: who could come in at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from access.model.policies import Policy, Statement, texts

_NUMBER = re.compile(r"\d{12}")
ANYBODY = "*"


@dataclass(frozen=True, slots=True)
class Named:
    """A principal as a statement names it: its kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and the value."""

    kind: str
    value: str

    @property
    def account(self) -> str:
        """The number of its account; `*` for everybody, empty when it has none."""
        if self.kind != "AWS":
            return ""
        if self.value == ANYBODY:
            return ANYBODY
        found = _NUMBER.fullmatch(self.value) or _NUMBER.search(self.value)
        return found[0] if found else ""


def allowing(policy: Policy) -> Iterator[Statement]:
    """Its statements that allow something."""
    return (one for one in policy.statements if one.get("Effect") == "Allow")


def named(statement: Statement) -> list[Named]:
    """Whom a statement names. A statement with NotPrincipal that allows names everybody else, so everybody."""
    if "NotPrincipal" in statement:
        return [Named("AWS", ANYBODY)]
    said: object = statement.get("Principal")
    if isinstance(said, str):
        return [Named("AWS", said)]
    found = cast("Mapping[str, Any]", said) if isinstance(said, Mapping) else {}
    return [Named(kind, value) for kind, values in found.items() for value in texts(values)]


def trusted_accounts(policy: Policy) -> frozenset[str]:
    """The numbers of the accounts that a policy lets in, on whatever conditions; `*` among them for everybody."""
    return frozenset(one.account for statement in allowing(policy) for one in named(statement) if one.account)
