"""Requests to assume a role."""

from __future__ import annotations

from collections.abc import Mapping

from access.condition_keys import contexts
from access.decision import Caller, Request
from access.model.organization import Organization
from access.model.principals import Role

Context = Mapping[str, "str | tuple[str, ...]"]
ASSUME_ROLE = "sts:AssumeRole"


def assume(organization: Organization, caller: Caller, role: Role, context: Context | None = None) -> Request:
    """Return the request to assume a role."""
    name = caller.context.get("aws:username", "session")
    return Request(
        caller=caller,
        action=ASSUME_ROLE,
        resource=role.arn,
        account=organization.accounts[role.account],
        policy=role.trust,
        context={"sts:RoleSessionName": name, **(context or {})},
    )


def assumptions(organization: Organization, caller: Caller, role: Role) -> tuple[Request, ...]:
    """Return requests to assume a role, one for each context that its trust policy asks for and a caller can choose."""
    return tuple(assume(organization, caller, role, context) for context in contexts((role.trust,)))
