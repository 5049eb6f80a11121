"""What a change means, in the sentences that `orgctl diff` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and what a reviewer may look up below it, in lines; what is indented belongs to the line above."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading; those of a refusal say why the change must not be deployed."""

    title: str
    sentences: tuple[Sentence, ...]
    is_refusal: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs from a base: a revision, a folder, or what is deployed. `verdict` sums it up."""

    base: str
    verdict: str
    sections: tuple[Section, ...] = ()
