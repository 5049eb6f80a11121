"""A decision for AWS to confirm, and the question about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access.decision import Request


class NotComparable(Exception):
    """The simulator cannot be asked about a request, or its answer would say nothing; the message is the reason."""


@dataclass(frozen=True)
class Case:
    """A decided request."""

    promise: str
    """The promise that it contradicts; empty for a request that contradicts none."""
    text: str
    request: Request | None
    """None where a policy itself is wrong."""


@dataclass(frozen=True)
class Question:
    """A case, and what the simulator is asked about it."""

    case: Case
    allowed: bool
    """The decision of this proof, with and without what is left out."""
    parameters: Mapping[str, Any]
    """Those of `iam:SimulateCustomPolicy`."""
    left_out: tuple[str, ...]
    """The policies that bear on the request, but that the simulator does not take."""


@dataclass(frozen=True)
class NotAsked:
    """A case that the simulator is not asked about."""

    case: Case
    reason: str
