"""The caller of a request, with the condition keys that AWS derives from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.model.accounts import Account
from access.model.policies import Policy

Context = Mapping[str, "str | tuple[str, ...]"]


@dataclass(frozen=True)
class Caller:
    """
    A user, a role session, a root user, an AWS service or an outside principal, signed in in one way.

    `context` holds the global condition keys that AWS derives from the caller; it lacks a key that AWS would not send.
    """

    principal: str
    """The ARN of the user or session, the name of a service, or `*` for an anonymous caller."""
    label: str
    """The name in messages: `myuser with MFA`."""
    account: Account | None
    """The caller's account; None for services and for callers outside of the organization."""
    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    context: Context = field(default_factory=dict[str, "str | tuple[str, ...]"])
    is_service_linked: bool = False

    @property
    def bound_by_scps(self) -> bool:
        """
        True when service control policies bind it: not in the management account, no service-linked role, no service.

        Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
        """
        return self.account is not None and not self.account.is_management and not self.is_service_linked
