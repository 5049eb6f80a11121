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
from typing import Any, Final

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
        statements = _listed(json.loads(policy or "{}").get("Statement"))
    except (ValueError, AttributeError):
        return False
    effects = {s.get("Effect") for s in statements if _applies(s, access)}
    return "Allow" in effects and "Deny" not in effects


def _applies(statement: Mapping[str, Any], access: Access) -> bool:
    denies = statement.get("Effect") == "Deny"
    return (
        _names(statement.get("Principal"), access)
        and _element(statement, "Action", access.action, ignore_case=True)
        and _element(statement, "Resource", access.resource)
        and all(
            _met(operator, key, _listed(values), access.context, unknown=not denies)
            for operator, keys in (statement.get("Condition") or {}).items()
            for key, values in keys.items()
        )
    )


def _names(principal: Any, access: Access) -> bool:
    if principal == "*":
        return True
    named = _listed(principal.get(access.kind)) if isinstance(principal, Mapping) else []
    return bool(access.names.intersection(named)) or (access.kind == "AWS" and "*" in named)


def _element(statement: Mapping[str, Any], name: str, value: str, *, ignore_case: bool = False) -> bool:
    if f"Not{name}" in statement:
        return not _like(_listed(statement[f"Not{name}"]), value, ignore_case)
    return _like(_listed(statement.get(name)), value, ignore_case)


def _met(operator: str, key: str, wanted: list[Any], context: Mapping[str, str], *, unknown: bool) -> bool:
    plain = operator.rpartition(":")[2].removesuffix("IfExists")
    value = context.get(key.lower())
    if key.lower() not in KEYS or plain not in (*NEGATED, *POSITIVE, "Null"):
        return unknown
    if plain == "Null":
        return (value is None) == (str(wanted[0]).lower() == "true")
    if value is None:
        return plain in NEGATED or operator.endswith("IfExists")
    texts = [str(text).lower() if plain == "Bool" else str(text) for text in wanted]
    ignore_case = plain.endswith("IgnoreCase")
    exact = plain in ("StringEquals", "StringNotEquals", "Bool")
    found = value in texts if exact else _like(texts, value, ignore_case)
    return found != (plain in NEGATED)


def _like(patterns: Iterable[str], value: str, ignore_case: bool = False) -> bool:
    return any(_regex(str(pattern), ignore_case).fullmatch(value) for pattern in patterns)


@lru_cache(maxsize=1024)
def _regex(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    text = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
