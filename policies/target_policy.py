"""A policy to attach to a target."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.policy_types import PolicyType
from policies.statement_source import StatementSource


@dataclass(frozen=True, slots=True)
class TargetPolicy:
    """A policy of one target. `id` is unique at the target, `name` in the organization. Changing `id` replaces it."""

    id: str
    name: str
    description: str
    type: PolicyType
    content: str
    guardrails: tuple[str, ...] = ()
    """The names of its guardrails."""
    statements: tuple[StatementSource, ...] = ()
    """The identity of each statement; none for a policy without statements."""
