"""
Somebody who notes what is typed at a terminal, so that it can be told from what is printed there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scripts.walk import PASSWORD, QUESTIONS, Walk

Answer = tuple[re.Pattern[str], Callable[[Walk], str]]
BEGIN, END = "‹", "›"


class Scribe:
    """Answers as `QUESTIONS` and others say, and remembers where each answer was typed."""

    def __init__(self, *others: Answer) -> None:
        self._typed: list[tuple[int, str]] = []
        self.answers: Sequence[Answer] = [self._noted(*answer) for answer in (*others, *QUESTIONS)]

    def marked(self, raw: str) -> str:
        """What came from the terminal, with each answer in ‹ ›; codes and passwords are only named."""
        parts, begin = [], 0
        for place, typed in self._typed:
            parts += [raw[begin:place], BEGIN, _shown(typed), END]
            echoed = raw.startswith(typed, place)
            begin = place + (len(typed) if echoed else 0)
        return "".join([*parts, raw[begin:]])

    def _noted(self, question: re.Pattern[str], answer: Callable[[Walk], str]) -> Answer:
        def note(walk: Walk) -> str:
            typed = answer(walk)
            self._typed.append((len(walk.raw), typed))
            return typed

        return question, note


def _shown(typed: str) -> str:
    if re.fullmatch(r"\d{6}", typed):
        return "a code"
    return "a password" if typed == PASSWORD else typed or "Enter"
