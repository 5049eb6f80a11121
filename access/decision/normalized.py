"""
Statements in the form in which the evaluator reads them as AWS does.

It differs from AWS in what it takes for a date, and in ranges of addresses that hold every address. So dates are
written in one form, and such a range as its two halves. Both were measured with the pinned version (2026-12-01):
`findings/` has the scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from access.decision.symbolic.predicates import date_text, seconds_of
from policies.reading import Statement, texts

_SINCE_1970 = "aws:epochtime"
_HALVES = {"0.0.0.0/0": ["0.0.0.0/1", "128.0.0.0/1"]}


def normalized(statement: Statement) -> Statement:
    """Return a statement with the same meaning, whose conditions the evaluator reads as AWS does."""
    found: object = statement.get("Condition")
    if not isinstance(found, Mapping):
        return statement
    conditions = cast("Mapping[str, Any]", found)
    rewritten = {operator: _rewritten(operator.lower(), pairs) for operator, pairs in conditions.items()}
    return statement if rewritten == found else {**statement, "Condition": rewritten}


def _rewritten(operator: str, pairs: Any) -> Any:
    if not isinstance(pairs, Mapping):
        return pairs
    by_key = cast("Mapping[str, Any]", pairs)
    if "ipaddress" in operator:
        return {key: _addresses(values) for key, values in by_key.items()}
    if operator.rpartition(":")[2].startswith("date"):
        return {key: _dates(key.lower(), values) for key, values in by_key.items()}
    return pairs


def _addresses(values: Any) -> Any:
    if _HALVES.keys().isdisjoint(texts(values)):
        return values
    return [half for one in texts(values) for half in _HALVES.get(one, [one])]


def _dates(key: str, values: Any) -> Any:
    found = [_date(key, one) for one in texts(values)]
    return found if len(found) > 1 else found[0] if found else values


def _date(key: str, value: str) -> str:
    seconds = seconds_of(value)
    if seconds is None:
        return value
    return str(int(seconds)) if key == _SINCE_1970 else date_text(seconds)
