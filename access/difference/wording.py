"""Statements and their changes as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from access.difference.model import Statement
from foundation.words import few, listed

DOCUMENT = "Document"
"""The element that holds a whole policy of another language: tag policies, opt-out policies."""
MOST = 6
"""Number of values that are listed; the rest is counted."""
_ELEMENTS = ("Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource")


def phrase(body: Statement) -> str:
    """Return a statement in one line: `Allow s3:GetObject on *, if aws:SecureTransport Bool true`."""
    if DOCUMENT in body:
        return few([f"{path} {value}" for path, value in _leaves(body[DOCUMENT])], MOST)
    words = {"NotAction": "everything but ", "NotResource": "everything but ", "NotPrincipal": "any principal but "}
    text = str(body.get("Effect", ""))
    for element, before in (("Principal", " "), ("Action", " "), ("Resource", " on ")):
        for name in (element, f"Not{element}"):
            if name in body:
                text += f"{before}{words.get(name, '')}{few(_values(body[name]), MOST)}"
    conditions = [_condition(*one) for one in _conditions(body)]
    return f"{text}, if {listed(conditions)}" if conditions else text


def details(before: Statement, after: Statement) -> Iterator[str]:
    """Yield the changes of a statement, element by element."""
    if DOCUMENT in before:
        leaves = dict(_leaves(before[DOCUMENT])), dict(_leaves(after[DOCUMENT]))
        for path in dict.fromkeys((*leaves[0], *leaves[1])):
            yield from _compared(path, *([snapshot[path]] if path in snapshot else [] for snapshot in leaves))
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
    """Yield every value of a document with its path."""
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield path, few([str(one) for one in cast("list[object]", value)], MOST)
    else:
        yield path, plain(value)


def _compared(what: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    if gone and come and len(old) == len(new) == 1:
        yield f"{what}: {new[0]} instead of {old[0]}"
        return
    if come:
        yield f"{what}: also {few(come, MOST)}" if old else f"{what}: now {few(come, MOST)}"
    if gone:
        yield f"{what}: no longer {few(gone, MOST)}"


def _conditions(body: Statement) -> Iterator[tuple[str, str, list[str]]]:
    for operator, keys in cast("Mapping[str, Mapping[str, list[str]]]", body.get("Condition", {})).items():
        for key, values in keys.items():
            yield operator, key, values


def _condition(operator: str, key: str, values: Sequence[str]) -> str:
    return f"{key} {operator} {listed(values, word='or')}"


def _values(value: Any) -> list[str]:
    if isinstance(value, dict):
        found = cast("dict[str, list[str]]", value)
        if set(found) == {"AWS"} and found["AWS"] == ["*"]:
            return ["any principal"]
        return [one if one.startswith("arn:") else f"{kind} {one}" for kind, who in found.items() for one in who]
    return [str(one) for one in cast("list[object]", value)] if isinstance(value, list) else [value] if value else []


def plain(value: object) -> str:
    """Return a value as policies write it: `true`, not `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
