"""What was promised, and what was found instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orgctl.report.data.policies import Origin

Result = Literal["kept", "broken", "undecided", "not asked"]


@dataclass(frozen=True, slots=True)
class Reason:
    """
    A statement that decides, or a layer in which none allows the request.

    `layer` is one such as SCP of root, or trust policy; `policy` is the id of one of the report, or else a name.
    """

    layer: str
    effect: str
    policy: str = ""
    statement: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A case in which a promise does not hold, in a sentence, with the request and the statements that decide it."""

    text: str
    request: str = ""
    context: tuple[str, ...] = ()
    """Under which circumstances: aws:MultiFactorAuthPresent = false."""
    reasons: tuple[Reason, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, in an auditor's words, and what became of it."""

    name: str
    text: str
    result: Result
    checked: str
    """What was looked at, with figures; for one that was not asked, why."""
    counter_examples: tuple[CounterExample, ...] = ()
    undecided: tuple[str, ...] = ()
    """What could not be decided, and why."""
    notes: tuple[str, ...] = ()
    """What a reader must know besides."""
    origin: Origin | None = None
    """The line of `access.yaml`; none for a promise that is built in."""
