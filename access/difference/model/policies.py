"""Changes of policies, statement by statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Statement = dict[str, Any]
Existence = Literal["comes", "goes", "changes"]
Rights = Literal["the same", "wider", "narrower", "different", "not decided"]
"""What a set of policies allows, compared with another one."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that is added, removed or changed."""

    name: str
    change: Literal["added", "removed", "changed"]
    details: tuple[str, ...]
    """The statement as text, or its changes, element by element."""
    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy that is attached, detached or changed."""

    name: str
    kind: str
    """`identity`, `inline`, `boundary`, `trust` or `resource`."""
    change: Literal["added", "removed", "changed"]
    statements: tuple[StatementChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """A resource with a resource policy that is added or removed, or whose policy changes."""

    type: str
    name: str
    account: str
    region: str
    change: Existence
    statements: tuple[StatementChange, ...]
    before_name: str = ""
    """Its former name, if different: another name means another resource."""
