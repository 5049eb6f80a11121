"""Values of policies as predicates: wildcards, ARNs, numbers, dates and addresses, with policy variables replaced."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from access.decision.symbolic.patterns import ANY_TEXT, Pattern, Token, exact, joined, wildcards
from access.decision.symbolic.predicates import (
    NUMBER,
    Comparison,
    Moment,
    Network,
    Number,
    Predicate,
    Truth,
    seconds_of,
)

VARIABLE = re.compile(r"\$\{([^}]*)\}")
_ESCAPED = ("*", "?", "$")


class NotReadable(Exception):
    """A value that this reader does not understand; the message names it and the reason."""


class NeverMatches(Exception):
    """A value with a policy variable that the request does not have."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The values of policy variables: those of known keys, and the keys that the request does not have."""

    known: Mapping[str, str]
    """By key in lower case."""
    is_absent: Callable[[str], bool]
    are_read: bool = True
    """False in a policy of a version that has no variables."""


NO_VARIABLES = Variables({}, lambda _: True)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a value: text with wildcards, or, if `plain`, text as it is."""

    text: str
    plain: bool = False


def _pieces(value: str, variables: Variables) -> list[_Piece]:
    """Return a value in pieces, its variables replaced. Raise NotReadable and NeverMatches."""
    if "${" not in value:
        return [_Piece(value)]
    if not variables.are_read:
        raise NotReadable(f"{value} has a policy variable, but the policy's Version is not 2012-10-17")
    pieces: list[_Piece] = []
    end = 0
    for found in VARIABLE.finditer(value):
        pieces += [_Piece(value[end : found.start()]), _Piece(_value_of(found[1], variables), plain=True)]
        end = found.end()
    return [*pieces, _Piece(value[end:])]


def _value_of(inside: str, variables: Variables) -> str:
    if inside in _ESCAPED:
        return inside
    name, _, default = inside.partition(",")
    key = name.strip().lower()
    if key in variables.known:
        return variables.known[key]
    default = default.strip()
    if not variables.is_absent(key):
        raise NotReadable(f"the policy variable ${{{inside}}} has a value that only the request knows")
    if len(default) > 1 and default[0] == default[-1] == "'":
        return default[1:-1]
    raise NeverMatches


def text_pattern(value: str, variables: Variables, *, like: bool, fold: bool = False) -> Pattern:
    """Return the pattern of a text; `like` gives its wildcards their meaning. Raise NotReadable and NeverMatches."""
    parts = [
        wildcards(piece.text) if like and not piece.plain else exact(piece.text) for piece in _pieces(value, variables)
    ]
    return joined(parts, fold=fold)


def arn_pattern(value: str, variables: Variables) -> Pattern:
    """
    Return the pattern of a condition's ARN: no wildcard reaches over a colon but in the last part.

    Raise NotReadable and NeverMatches.
    """
    if len(VARIABLE.sub("", value).split(":", 5)) < 6:
        raise NotReadable(f"{value} is not a whole ARN: AWS does not document what it matches")
    return _in_parts(value, variables)


def resource_pattern(value: str, variables: Variables) -> Pattern:
    """
    Return the pattern of a statement's resource. A shortened ARN matches every ARN that begins so.

    Raise NotReadable and NeverMatches.
    """
    if "${" not in value:
        return _plain_resource(value)
    return _resource(value, variables)


@lru_cache(maxsize=65_536)
def _plain_resource(value: str) -> Pattern:
    return _resource(value, NO_VARIABLES)


def _resource(value: str, variables: Variables) -> Pattern:
    parts = VARIABLE.sub("", value).split(":")
    if parts[0] != "arn":
        raise NotReadable(f"{value} is neither * nor an ARN")
    if len(parts) < 6:
        value = ":".join([value, *["*"] * (6 - len(parts))])
    else:
        product = re.split(r"[/:]", ":".join(parts[5:]), maxsplit=1)
        if len(product) > 1 and re.search(r"[*?]", product[0]) and parts[2] != "s3":
            raise NotReadable(f"{value} has a wildcard in the type of the resource: AWS does not document its meaning")
    return _in_parts(value, variables)


def is_shortened(value: str) -> bool:
    """Return whether a resource is an ARN with too few parts."""
    return value.startswith("arn:") and len(VARIABLE.sub("", value).split(":")) < 6


_RUNS = re.compile(r"[*?]|[^*?]+")


def _in_parts(value: str, variables: Variables) -> Pattern:
    colons = 0
    parts: list[Pattern] = []
    for piece in _pieces(value, variables):
        if piece.plain:
            parts.append(exact(piece.text))
            continue
        for some in _RUNS.findall(piece.text):
            is_wild = some in ("*", "?")
            parts.append(wildcards(some, but="" if colons >= 5 else ":") if is_wild else exact(some))
            colons += some.count(":")
    return joined(parts)


def arn_shape() -> Pattern:
    """Return the pattern of every ARN."""
    colon, part = Token(only=":"), Token(but=":", many=True)
    return Pattern((*(Token(only=char) for char in "arn"), *(colon, part) * 4, colon, ANY_TEXT))


def number(value: str, comparison: Comparison) -> Number:
    """Return a comparison with a number. Raise NotReadable."""
    if not NUMBER.fullmatch(value):
        raise NotReadable(f"{value} is not a number")
    return Number(comparison, float(value))


def moment(value: str, comparison: Comparison) -> Moment:
    """Return a comparison with a date. Raise NotReadable."""
    seconds = seconds_of(value)
    if seconds is None:
        raise NotReadable(f"{value} is not a date in a form that AWS documents")
    return Moment(comparison, seconds)


def network(value: str) -> Network:
    """Return a range of addresses, or one. Raise NotReadable."""
    try:
        return Network(ipaddress.ip_network(value, strict=False))
    except ValueError:
        raise NotReadable(f"{value} is no address and no range of addresses") from None


def truth(value: str) -> Truth:
    """Return the equality with a boolean."""
    return Truth({"true": True, "false": False}.get(value.lower()))


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator without prefix and suffix: what one value asks, and whether none may be met instead of one."""

    predicate: Callable[[str, Variables], Predicate]
    negated: bool = False


