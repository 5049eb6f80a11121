"""A promise, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from access.decision import Reason, Request
from access.world import World
from terraform_json.origin import Origin

Status = Literal["kept", "broken", "undecided", "not asked"]


@dataclass(frozen=True)
class CounterExample:
    """One case in which a promise does not hold, in a sentence: who can do, or cannot do, what."""

    text: str
    reasons: tuple[Reason, ...] = ()
    """The statements that decide it."""
    origin: Origin | None = None
    """Where it stands, when it is not a decision but a policy that is wrong."""
    request: Request | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a promise."""

    counter_examples: tuple[CounterExample, ...] = ()
    undecided: tuple[str, ...] = ()
    """What could not be decided, and why."""
    notes: tuple[str, ...] = ()
    """What a reader must know besides: where AWS leaves a gap, what is not covered."""
    asked: int = 0
    """How many requests were looked at."""
    skipped: str = ""
    """Why it was not asked at all; empty when it was."""

    @property
    def status(self) -> Status:
        """In one word. What could not be decided is not kept."""
        if self.skipped:
            return "not asked"
        if self.counter_examples:
            return "broken"
        return "undecided" if self.undecided else "kept"


@dataclass(frozen=True)
class Promise:
    """A promise: its name, what it says to an auditor, and how it is looked at."""

    name: str
    says: str
    look: Callable[[World], Outcome]
