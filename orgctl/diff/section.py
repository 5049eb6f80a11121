"""What is said, before it is laid out: sections of sentences, each with what a reviewer may look up below it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and its details in lines."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    title: str
    sentences: tuple[Sentence, ...]
    is_refusal: bool = False
    table: tuple[tuple[str, ...], ...] = ()
    """The same as a table, where that reads better: the headings, then the rows."""
