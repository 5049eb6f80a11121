"""
Policy files with parameters: ``{{name}}`` in a text of the JSON is replaced by the values of a parameter.

A placeholder that is a whole item of a list becomes all values. Another whole text becomes one text or a list. Within a
longer text or a key, the placeholder must have one value. IAM's own variables, ``${aws:username}``, are not replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies.checks.strict_json import read, shown

_PLACEHOLDER = re.compile(r"\{\{([a-zA-Z][a-zA-Z0-9_-]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")

Parameters = Mapping[str, Sequence[str]]


def placeholders(text: str) -> set[str]:
    """Return the parameters that a policy names; none when it is not JSON."""
    return {name for item, _ in _texts(read(text)[0]) for name in _PLACEHOLDER.findall(item)}


def template_errors(text: str, parameters: Parameters) -> list[str]:
    """Return the errors of filling a policy with parameters, as phrases that continue “the policy in …”."""
    value, errors = read(text)
    if errors:
        return errors
    named = placeholders(text)
    errors += [f"names the parameter {shown(name)}, which is not given" for name in sorted(named - set(parameters))]
    errors += [f"names no parameter {shown(name)}, which is given" for name in sorted(set(parameters) - named)]
    for item, whole_allowed in _texts(value):
        if _BRACES.search(_PLACEHOLDER.sub("", item)):
            errors.append(f"{shown(item)} has a placeholder that must look like {{{{name}}}}: letters, digits, _ and -")
        if not (whole_allowed and _PLACEHOLDER.fullmatch(item)):
            several = {name for name in _PLACEHOLDER.findall(item) if len(parameters.get(name, "1")) != 1}
            errors += [
                f"{shown(item)} has room for one value, {shown(name)} has {len(parameters[name])}"
                for name in sorted(several)
            ]
    return list(dict.fromkeys(errors)) or _repeated_keys(value, parameters)


def fill(text: str, parameters: Parameters) -> str:
    """Return the policy with the values of its parameters, as JSON without white space."""
    if errors := template_errors(text, parameters):
        raise ValueError(f"the policy {'; '.join(errors)}")
    return json.dumps(_filled(read(text)[0], parameters), separators=(",", ":"))


def _texts(value: Any) -> Iterator[tuple[str, bool]]:
    """Yield every text, including keys, and True if a placeholder may be the whole text."""
    if isinstance(value, str):
        yield value, True
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key, False
            yield from _texts(item)


def _filled(value: Any, parameters: Parameters) -> Any:
    if isinstance(value, list):
        return [inner for item in value for inner in _items(item, parameters)]
    if isinstance(value, dict):
        return {_one(key, parameters): _filled(item, parameters) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    whole = _PLACEHOLDER.fullmatch(value)
    values = list(parameters[whole[1]]) if whole else [_one(value, parameters)]
    return values[0] if len(values) == 1 else values


def _items(item: Any, parameters: Parameters) -> list[Any]:
    whole = _PLACEHOLDER.fullmatch(item) if isinstance(item, str) else None
    return list(parameters[whole[1]]) if whole else [_filled(item, parameters)]


def _one(text: str, parameters: Parameters) -> str:
    return _PLACEHOLDER.sub(lambda found: parameters[found[1]][0], text)


def _repeated_keys(value: Any, parameters: Parameters) -> list[str]:
    if isinstance(value, list):
        return [error for item in value for error in _repeated_keys(item, parameters)]
    if not isinstance(value, dict):
        return []
    keys = [_one(key, parameters) for key in value]
    errors = [f"has the key {shown(key)} twice, once filled" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    return errors + [error for item in value.values() for error in _repeated_keys(item, parameters)]
