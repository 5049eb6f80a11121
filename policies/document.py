"""The JSON of IAM policies: written minified, measured as AWS measures it, read with every problem named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

_CHARACTERS = re.compile(r"[\t\n\r\x20-\xff]*")
_ACTION = re.compile(r"\*|\*:\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+")
_SID = re.compile(r"[a-zA-Z0-9]*")
_RESOURCE = re.compile(r"\*|arn:.+")
_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?"
    r"(String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?"
    r"|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null"
)
_STRING_OR_SPACE = re.compile(r'("(?:[^"\\]|\\.)*")|\s+')
_STATEMENT_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}

_FORMS = (
    ("Action", _ACTION, "s3:GetObject or *"),
    ("NotAction", _ACTION, "s3:GetObject or *"),
    ("Resource", _RESOURCE, "arn:aws:s3:::bucket/* or *"),
    ("NotResource", _RESOURCE, "arn:aws:s3:::bucket/* or *"),
)

Condition = Mapping[str, Mapping[str, str | Sequence[str]]]


class Statement(TypedDict, total=False):
    """A statement of a policy, in the order in which people read it."""

    Sid: str
    Effect: Literal["Allow", "Deny"]
    Principal: Mapping[str, str | Sequence[str]]
    Action: str | Sequence[str]
    NotAction: str | Sequence[str]
    Resource: str | Sequence[str]
    Condition: Condition


def document(*statements: Statement) -> str:
    """A policy of these statements, as JSON without white space: AWS counts it in service control policies."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))


def size(policy: str) -> int:
    """The characters of a policy as IAM counts them: without white space outside of strings."""
    return len(_STRING_OR_SPACE.sub(r"\1", policy))


def identity_policy_errors(text: str) -> list[str]:
    """
    What is wrong with a policy that is to be attached to a role, each with its place; an empty list when nothing is.

    Checks the grammar, not whether actions exist.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-11-22).
    """
    try:
        policy = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [f"is not JSON: {error}"]
    if not _CHARACTERS.fullmatch(text):
        return ["holds characters beyond U+00FF, which IAM refuses"]
    if not isinstance(policy, dict):
        return ["must be a mapping with Version and Statement"]
    errors = [f"has the unknown key {_shown(key)}" for key in policy if key not in ("Version", "Id", "Statement")]
    if policy.get("Version") != "2012-10-17":
        errors.append('must have "Version": "2012-10-17"; without it policy variables do not work')
    if not isinstance(policy.get("Id", ""), str):
        errors.append("Id must be text")
    statements = policy.get("Statement")
    statements = statements if isinstance(statements, list) else [] if statements is None else [statements]
    if not statements:
        errors.append("has no Statement")
    for index, statement in enumerate(statements):
        errors += [f"Statement[{index}] {error}" for error in _statement_errors(statement)]
    return errors + _repeated_sids(statements)


def _repeated_sids(statements: list[Any]) -> list[str]:
    errors: list[str] = []
    first: dict[str, int] = {}
    for index, statement in enumerate(statements):
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        if isinstance(sid, str) and sid and first.setdefault(sid, index) != index:
            errors.append(f"Statement[{index}] Sid {_shown(sid)} is that of Statement[{first[sid]}] too; rename one")
    return errors


def _shown(value: object) -> str:
    """A value on one printable line, cut off when it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _statement_errors(statement: Any) -> list[str]:
    if not isinstance(statement, dict):
        return ["must be a mapping"]
    errors = [f"has the key {_shown(key)}, not allowed here" for key in statement if key not in _STATEMENT_KEYS]
    if statement.get("Effect") not in ("Allow", "Deny"):
        errors.append("needs an Effect, Allow or Deny")
    sid = statement.get("Sid", "")
    if not isinstance(sid, str) or not _SID.fullmatch(sid):
        errors.append(f"Sid {_shown(sid)} must be letters and digits")
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource")):
        if (one in statement) == (other in statement):
            errors.append(f"needs either {one} or {other}")
    for key, form, example in _FORMS:
        if key in statement and not _texts(statement[key]):
            errors.append(f"{key} must be text or a list of texts, and not empty")
        wrong = (text for text in _texts(statement.get(key)) if not form.fullmatch(text))
        errors += [f"{key} {_shown(text)} must look like {example}" for text in wrong]
    return errors + _condition_errors(statement.get("Condition", {}))


def _condition_errors(condition: Any) -> list[str]:
    if not isinstance(condition, dict) or not all(isinstance(value, dict) for value in condition.values()):
        return ["Condition must be a mapping of operators to mappings"]
    errors = [
        f"Condition has the unknown operator {_shown(name)}" for name in condition if not _OPERATOR.fullmatch(name)
    ]
    for operator, keys in condition.items():
        for key, value in keys.items():
            values = value if isinstance(value, list) else [value]
            if not all(isinstance(item, str | int | float | bool) for item in values):
                errors.append(f"Condition {_shown(operator)} {_shown(key)} must be text or a list of texts")
    return errors


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return values if values and all(isinstance(item, str) and item for item in values) else []
