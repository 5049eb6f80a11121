"""Suggestions for misspelt words."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from organization.problem import quoted

_MOST = 30_000
"""Most words to compare, about one second. A file with more unknown words has another kind of mistake."""


class Hints:
    """Finds the allowed word most similar to a misspelt one. Stops suggesting after `_MOST` comparisons."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, int, float], str | None] = {}
        self._compared = 0
        self._words: dict[int, tuple[Collection[str], dict[str, str]]] = {}

    def word(self, value: str, allowed: Collection[str], *, cutoff: float = 0.6) -> str | None:
        """Return the allowed word most similar to the value, ignoring case, or None when none is similar."""
        question = (value, id(allowed), cutoff)
        if question not in self._answers:
            self._compared += len(allowed)
            if self._compared > _MOST:
                return None
            if id(allowed) not in self._words:  # keep the words: an id is unique only while its object lives
                self._words[id(allowed)] = (allowed, {word.lower(): word for word in allowed})
            _, by_lower = self._words[id(allowed)]
            found = get_close_matches(value.lower(), by_lower, n=1, cutoff=cutoff)
            self._answers[question] = by_lower[found[0]] if found else None
        return self._answers[question]

    def phrase(self, value: str, allowed: Collection[str], *, cutoff: float = 0.6) -> str:
        """Return ``, did you mean 'x'?``, or an empty text."""
        word = self.word(value, allowed, cutoff=cutoff)
        return f", did you mean {quoted(word)}?" if word else ""
