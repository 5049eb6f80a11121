"""The decision about a request, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from access.model.policies import Policy
from policies.reading import Statement

Result = Literal["allowed", "explicitly denied", "implicitly denied", "undecided"]


@dataclass(frozen=True)
class Reason:
    """A statement that decided, or a layer in which no statement allows the request."""

    layer: str
    """`SCP of root`, `identity policy`, `trust policy`, `permissions boundary`, …"""
    effect: Literal["Allow", "Deny", "no Allow"]
    policy: Policy | None = None
    statement: int | None = None
    """The statement's place in the policy, from 1."""
    blocking: bool = False
    """True when the request would be allowed without this reason."""

    @property
    def sid(self) -> str:
        """The statement's name: its Sid, or else its place."""
        if self.policy is None or self.statement is None:
            return ""
        return self.policy.statement_name(self.statement)

    @property
    def said(self) -> Statement:
        """The statement itself."""
        if self.policy is None or self.statement is None:
            return {}
        return self.policy.statements[self.statement - 1]


@dataclass(frozen=True)
class Verdict:
    """The decision about a request. `reasons` are filled only when they were requested."""

    result: Result
    reasons: tuple[Reason, ...] = ()
    problem: str = ""
    """The reason why it is undecided."""

    @property
    def allowed(self) -> bool:
        """True when the request is allowed."""
        return self.result == "allowed"
