"""Conditions of a statement in words. The document below them on the page has the exact ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orgctl.report.data import Json
from policies import reading

# of one value, of several
_WORDS = {
    "StringEquals": ("is", "is one of"),
    "StringNotEquals": ("is not", "is none of"),
    "StringEqualsIgnoreCase": ("is, in any case,", "is, in any case, one of"),
    "StringNotEqualsIgnoreCase": ("is not, in any case,", "is, in any case, none of"),
    "StringLike": ("is like", "is like one of"),
    "StringNotLike": ("is not like", "is like none of"),
    "ArnEquals": ("is like", "is like one of"),
    "ArnLike": ("is like", "is like one of"),
    "ArnNotEquals": ("is not like", "is like none of"),
    "ArnNotLike": ("is not like", "is like none of"),
    "Bool": ("is", "is one of"),
    "NumericEquals": ("is", "is one of"),
    "NumericNotEquals": ("is not", "is none of"),
    "NumericLessThan": ("is less than", "is less than one of"),
    "NumericLessThanEquals": ("is at most", "is at most one of"),
    "NumericGreaterThan": ("is more than", "is more than one of"),
    "NumericGreaterThanEquals": ("is at least", "is at least one of"),
    "DateEquals": ("is", "is one of"),
    "DateNotEquals": ("is not", "is none of"),
    "DateLessThan": ("is before", "is before one of"),
    "DateLessThanEquals": ("is at or before", "is at or before one of"),
    "DateGreaterThan": ("is after", "is after one of"),
    "DateGreaterThanEquals": ("is at or after", "is at or after one of"),
    "IpAddress": ("is in", "is in one of"),
    "NotIpAddress": ("is not in", "is in none of"),
}
_SETS = {"ForAnyValue": "one of its values", "ForAllValues": "each of its values"}


@dataclass(frozen=True, slots=True)
class Condition:
    """`aws:PrincipalArn` `is like none of` these values."""

    key: str
    words: str
    values: tuple[str, ...]


def conditions(statement: Mapping[str, Json]) -> Iterator[Condition]:
    """Yield the conditions of a statement in words."""
    return (_condition(*one) for one in reading.conditions(statement))


def _condition(operator: str, key: str, values: tuple[str, ...]) -> Condition:
    """Return a single condition; an unknown operator is shown unchanged."""
    quantifier, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    if name == "Null":
        return Condition(key, "is missing" if values == ("true",) else "is present", ())
    words = _WORDS.get(name, (name, name))[len(values) > 1]
    if quantifier:
        words = f"{_SETS.get(quantifier, quantifier)} {words}"
    if name != rest:
        words = f"is missing, or {words}"
    return Condition(key, words, values)
