"""Evaluates denials of policies, with the part of IAM's evaluation that this project's policies use."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from typing import Any


def denied(policy: str, action: str, resource: str = "*", /, **context: str) -> bool:
    """Return True if a statement denies the request. Keys are written ``aws__PrincipalArn=…``; others are missing."""
    keys = {key.replace("__", ":").lower(): value for key, value in context.items()}
    return any(_applies(statement, action, resource, keys) for statement in json.loads(policy)["Statement"])


def _applies(statement: dict[str, Any], action: str, resource: str, keys: dict[str, str]) -> bool:
    assert statement["Effect"] == "Deny"
    return (
        _names(statement, "Action", action.lower())
        and _names(statement, "Resource", resource)
        and all(
            _holds(operator, keys.get(key.lower()), _list(wanted), keys)
            for operator, condition in statement.get("Condition", {}).items()
            for key, wanted in condition.items()
        )
    )


def _names(statement: dict[str, Any], element: str, value: str) -> bool:
    def any_of(patterns: list[str]) -> bool:
        return any(fnmatchcase(value, pattern.lower() if element == "Action" else pattern) for pattern in patterns)

    if f"Not{element}" in statement:
        return not any_of(_list(statement[f"Not{element}"]))
    return any_of(_list(statement[element]))


def _holds(operator: str, value: str | None, wanted: list[str], keys: dict[str, str]) -> bool:
    """Negated operators and operators with IfExists match a missing key, the others do not."""
    if operator == "Null":
        return (value is None) == (wanted == ["true"])
    operator, if_exists = re.subn("IfExists$", "", operator)
    if value is None:
        return bool(if_exists) or "Not" in operator
    found: list[str] = []
    for text in wanted:
        variable = re.fullmatch(r"\$\{(.+)\}", text)
        if variable and variable[1].lower() not in keys:
            return False
        found.append(keys[variable[1].lower()] if variable else text)
    match operator.replace("Not", ""):
        case "StringEquals" | "Bool":
            matched = value in found
        case "StringLike" | "ArnLike":
            matched = any(fnmatchcase(value, pattern) for pattern in found)
        case unknown:
            raise NotImplementedError(unknown)
    return matched != ("Not" in operator)


def _list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
