"""Condition keys that the caller chooses, with values under which a statement allows the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from access.bounded import Bounded
from access.decision.narrowing import may_be_about
from access.model.policies import Policy
from policies.reading import Statement, conditions

ConditionKeys = Mapping[str, "str | tuple[str, ...]"]

_DERIVED = (
    "aws:principal",
    "aws:resource",
    "aws:userid",
    "aws:username",
    "aws:via",
    "aws:calledvia",
    "aws:assumedroot",
)
_NETWORK = ("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpce", "aws:vpcsourceip")
_SOURCE = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorg", "aws:sourceowner")
_SESSION = ("aws:multifactorauth", "aws:tokenissuetime", "aws:federatedprovider", "aws:securetransport")
_FIXED = (*_DERIVED, *_NETWORK, *_SOURCE, *_SESSION, "kms:calleraccount", "aws:requestedregion", "aws:ec2instance")
"""Prefixes of the keys that AWS derives from caller, session, network or resource. A request sets all other keys."""

_MEETS = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "bool"}) | {
    "ipaddress",
    "numericequals",
    "numericlessthanequals",
    "numericgreaterthanequals",
    "dateequals",
    "datelessthanequals",
    "dategreaterthanequals",
}
"""Operators that one of their listed values satisfies."""
_EVADES = frozenset({"stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike"}) | {
    "notipaddress",
    "numericnotequals",
    "datenotequals",
}
"""Operators of a denial that none of their listed values satisfies."""
_BEYOND: Mapping[str, int] = {"numericlessthan": -1, "numericgreaterthan": 1}


def condition_keys(statement: Statement, free: Iterable[str] = ()) -> ConditionKeys:
    """
    Return the values of caller-chosen keys with which a statement allows the request, or does not deny it.

    `free` are key prefixes, in lower case, that this caller can choose as well. A key that no value satisfies is left
    out.
    """
    operators = _MEETS if statement.get("Effect") == "Allow" else _EVADES
    found: dict[str, str | tuple[str, ...]] = {}
    for operator, key, values in conditions(statement):
        set_, _, plain = operator.lower().removesuffix("ifexists").rpartition(":")
        if key.lower().startswith(tuple(free)) or not key.lower().startswith(_FIXED):
            value = _value(plain, operators, values)
            if value is not None:
                found[key] = (value,) if set_ else value
    return found


def _value(operator: str, operators: frozenset[str], values: tuple[str, ...]) -> str | None:
    plain = next((one for one in values if "${" not in one), None)
    if plain is None:
        return None
    if operator in _BEYOND and operators is _MEETS and plain.isdigit():
        return str(int(plain) + _BEYOND[operator])
    if operator not in operators:
        return None
    return plain.partition("/")[0] if "ipaddress" in operator else matching_text(plain)


def keys_in_words(context: ConditionKeys) -> str:
    """Return the chosen keys as the end of a sentence: `, with sts:ExternalId x`."""
    pairs = [f"{key} {value if isinstance(value, str) else value[0]}" for key, value in context.items()]
    return f", with {', '.join(pairs)}" if pairs else ""


def matching_text(pattern: str) -> str:
    """Return a text that a pattern with wildcards matches."""
    return pattern.replace("*", "example").replace("?", "x")


def contexts(policies: Iterable[Policy], action: str = "") -> tuple[ConditionKeys, ...]:
    """Return each context that a statement about the action asks of a caller; the empty context comes first."""
    found: list[ConditionKeys] = [{}]
    for policy in policies:
        found += [context for context in _contexts(policy, action) if context not in found]
    return tuple(found)


_CONTEXTS = Bounded[tuple[str, str], tuple[ConditionKeys, ...]]()


def _contexts(policy: Policy, action: str) -> tuple[ConditionKeys, ...]:
    key = (policy.digest, action)
    if key not in _CONTEXTS:
        about = [one for one in policy.statements if not action or may_be_about(one, action)]
        _CONTEXTS[key] = tuple(context for statement in about if (context := condition_keys(statement)))
    return _CONTEXTS[key]
