"""The right word for one that is nearly right."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from organization.problem import quoted

_MOST = 30_000
"""Words that are compared, about a second's work; a file with more unknown words has another kind of mistake."""


class Hints:
    """Looks for the word that was meant. Each question is answered once, as long as the whole stays quick."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, int, float], str | None] = {}
        self._compared = 0
        self._words: dict[int, tuple[Collection[str], dict[str, str]]] = {}

    def word(self, value: str, allowed: Collection[str], *, cutoff: float = 0.6) -> str | None:
        """The allowed word most like the value, upper and lower case being the same, or None when none is like it."""
        question = (value, id(allowed), cutoff)
        if question not in self._answers:
            self._compared += len(allowed)
            if self._compared > _MOST:
                return None
            if id(allowed) not in self._words:  # kept with its words: an id is unique only as long as the thing lives
                self._words[id(allowed)] = (allowed, {word.lower(): word for word in allowed})
            _, by_lower = self._words[id(allowed)]
            found = get_close_matches(value.lower(), by_lower, n=1, cutoff=cutoff)
            self._answers[question] = by_lower[found[0]] if found else None
        return self._answers[question]

    def phrase(self, value: str, allowed: Collection[str], *, cutoff: float = 0.6) -> str:
        """``, did you mean 'x'?``, or nothing."""
        word = self.word(value, allowed, cutoff=cutoff)
        return f", did you mean {quoted(word)}?" if word else ""
