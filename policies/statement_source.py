"""The statement of a guardrail that a statement of a packed policy is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementSource:
    """The identity of a statement of a target's policy: its guardrail and its place in it, independent of packing."""

    guardrail: str
    index: int
    """The place in the guardrail, from 1."""
    sid: str = ""
    """The guardrail's own Sid, if packing has numbered it: a policy must not repeat a Sid."""
