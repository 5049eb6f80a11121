"""A request: the caller, the action, the resource and the context."""

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
    """In the form of policies: `s3:GetObject`."""
    resource: str
    """The ARN that AWS checks, or `*`."""
    account: Account | None
    """The resource's account; None outside of the organization."""
    policy: Policy | None = None
    """The resource policy; for a role, its trust policy."""
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, "str | tuple[str, ...]"])
    """Further condition keys, which override the derived ones."""
    without: frozenset[str] = frozenset()
    """Keys, in lower case, that the request lacks although most have them: `aws:sourceip` from a VPC endpoint."""

    def __str__(self) -> str:
        return f"{self.caller.label}: {self.action} on {self.resource}"
