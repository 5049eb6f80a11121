"""A request: who wants to do what, to what, under which circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.decision.caller import Caller
from access.model.accounts import Account
from access.model.policies import Policy


@dataclass(frozen=True)
class Request:
    """A request to AWS."""

    caller: Caller
    action: str
    """As in policies: `s3:GetObject`."""
    resource: str
    """The ARN that AWS checks, or `*`."""
    account: Account | None
    """The account that the resource belongs to; none outside of the organization."""
    policy: Policy | None = None
    """The resource's own policy: of a role, its trust policy."""
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, "str | tuple[str, ...]"])
    """Further condition keys, which win over those that are derived."""

    def __str__(self) -> str:
        return f"{self.caller.label}: {self.action} on {self.resource}"
