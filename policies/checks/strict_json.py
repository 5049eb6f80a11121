"""A strict reader of JSON policies: no repeated keys, no NaN or infinity, bounded depth."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn

_DEEPEST = 32


def read(text: str) -> tuple[Any, list[str]]:
    """Return the value of a JSON text and its errors. With an error, do not use the value."""
    repeated: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                repeated.append(f"has the key {shown(key)} twice in one mapping")
            values[key] = value
        return values

    try:
        value = json.loads(text, object_pairs_hook=mapping, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return None, [f"is not JSON: {error}"]
    if _depth_exceeds(value, _DEEPEST):
        return None, [f"is nested more than {_DEEPEST} levels deep"]
    return value, list(dict.fromkeys(repeated))


def shown(value: object) -> str:
    """Return a value on one printable line, cut off when it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number in JSON")


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError(f"the number {number[:20]} is too large")
    return value


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer)]
    return any(isinstance(inner, dict | list) for inner in level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
