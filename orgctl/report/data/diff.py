"""What a change means, in the sentences that `orgctl diff` prints."""

from __future__ import annotations

from dataclasses import dataclass

from orgctl.diff.section import Section, Sentence

__all__ = ["Diff", "Section", "Sentence"]


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs from a base: a revision, a folder, or what is deployed. `verdict` sums it up."""

    base: str
    verdict: str
    sections: tuple[Section, ...] = ()
