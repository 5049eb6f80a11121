"""Who makes a request, with what AWS knows of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from access.model.accounts import Account
from access.model.policies import Policy

Context = Mapping[str, "str | tuple[str, ...]"]


@dataclass(frozen=True)
class Caller:
    """
    A user, a role's session, a root user, an AWS service or somebody from outside, in one way of being signed in.

    `context` has the global condition keys that AWS derives from the caller; a key that AWS would not send is absent.
    """

    principal: str
    """The ARN of the user or of the session, the name of a service, or `*` for somebody who signs nothing."""
    label: str
    """How people call it: `myuser with MFA`."""
    account: Account | None
    """Its account; none for services and for whoever is outside of the organization."""
    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    context: Context = field(default_factory=dict[str, "str | tuple[str, ...]"])
    is_service_linked: bool = False

    @property
    def bound_by_scps(self) -> bool:
        """
        Whether service control policies bind it: neither the management account nor service-linked roles nor services.

        Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11-22).
        """
        return self.account is not None and not self.account.is_management and not self.is_service_linked
