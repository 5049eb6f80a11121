"""A policy to attach to a target."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.policy_types import PolicyType


@dataclass(frozen=True, slots=True)
class TargetPolicy:
    """A policy of one target. `id` is unique at the target, `name` in the organization. Changing `id` replaces it."""

    id: str
    name: str
    description: str
    type: PolicyType
    content: str
    guardrails: tuple[str, ...] = ()
    """The name of the guardrail of each statement; of a policy without statements, the only guardrail."""