def _text(*, like: bool = False, fold: bool = False) -> Callable[[str, Variables], Predicate]:
    return lambda value, variables: text_pattern(value, variables, like=like, fold=fold)


def _number(comparison: Comparison) -> Callable[[str, Variables], Predicate]:
    return lambda value, _: number(value, comparison)


def _moment(comparison: Comparison) -> Callable[[str, Variables], Predicate]:
    return lambda value, _: moment(value, comparison)


def _binary(value: str, _: Variables) -> Pattern:
    """Return the equality with a value in base64, which has no variables. Raise NotReadable."""
    if "${" in value:
        raise NotReadable(f"{value} is not a value in base64")
    return exact(value)


OPERATORS: Mapping[str, Operator] = {
    "stringequals": Operator(_text()),
    "stringnotequals": Operator(_text(), negated=True),
    "stringequalsignorecase": Operator(_text(fold=True)),
    "stringnotequalsignorecase": Operator(_text(fold=True), negated=True),
    "stringlike": Operator(_text(like=True)),
    "stringnotlike": Operator(_text(like=True), negated=True),
    "arnequals": Operator(arn_pattern),
    "arnlike": Operator(arn_pattern),
    "arnnotequals": Operator(arn_pattern, negated=True),
    "arnnotlike": Operator(arn_pattern, negated=True),
    "numericequals": Operator(_number("==")),
    "numericnotequals": Operator(_number("=="), negated=True),
    "numericlessthan": Operator(_number("<")),
    "numericlessthanequals": Operator(_number("<=")),
    "numericgreaterthan": Operator(_number(">")),
    "numericgreaterthanequals": Operator(_number(">=")),
    "dateequals": Operator(_moment("==")),
    "datenotequals": Operator(_moment("=="), negated=True),
    "datelessthan": Operator(_moment("<")),
    "datelessthanequals": Operator(_moment("<=")),
    "dategreaterthan": Operator(_moment(">")),
    "dategreaterthanequals": Operator(_moment(">=")),
    "bool": Operator(lambda value, _: truth(value)),
    "binaryequals": Operator(_binary),
    "ipaddress": Operator(lambda value, _: network(value)),
    "notipaddress": Operator(lambda value, _: network(value), negated=True),
}
"""
The operators of conditions, in lower case. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-12-01).
"""


def predicate(operator: Operator, value: str, variables: Variables) -> Predicate:
    """Return what a value asks. Raise NotReadable and NeverMatches."""
    return operator.predicate(value, variables) if "${" in value else _plain_predicate(operator, value)


@lru_cache(maxsize=65_536)
def _plain_predicate(operator: Operator, value: str) -> Predicate:
    return operator.predicate(value, NO_VARIABLES)
