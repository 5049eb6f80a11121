"""A promise and its outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from access.decision import Reason, Request
from access.questions.accepting import SEVERAL, About, Undecided
from access.questions.world import World
from terraform_json.origin import Origin

Status = Literal["kept", "accepted", "broken", "undecided", "not asked"]


@dataclass(frozen=True)
class Assumption:
    """A fact that no file and no API tells, and that a result relies on."""

    text: str
    source: str
    """The document that states it, with the date of reading."""


@dataclass(frozen=True)
class CounterExample:
    """One case in which a promise does not hold, in a sentence: a caller can do something, or cannot."""

    text: str
    reasons: tuple[Reason, ...] = ()
    """The deciding statements; none when an equal case has them."""
    origin: Origin | None = None
    """The origin of the wrong policy, when the case is not a decision."""
    request: Request | None = None
    likeness: str = ""
    """A key that cases share which the same policies decide, but for the account; only the first has reasons."""
    about: About = SEVERAL
    """The single request, or what several have in common."""


@dataclass(frozen=True)
class Outcome:
    """The result of a promise."""

    counter_examples: tuple[CounterExample, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    """Undecided requests, with the reason."""
    notes: tuple[str, ...] = ()
    """Further facts for the reader: gaps that AWS leaves, and types that are not covered."""
    assumptions: tuple[Assumption, ...] = ()
    """Facts that the result relies on, with their sources; they are shown beside it."""
    asked: int = 0
    """Number of requests that were decided."""
    skipped: str = ""
    """The reason why the promise was not checked; empty when it was."""

    @property
    def status(self) -> Status:
        """The status in one word, if nothing is accepted. A promise with an undecided request is not kept."""
        if self.skipped:
            return "not asked"
        if self.counter_examples:
            return "broken"
        return "undecided" if self.undecided else "kept"


@dataclass(frozen=True)
class Promise:
    """A promise: its id, its sentence for an auditor, and its check."""

    name: str
    says: str
    look: Callable[[World], Outcome]
