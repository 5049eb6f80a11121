"""The effect of a change, in the sentences of `orgctl diff`."""

from __future__ import annotations

from dataclasses import dataclass

from orgctl.section import Section, Sentence

__all__ = ["Diff", "Section", "Sentence"]


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference from a base: a revision, a folder, or the deployed organization. `verdict` is its summary."""

    base: str
    verdict: str
    sections: tuple[Section, ...] = ()
