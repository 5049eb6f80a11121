"""Statements of policies, compared whatever the order and the form in which they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from access.difference.model import Statement, StatementChange
from access.difference.names import Names
from access.model.policies import Policy

DOCUMENT = "Document"
"""The element that holds a policy of another language whole: tag policies, opt-out policies."""
_ROOT_USER = re.compile(r"arn:aws:iam::([^:]+):root")
_ELEMENTS = ("Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource")


@dataclass(frozen=True)
class Said:
    """A statement, written in one way: lists sorted, single values as lists, identifiers by name."""

    name: str
    body: Statement

    @property
    def text(self) -> str:
        """The same for statements that say the same."""
        return json.dumps(self.body, sort_keys=True)


def said_in(policy: Policy | None, names: Names, own: str = "") -> list[Said]:
    """The statements of a policy; `own` is the number of the account that it is in."""
    if policy is None:
        return []
    if not policy.origin.address:
        own = ""  # AWS's policies name nobody's account
    key = (policy.digest, own)
    if key not in names.said:
        names.said[key] = [_said(policy, index, names, own) for index in range(len(policy.statements))]
    return cast("list[Said]", names.said[key])


def changes(before: Sequence[Said], after: Sequence[Said]) -> tuple[StatementChange, ...]:
    """What differs: statements that say the same are left out, then those of one name are taken to be the same one."""
    old, new = _without_equal(before, after)
    found: list[StatementChange] = []
    for one in old:
        other = next((other for other in new if other.name == one.name), None)
        if other:
            new.remove(other)
        found.append(change(one, other))
    return (*found, *(change(None, one) for one in new))


def change(before: Said | None, after: Said | None) -> StatementChange:
    """What became of a statement."""
    if before and after:
        details = tuple(_details(before.body, after.body))
        return StatementChange(after.name, "changed", details, before.body, after.body)
    if after:
        return StatementChange(after.name, "added", (phrase(after.body),), None, after.body)
    assert before
    return StatementChange(before.name, "removed", (phrase(before.body),), before.body, None)


def phrase(body: Statement) -> str:
    """A statement in one line: `Allow s3:GetObject on *, if Bool aws:SecureTransport true`."""
    if DOCUMENT in body:
        return _few([f"{path} {value}" for path, value in _leaves(body[DOCUMENT])])
    words = {"NotAction": "everything but ", "NotResource": "everything but ", "NotPrincipal": "everybody but "}
    text = str(body.get("Effect", ""))
    for element, before in (("Principal", " "), ("Action", " "), ("Resource", " on ")):
        for name in (element, f"Not{element}"):
            if name in body:
                text += f"{before}{words.get(name, '')}{_few(_values(body[name]))}"
    conditions = [_condition(*one) for one in _conditions(body)]
    return f"{text}, if {' and '.join(conditions)}" if conditions else text


def _without_equal(before: Sequence[Said], after: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    new = list(after)
    old: list[Said] = []
    for one in before:
        same = [other for other in new if other.text == one.text]
        best = next((other for other in same if other.name == one.name), same[0] if same else None)
        if best:
            new.remove(best)
        else:
            old.append(one)
    return old, new


def _said(policy: Policy, index: int, names: Names, own: str) -> Said:
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
    return Said(str(statement.get("Sid") or f"statement {index + 1}"), body)


def _sorted(value: object) -> list[str]:
    found = cast("list[object]", value) if isinstance(value, list) else [value]
    return sorted({_plain(one) for one in found})


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _principals(value: object) -> dict[str, list[str]]:
    """Whom a statement is about: `*` is everybody, an account's number the same as the ARN of its root user."""
    found = cast("dict[str, object]", value) if isinstance(value, Mapping) else {"AWS": value}
    return {kind: sorted({_ROOT_USER.sub(r"\1", one) for one in _sorted(who)}) for kind, who in found.items()}


def _written_conditions(value: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, list[str]]]:
    return {operator: {key: _sorted(one) for key, one in keys.items()} for operator, keys in value.items()}


def _details(before: Statement, after: Statement) -> Iterator[str]:
    if DOCUMENT in before:
        leaves = dict(_leaves(before[DOCUMENT])), dict(_leaves(after[DOCUMENT]))
        for path in dict.fromkeys((*leaves[0], *leaves[1])):
            yield from _compared(path, *([side[path]] if path in side else [] for side in leaves))
        return
    for element in _ELEMENTS:
        old, new = _values(before.get(element)), _values(after.get(element))
        yield from _compared(element, old, new)
    old_conditions = {one[:2]: one[2] for one in _conditions(before)}
    new_conditions = {one[:2]: one[2] for one in _conditions(after)}
    for key in dict.fromkeys((*old_conditions, *new_conditions)):
        if key not in new_conditions:
            yield f"no longer only if {_condition(*key, old_conditions[key])}"
        elif key not in old_conditions:
            yield f"now only if {_condition(*key, new_conditions[key])}"
        else:
            yield from _compared(" ".join(key), old_conditions[key], new_conditions[key])


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a document with the way to it."""
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield path, _few([str(one) for one in cast("list[object]", value)])
    else:
        yield path, _plain(value)


def _compared(what: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    if gone and come and len(old) == len(new) == 1:
        yield f"{what}: {new[0]} instead of {old[0]}"
        return
    if come:
        yield f"{what}: also {_few(come)}" if old else f"{what}: now {_few(come)}"
    if gone:
        yield f"{what}: no longer {_few(gone)}"


def _conditions(body: Statement) -> Iterator[tuple[str, str, list[str]]]:
    for operator, keys in cast("Mapping[str, Mapping[str, list[str]]]", body.get("Condition", {})).items():
        for key, values in keys.items():
            yield operator, key, values


def _condition(operator: str, key: str, values: Sequence[str]) -> str:
    return f"{key} {operator} {_few(values, ' or ')}"


def _values(value: Any) -> list[str]:
    if isinstance(value, dict):
        found = cast("dict[str, list[str]]", value)
        if set(found) == {"AWS"} and found["AWS"] == ["*"]:
            return ["anybody"]
        return [one if one.startswith("arn:") else f"{kind} {one}" for kind, who in found.items() for one in who]
    return [str(one) for one in cast("list[object]", value)] if isinstance(value, list) else [value] if value else []


def _few(values: Sequence[str], joint: str = ", ") -> str:
    """At most six; a review is not the place for the other forty."""
    more = len(values) - 6
    return joint.join(values[:6]) + (f" and {more} more" if more > 0 else "")
