"""
Statements in the form in which the evaluator reads them as AWS does.

It differs from AWS in what it takes for a date, in ranges that hold every IPv4 address, in single addresses and in the
escapes `${*}`, `${?}` and `${$}` where an operator knows no wildcards. So dates are written in one form, such a range
as its two halves, an address as the range that it is, and such an escape as its character. All were measured with the
pinned version (2026-12-01): `findings/` has the scripts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any, cast

from access.decision.symbolic.predicates import date_text, seconds_of
from policies.reading import Statement, texts

_SINCE_1970 = "aws:epochtime"
_EVERY_V4 = ["0.0.0.0/1", "128.0.0.0/1"]
_ESCAPED = re.compile(r"\$\{([*?$])\}")


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
    base = operator.rpartition(":")[2]
    if base.startswith("date"):
        return {key: _dates(key.lower(), values) for key, values in by_key.items()}
    if base.startswith(("stringequals", "stringnotequals")):
        return {key: _plain(values) for key, values in by_key.items()}
    return pairs


def _addresses(values: Any) -> Any:
    found = [part for one in texts(values) for part in _ranges(one)]
    return found if len(found) > 1 else found[0] if found else values


def _ranges(value: str) -> list[str]:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return [value]
    return _EVERY_V4 if network.version == 4 and not network.prefixlen else [str(network)]


def _plain(values: Any) -> Any:
    """Return values without escapes, unless that would make a policy variable of one."""
    found = [
        one if "${" in (plain := _unescaped(one)) and "${" not in _ESCAPED.sub("", one) else plain
        for one in texts(values)
    ]
    return found if len(found) > 1 else found[0] if found else values


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: found[1], value)


def _dates(key: str, values: Any) -> Any:
    found = [_date(key, one) for one in texts(values)]
    return found if len(found) > 1 else found[0] if found else values


def _date(key: str, value: str) -> str:
    seconds = seconds_of(value)
    if seconds is None:
        return value
    if key == _SINCE_1970:
        return str(int(seconds)) if seconds == int(seconds) else value
    fraction = f"{seconds - int(seconds):.3f}"[1:] if seconds != int(seconds) else ""
    return date_text(seconds).replace("Z", f"{fraction}Z")
