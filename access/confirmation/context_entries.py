"""Condition keys with their values and types, as the simulator takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access.confirmation.case import NotComparable
from policies.checks import aws_names

_TYPES = {"Bool": "boolean", "Date": "date", "IPAddress": "ip", "Numeric": "numeric", "Binary": "binary"}
_SHORTEST, _LONGEST = 5, 256
"""Characters of the name of a key."""


def context_entries(context: Mapping[str, str | list[str]]) -> list[dict[str, Any]]:
    """Return the entries for condition keys. Raise NotComparable for a key whose name the simulator does not take."""
    return [_entry(key, value) for key, value in context.items()]


def _entry(key: str, value: str | list[str]) -> dict[str, Any]:
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise NotComparable("the simulator does not take a condition key with a name of this length")
    values = [value] if isinstance(value, str) else value
    return {"ContextKeyName": key, "ContextKeyValues": values, "ContextKeyType": _type(key, value)}


def _type(key: str, value: str | list[str]) -> str:
    """Return the type; one for several values where AWS's list says so, or where there are several."""
    known = aws_names.key_type(key)
    single = _TYPES.get(known.removeprefix("ArrayOf"), "string")
    return single if isinstance(value, str) and not known.startswith("ArrayOf") else f"{single}List"
