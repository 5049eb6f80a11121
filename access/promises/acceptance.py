"""Entries that accept parts of a promise which are broken or not decided, and what each of them accepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access.promises.promise import CounterExample, Outcome
from access.questions.accepting import Accepting, Undecided

ON_THE_COMMAND_LINE = "--accept"


@dataclass(frozen=True)
class Acceptance:
    """An entry of `accepted` in `access.yaml`, or a promise named with `--accept`."""

    promise: str
    """The name of the promise: `mfa`, `access.yaml:12`."""
    parts: Accepting
    reason: str
    until: str = ""
    """The last day on which it holds, in UTC: `2026-12-31`; empty if it has no end."""
    where: str = ON_THE_COMMAND_LINE
    """The line of the file: `access.yaml:30`."""

    def has_ended(self, day: str) -> bool:
        """Return whether it no longer holds on a day."""
        return bool(self.until) and self.until < day


@dataclass(frozen=True)
class Divided:
    """An outcome without what is accepted, and what each entry accepts of it."""

    rest: Outcome
    accepted: tuple[tuple[Acceptance, Outcome], ...]
    """The entries that accept something."""


def divided(outcome: Outcome, entries: Sequence[Acceptance]) -> Divided:
    """Return an outcome in parts. A part belongs to the first entry that chooses it."""
    examples: dict[Acceptance | None, list[CounterExample]] = {}
    for example in outcome.counter_examples:
        text = "" if example.about.is_single else example.text
        chosen = (entry for entry in entries if entry.parts.chooses(example.about, text))
        examples.setdefault(next(chosen, None), []).append(example)
    undecided: dict[Acceptance | None, list[Undecided]] = {}
    for one in outcome.undecided:
        chosen = (entry for entry in entries if entry.parts == one.accepted or entry.parts.chooses(one.about, one.text))
        undecided.setdefault(next(chosen, None), []).append(one)

    def part(of: Acceptance | None) -> Outcome:
        return Outcome(tuple(examples.get(of, ())), tuple(undecided.get(of, ())))

    rest = part(None)
    return Divided(
        replace(outcome, counter_examples=rest.counter_examples, undecided=rest.undecided),
        tuple((entry, part(entry)) for entry in entries if entry in examples or entry in undecided),
    )
