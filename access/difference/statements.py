"""Comparison of policy statements, independent of the order and form in which they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from access.difference.model import Statement, StatementChange
from access.difference.names import Names
from access.difference.wording import details, phrase, plain
from access.model.policies import Policy
from policies.reading import several

_ROOT_USER = re.compile(r"arn:aws:iam::([^:]+):root")


@dataclass(frozen=True)
class CanonicalStatement:
    """A statement in canonical form: lists sorted, single values as lists, identifiers by name."""

    name: str
    body: Statement

    @property
    def text(self) -> str:
        """A text that is equal for equal statements."""
        return json.dumps(self.body, sort_keys=True)


def canonical_statements(policy: Policy | None, names: Names, own: str = "") -> list[CanonicalStatement]:
    """Return the statements of a policy; `own` is the number of the account that contains it."""
    if policy is None:
        return []
    if not policy.origin.address:
        own = ""  # AWS's policies name no account
    key = (policy.digest, own)
    if key not in names.said:
        names.said[key] = [_said(policy, index, names, own) for index in range(len(policy.statements))]
    return cast("list[CanonicalStatement]", names.said[key])


def changes(before: Sequence[CanonicalStatement], after: Sequence[CanonicalStatement]) -> tuple[StatementChange, ...]:
    """Return the changes between statements: equal ones are left out, then those of the same name are compared."""
    old, new = _without_equal(before, after)
    found: list[StatementChange] = []
    for one in old:
        other = next((other for other in new if other.name == one.name), None)
        if other:
            new.remove(other)
        found.append(change(one, other))
    return (*found, *(change(None, one) for one in new))


def change(before: CanonicalStatement | None, after: CanonicalStatement | None) -> StatementChange:
    """Return the change of one statement."""
    if before and after:
        return StatementChange(after.name, "changed", tuple(details(before.body, after.body)), before.body, after.body)
    if after:
        return StatementChange(after.name, "added", (phrase(after.body),), None, after.body)
    assert before
    return StatementChange(before.name, "removed", (phrase(before.body),), before.body, None)


def _without_equal(
    before: Sequence[CanonicalStatement], after: Sequence[CanonicalStatement]
) -> tuple[list[CanonicalStatement], list[CanonicalStatement]]:
    new = list(after)
    old: list[CanonicalStatement] = []
    for one in before:
        same = [other for other in new if other.text == one.text]
        best = next((other for other in same if other.name == one.name), same[0] if same else None)
        if best:
            new.remove(best)
        else:
            old.append(one)
    return old, new


def _said(policy: Policy, index: int, names: Names, own: str) -> CanonicalStatement:
    statement = policy.statements[index]
    body: Statement = {}
    for key, value in statement.items():
        if key == "Condition":
            body[key] = _written_conditions(names.value(dict(value), own))
        elif key in ("Principal", "NotPrincipal"):
            body[key] = _principals(names.value(value, own))
        elif key == "Effect":
            body[key] = value
        elif key != "Sid":
            body[key] = _sorted(names.value(value, own))
    return CanonicalStatement(str(statement.get("Sid") or f"statement {index + 1}"), body)


def _sorted(value: object) -> list[str]:
    return sorted({plain(one) for one in several(value)})


def _principals(value: object) -> dict[str, list[str]]:
    """Return principals in canonical form: `*` is every principal, an account's root ARN is the account's number."""
    found = cast("dict[str, object]", value) if isinstance(value, Mapping) else {"AWS": value}
    return {kind: sorted({_ROOT_USER.sub(r"\1", one) for one in _sorted(who)}) for kind, who in found.items()}


def _written_conditions(value: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, list[str]]]:
    return {operator: {key: _sorted(one) for key, one in keys.items()} for operator, keys in value.items()}
