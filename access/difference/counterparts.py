"""The guardrails of a target that are the same before and after a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

from access.difference.guardrails_by_target import Guardrail

_Key = Callable[[Guardrail], Hashable]
"""Returns what two guardrails have in common if they are the same; None where that says nothing."""


def counterparts(before: Sequence[Guardrail], after: Sequence[Guardrail]) -> Mapping[int, Guardrail]:
    """
    Return the guardrail afterwards of each one before that still exists, by `id`.

    A statement is first looked for in its own guardrail: equal, of the same Sid, at the same place, or the only one
    left. Then an equal one of any guardrail is the same, as where a guardrail has another name. Where the guardrail is
    not known, the Sid decides, else the policy, if it has as many other statements as before.
    """
    pairs = _Pairs(before, after)
    pairs.find(lambda one: one.same if one.key else None)
    pairs.find(lambda one: (one.type, one.key, one.said.text) if one.key else None)
    pairs.find(lambda one: (one.type, one.key, one.sid) if one.key and one.sid else None)
    pairs.find(lambda one: (one.type, one.key, one.source.index) if one.source and one.key and not one.sid else None)
    pairs.find_others(lambda one: (one.type, one.key) if one.key and not one.sid else None)
    pairs.find(lambda one: (*one.effect, one.sid))
    pairs.find(lambda one: one.effect)
    pairs.find(lambda one: (one.type, one.sid) if one.sid else None, unknown=True)
    pairs.find_others(lambda one: (one.type, one.policy.name) if not one.key and not one.sid else None)
    return pairs.found


class _Pairs:
    """The pairs found so far, and the guardrails of both sides that are still without a counterpart."""

    def __init__(self, before: Sequence[Guardrail], after: Sequence[Guardrail]) -> None:
        self.found: dict[int, Guardrail] = {}
        self._before, self._after = list(before), list(after)

    def find(self, key: _Key, *, unknown: bool = False) -> None:
        """Find pairs with equal keys; with `unknown`, only those of which one comes from no known guardrail."""
        for one in [*self._before]:
            if (wanted := key(one)) is None:
                continue
            equal = (other for other in self._after if key(other) == wanted)
            other = next((other for other in equal if not (unknown and one.key and other.key)), None)
            if other:
                self.found[id(one)] = other
                self._before = [each for each in self._before if each is not one]
                self._after = [each for each in self._after if each is not other]

    def find_others(self, key: _Key) -> None:
        """Find pairs with equal keys, in order, where both sides have as many."""
        before, after = (Counter(map(key, side)) for side in (self._before, self._after))
        self.find(lambda one: wanted if (wanted := key(one)) and before[wanted] == after[wanted] else None)
