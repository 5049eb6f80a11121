"""
A log of the answers typed at a terminal, to tell them from its output.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scripts.walk import PASSWORD, QUESTIONS, Walk

Answer = tuple[re.Pattern[str], Callable[[Walk], str]]
BEGIN, END = "‹", "›"


class Scribe:
    """Answers as `QUESTIONS` and others define, and records the place of each answer in the output."""

    def __init__(self, *others: Answer) -> None:
        self._typed: list[tuple[int, str]] = []
        self.answers: Sequence[Answer] = [self._logged(*answer) for answer in (*others, *QUESTIONS)]

    def marked(self, raw: str) -> str:
        """Return the terminal's output with each answer in ‹ ›; codes and passwords are replaced by words."""
        parts, begin = [], 0
        for place, typed in self._typed:
            parts += [raw[begin:place], BEGIN, _shown(typed), END]
            echoed = raw.startswith(typed, place)
            begin = place + (len(typed) if echoed else 0)
        return "".join([*parts, raw[begin:]])

    def _logged(self, question: re.Pattern[str], answer: Callable[[Walk], str]) -> Answer:
        def log(walk: Walk) -> str:
            typed = answer(walk)
            self._typed.append((len(walk.raw), typed))
            return typed

        return question, log


def _shown(typed: str) -> str:
    if re.fullmatch(r"\d{6}", typed):
        return "a code"
    return "a password" if typed == PASSWORD else typed or "Enter"
