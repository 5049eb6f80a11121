"""Policies that change, statement by statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Statement = dict[str, Any]
Existence = Literal["comes", "goes", "changes"]


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that was added to a policy, removed from it, or that says something else now."""

    name: str
    change: Literal["added", "removed", "changed"]
    details: tuple[str, ...]
    """What it says, or what changed, element by element."""
    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy that was attached, detached, or that says something else now."""

    name: str
    kind: str
    """`identity`, `inline`, `boundary`, `trust` or `resource`."""
    change: Literal["added", "removed", "changed"]
    statements: tuple[StatementChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """A resource with a policy of its own that comes, goes, or whose policy changes."""

    type: str
    name: str
    account: str
    region: str
    change: Existence
    statements: tuple[StatementChange, ...]
    before_name: str = ""
    """Its name before, where that differs: another name is another resource."""
