"""The promises, and their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orgctl.report.data.policies import Origin

Result = Literal["kept", "accepted", "broken", "undecided", "not asked"]


@dataclass(frozen=True, slots=True)
class Reason:
    """
    A statement that decides, or a layer in which none allows the request.

    `layer` is for example SCP of root, or trust policy; `policy` is an id in the report, or else a name.
    """

    layer: str
    effect: str
    policy: str = ""
    statement: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A request that breaks a promise, with a sentence and the deciding statements."""

    text: str
    request: str = ""
    context: tuple[str, ...] = ()
    """The request's context: aws:MultiFactorAuthPresent = false."""
    reasons: tuple[Reason, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ExampleKind:
    """Counterexamples of one action that the same statements decide: the first in full, the sentences of the others."""

    first: CounterExample
    count: int = 1
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """Counterexamples and undecided requests that an entry of `access.yaml` accepts."""

    reason: str
    until: str
    """The last day; empty without an end."""
    where: str
    """The file and line of the entry."""
    scope: str
    """What is accepted: who: ann; what: s3:Get*."""
    kinds: tuple[ExampleKind, ...] = ()
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in an auditor's words, and its result."""

    name: str
    text: str
    result: Result
    checked: str
    """The number of evaluated requests; for a promise that was not asked, the reason."""
    kinds: tuple[ExampleKind, ...] = ()
    """Its counterexamples."""
    undecided: tuple[str, ...] = ()
    """The undecided requests, with the reasons."""
    notes: tuple[str, ...] = ()
    """Notes for the reader."""
    origin: Origin | None = None
    """The line of `access.yaml`; None for a built-in promise."""
    assumptions: tuple[tuple[str, str], ...] = ()
    """Facts that the result relies on, each with its source."""
    accepted: tuple[Accepted, ...] = ()
