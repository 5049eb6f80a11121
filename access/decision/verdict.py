"""What a request came to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from access.model.policies import Policy
from policies.reading import Statement

_NO_REQUEST = "no.resource.types"
Result = Literal["allowed", "explicitly denied", "implicitly denied", "undecided"]


@dataclass(frozen=True)
class Reason:
    """One statement that decided, or a layer in which no statement allows the request."""

    layer: str
    """`SCP of root`, `identity policy`, `trust policy`, `permissions boundary`, …"""
    effect: Literal["Allow", "Deny", "no Allow"]
    policy: Policy | None = None
    statement: int | None = None
    """The statement's place in the policy, from 1."""
    blocking: bool = False
    """Whether the request would be allowed but for this."""

    @property
    def sid(self) -> str:
        """The statement's name: its Sid, or its place."""
        if self.policy is None or self.statement is None:
            return ""
        return str(self.said.get("Sid") or f"statement {self.statement}")

    @property
    def said(self) -> Statement:
        """The statement itself."""
        if self.policy is None or self.statement is None:
            return {}
        return self.policy.statements[self.statement - 1]


@dataclass(frozen=True)
class Verdict:
    """Whether a request is allowed. `reasons` only has something when they were asked for."""

    result: Result
    reasons: tuple[Reason, ...] = ()
    problem: str = ""
    """Why it could not be decided."""

    @property
    def allowed(self) -> bool:
        """Whether the request is allowed."""
        return self.result == "allowed"

    @property
    def is_no_request(self) -> bool:
        """Whether AWS never asks this: the action is about no resource of that kind."""
        return self.problem.startswith(_NO_REQUEST)
