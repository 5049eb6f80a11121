"""A result before its layout: sections of sentences, each with details for the reviewer."""

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
    """The same as a table, where that is clearer: the headings, then the rows."""
