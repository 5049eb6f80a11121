"""
The decision of a resource-based policy about one request.

It evaluates Effect, Principal, Action, Resource and Condition. Conditions on keys that are not in KEYS count as met in
statements that allow, and as not met in statements that deny. Source: IAM User Guide, "IAM JSON policy elements:
Principal", "… Condition operators" and "Policy evaluation logic".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from policies.reading import Statement, conditions, principals, statements, texts

KEYS: Final = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principalorgid",
        "aws:securetransport",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "kms:encryptioncontext:aws:cloudtrail:arn",
        "kms:encryptioncontext:aws:logs:arn",
        "s3:x-amz-acl",
    }
)
NEGATED: Final = ("StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike", "StringNotEqualsIgnoreCase")
POSITIVE: Final = ("StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool", "StringEqualsIgnoreCase")


@dataclass(frozen=True)
class Access:
    """A request: `kind` (AWS or Service) and names of its principal, action, resource, and context keys."""

    kind: str
    names: frozenset[str]
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    def extended(self, context: Mapping[str, str]) -> Access:
        """Return the request with more context keys."""
        return replace(self, context={**self.context, **context})


def by_service(principal: str, action: str, resource: str, **context: str) -> Access:
    """Return a request of an AWS service; `context` has `source_arn`, `source_account` and similar names."""
    keys = {f"aws:{name.replace('_', '')}": value for name, value in context.items()}
    always = {"aws:securetransport": "true", "aws:principalisawsservice": "true"}
    return Access("Service", frozenset({principal}), action, resource, always | keys)


def allows(policy: str | bytes | None, access: Access) -> bool:
    """Return whether a statement allows the request and none denies it."""
    try:
        found = statements(json.loads(policy or "{}"))
    except ValueError:
        return False
    effects = {s.get("Effect") for s in found if _applies(s, access)}
    return "Allow" in effects and "Deny" not in effects


def _applies(statement: Statement, access: Access) -> bool:
    denies = statement.get("Effect") == "Deny"
    return (
        _names(statement, access)
        and _element(statement, "Action", access.action, ignore_case=True)
        and _element(statement, "Resource", access.resource)
        and all(
            _met(operator, key, values, access.context, unknown=not denies)
            for operator, key, values in conditions(statement)
        )
    )


def _names(statement: Statement, access: Access) -> bool:
    if statement.get("Principal") == "*":
        return True
    named = [one.value for one in principals(statement) if one.kind == access.kind]
    return bool(access.names.intersection(named)) or (access.kind == "AWS" and "*" in named)


def _element(statement: Statement, name: str, value: str, *, ignore_case: bool = False) -> bool:
    if f"Not{name}" in statement:
        return not _like(texts(statement[f"Not{name}"]), value, ignore_case)
    return _like(texts(statement.get(name)), value, ignore_case)


def _met(operator: str, key: str, wanted: tuple[str, ...], context: Mapping[str, str], *, unknown: bool) -> bool:
    plain = operator.rpartition(":")[2].removesuffix("IfExists")
    value = context.get(key.lower())
    if key.lower() not in KEYS or plain not in (*NEGATED, *POSITIVE, "Null"):
        return unknown
    if plain == "Null":
        return (value is None) == (wanted[0].lower() == "true")
    if value is None:
        return plain in NEGATED or operator.endswith("IfExists")
    values = [text.lower() if plain == "Bool" else text for text in wanted]
    ignore_case = plain.endswith("IgnoreCase")
    exact = plain in ("StringEquals", "StringNotEquals", "Bool")
    found = value in values if exact else _like(values, value, ignore_case)
    return found != (plain in NEGATED)


def _like(patterns: Iterable[str], value: str, ignore_case: bool = False) -> bool:
    return any(_regex(str(pattern), ignore_case).fullmatch(value) for pattern in patterns)


@lru_cache(maxsize=1024)
def _regex(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    text = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))
