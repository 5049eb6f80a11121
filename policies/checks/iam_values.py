"""The grammar of principals, actions, resources and conditions in the IAM language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.checks.iam_kinds import Kind
from policies.checks.strict_json import shown
from policies.reading import several

_ACTION = re.compile(r"\*|\*:\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+")
_ACTION_OF_A_SERVICE = re.compile(r"[a-zA-Z0-9-]+:[a-zA-Z0-9*?-]+")
_RESOURCE = re.compile(r"\*|arn:.+")
_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?"
    r"(String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?"
    r"|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null"
)
_PRINCIPALS = ("AWS", "CanonicalUser", "Federated", "Service")


def texts(value: Any) -> list[str]:
    """Return the texts of a value that is a text or a list of texts; an empty list for any other value."""
    values = several(value)
    return values if values and all(isinstance(item, str) and item for item in values) else []


def value_errors(statement: Mapping[str, Any], kind: Kind) -> list[str]:
    """Return the errors of the principals, actions and resources of a statement."""
    action = (_ACTION, "s3:GetObject or *") if kind.every_action else (_ACTION_OF_A_SERVICE, "s3:GetObject or s3:*")
    resource = (_RESOURCE, "arn:aws:s3:::bucket/* or *")
    errors: list[str] = []
    for key in ("Principal", "NotPrincipal"):
        if key in statement and kind.allows(key):
            errors += _principal_errors(key, statement[key], kind)
    for key, (form, example) in (
        ("Action", action),
        ("NotAction", action),
        ("Resource", resource),
        ("NotResource", resource),
    ):
        if key in statement and not texts(statement[key]):
            errors.append(f"{key} must be text or a list of texts, and not empty")
        wrong = (text for text in texts(statement.get(key)) if not form.fullmatch(text))
        errors += [f"{key} {shown(text)} must look like {example}" for text in wrong]
    return errors


def _principal_errors(key: str, value: Any, kind: Kind) -> list[str]:
    if kind.only_principal is not None:
        return [] if value == kind.only_principal else [f'{key} {shown(value)} must be "{kind.only_principal}"']
    if value == "*":
        return []
    if not isinstance(value, dict) or not value:
        return [f"{key} must be * or a mapping such as AWS to ARNs"]
    errors = [f"{key} has the unknown type {shown(name)}" for name in value if name not in _PRINCIPALS]
    empty = (name for name in value if not texts(value[name]))
    return errors + [f"{key} {shown(name)} must be text or a list of texts, and not empty" for name in empty]


def condition_errors(condition: Any) -> list[str]:
    """Return the errors of a Condition."""
    if not isinstance(condition, dict) or not all(isinstance(value, dict) for value in condition.values()):
        return ["Condition must be a mapping of operators to mappings"]
    errors = [
        f"Condition has the unknown operator {shown(name)}" for name in condition if not _OPERATOR.fullmatch(name)
    ]
    for operator, keys in condition.items():
        for key, value in keys.items():
            values = value if isinstance(value, list) else [value]
            if not all(isinstance(item, str | int | float | bool) for item in values):
                errors.append(f"Condition {shown(operator)} {shown(key)} must be text or a list of texts")
            elif not values:
                errors.append(f"Condition {shown(operator)} {shown(key)} has an empty list, which has no effect")
    return errors
