"""The grammar of policies in the IAM language: documents and their statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from foundation.words import listed
from policies.checks.iam_kinds import IDENTITY, Kind
from policies.checks.iam_values import condition_errors, value_errors
from policies.checks.strict_json import read, shown
from policies.reading import several

_CHARACTERS = re.compile(r"[\t\n\r\x20-\xff]*")
_SID = re.compile(r"[a-zA-Z0-9]*")


def identity_policy_errors(text: str) -> list[str]:
    """Return the errors of a policy of a role."""
    return iam_policy_errors(text, IDENTITY)


def iam_policy_errors(text: str, kind: Kind) -> list[str]:
    """Return the errors of a policy of this kind, each with its place. Checks the grammar, not whether names exist."""
    policy, errors = read(text)
    if policy is None and errors:
        return errors
    if not _CHARACTERS.fullmatch(text):
        return ["holds characters beyond U+00FF, which IAM rejects"]
    if not isinstance(policy, dict):
        return ["must be a mapping with Version and Statement"]
    errors += [f"has the unknown key {shown(key)}" for key in policy if key not in ("Version", "Id", "Statement")]
    if policy.get("Version") != "2012-10-17":
        errors.append('must have "Version": "2012-10-17"; without it policy variables do not work')
    if not isinstance(policy.get("Id", ""), str):
        errors.append("Id must be text")
    statements = statements_of(policy)
    if not statements:
        errors.append("has no Statement")
    for index, statement in enumerate(statements):
        errors += [f"Statement[{index}] {error}" for error in _statement_errors(statement, kind)]
    return errors + _repeated_sids(statements)


def statements_of(policy: Mapping[str, Any]) -> list[Any]:
    """Return the statements of a policy, which may write a single one without a list."""
    return several(policy.get("Statement"))


def _repeated_sids(statements: list[Any]) -> list[str]:
    errors: list[str] = []
    first: dict[str, int] = {}
    for index, statement in enumerate(statements):
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        if isinstance(sid, str) and sid and first.setdefault(sid, index) != index:
            errors.append(f"Statement[{index}] Sid {shown(sid)} is also that of Statement[{first[sid]}]; rename one")
    return errors


def _statement_errors(statement: Any, kind: Kind) -> list[str]:
    if not isinstance(statement, dict):
        return ["must be a mapping"]
    errors = [
        f"has the key {shown(key)}, not allowed here" + (f": {kind.advice[key]}" if key in kind.advice else "")
        for key in statement
        if not kind.allows(key)
    ]
    if statement.get("Effect") not in kind.effects:
        errors.append(f"needs an Effect, {listed(kind.effects, word='or')}")
    sid = statement.get("Sid", "")
    if not isinstance(sid, str) or not (kind.any_sid or _SID.fullmatch(sid)):
        errors.append(f"Sid {shown(sid)} must be {'text' if kind.any_sid else 'letters and digits'}")
    errors += [
        f"needs {'either ' if len(choice) > 1 else ''}{listed(choice, word='or')}"
        for choice in kind.choices
        if sum(key in statement for key in choice) != 1
    ]
    return errors + value_errors(statement, kind) + condition_errors(statement.get("Condition", {}))
