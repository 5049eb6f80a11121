"""Comparison of a principal's policies as they are written: attached, detached, changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from access.difference.model import PolicyChange
from access.difference.statements import CanonicalStatement, changes

Policies = Mapping[tuple[str, str], Sequence[CanonicalStatement]]
"""Statements of policies, by kind and name of the policy."""


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


def _texts(said: Iterable[CanonicalStatement]) -> list[str]:
    return sorted(one.text for one in said)
