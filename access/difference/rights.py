"""Comparison of a principal's policies: attached, detached, changed, and whether they allow more or less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from access.difference.model import PolicyChange, Statement
from access.difference.statements import CanonicalStatement, changes
from access.model.policies import PolicyKind

Policies = Mapping[tuple[str, str], Sequence[CanonicalStatement]]
"""Statements of policies, by kind and name of the policy."""
Rights = Literal["wider", "narrower", "different", "the same"]


def policy_changes(before: Policies, after: Policies) -> tuple[PolicyChange, ...]:
    """Return the policies that differ. A policy that is only renamed does not."""
    gone = {key: said for key, said in before.items() if key not in after}
    come = {key: said for key, said in after.items() if key not in before}
    for key, said in list(gone.items()):
        same = next((other for other in come if other[0] == key[0] and _texts(come[other]) == _texts(said)), None)
        if same:
            del gone[key], come[same]
    found = [PolicyChange(name, kind, "removed", changes(said, ())) for (kind, name), said in gone.items()]
    for key, said in before.items():
        if key in after and (differing := changes(said, after[key])):
            found.append(PolicyChange(key[1], key[0], "changed", differing))
    found += [PolicyChange(name, kind, "added", changes((), said)) for (kind, name), said in come.items()]
    return tuple(found)


def rights(before: Policies, after: Policies) -> Rights:
    """
    Return whether the policies allow more or less than before.

    Only what follows from the statements one by one is `wider` or `narrower`; anything else is `different`.
    """
    more, less = _covers(after, before), _covers(before, after)
    if more and less:
        return "the same"
    return "wider" if more else "narrower" if less else "different"


def _covers(wide: Policies, narrow: Policies) -> bool:
    """Return whether `wide` allows everything that `narrow` allows; boundaries and denials reduce what is allowed."""
    return (
        all(_covered(one, _of(wide, "Allow")) for one in _of(narrow, "Allow"))
        and all(_covered(one, _of(narrow, "Deny")) for one in _of(wide, "Deny"))
        and _boundary_covers(wide, narrow)
    )


def _boundary_covers(wide: Policies, narrow: Policies) -> bool:
    limits, narrower = _boundaries(wide), _boundaries(narrow)
    if not limits or not narrower:
        return not limits
    return _covers({("", ""): limits}, {("", ""): narrower})


def _boundaries(policies: Policies) -> list[CanonicalStatement]:
    return [one for (kind, _), said in policies.items() if kind == PolicyKind.BOUNDARY for one in said]


def _of(policies: Policies, effect: str) -> list[Statement]:
    kinds = (said for (kind, _), said in policies.items() if kind != PolicyKind.BOUNDARY)
    return [one.body for said in kinds for one in said if one.body.get("Effect") == effect]


def _covered(one: Statement, others: Iterable[Statement]) -> bool:
    """Return whether a single other statement matches every request that this statement matches."""
    return any(
        _element(one, other, "Action", fold=True)
        and _element(one, other, "Resource")
        and other.get("Condition", one.get("Condition")) == one.get("Condition")
        and other.get("Principal") == one.get("Principal")
        and other.get("NotPrincipal") == one.get("NotPrincipal")
        for other in others
    )


def _element(one: Statement, other: Statement, name: str, *, fold: bool = False) -> bool:
    inverse = f"Not{name}"
    if other.get(name) == ["*"]:
        return True
    if inverse in one or inverse in other:
        # everything but a, b, c is covered by everything but a, b
        return inverse in one and inverse in other and _patterns(other[inverse], one[inverse], fold)
    return _patterns(one.get(name, []), other.get(name, []), fold)


def _patterns(narrow: Sequence[str], wide: Sequence[str], fold: bool) -> bool:
    return all(any(_matches(each, pattern, fold) for pattern in wide) for each in narrow)


def _matches(text: str, pattern: str, fold: bool) -> bool:
    """Return whether a pattern matches all that another one matches: a `?` does not cover a `*`."""
    return _compiled(pattern.lower() if fold else pattern).fullmatch(text.lower() if fold else text) is not None


@lru_cache(maxsize=4_096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (
        ".*" if part == "*" else "[^*]" if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern)
    )
    return re.compile("".join(parts), re.DOTALL)


def _texts(said: Iterable[CanonicalStatement]) -> list[str]:
    return sorted(one.text for one in said)
