"""Requests to assume a role."""

from __future__ import annotations

from collections.abc import Mapping

from access.decision import Caller, Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.patterns import wildcards
from access.model.organization import Organization
from access.model.principals import Role

Context = Mapping[str, "str | tuple[str, ...]"]
ASSUME_ROLE = "sts:AssumeRole"
ANY_NAME = wildcards("??*")
"""The form of a session's name: two characters or more."""


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


def assuming(organization: Organization, caller: Caller, role: Role, *, confirm: bool = True) -> Sought:
    """
    Return the requests of a caller to assume a role, under whatever name of the session.

    `confirm` is False if such a request is no counterexample, which the evaluator need not confirm.
    """
    return Sought(
        caller,
        organization.accounts[role.account],
        CATALOG.matching(ASSUME_ROLE),
        role.arn,
        policy=role.trust,
        shapes={"sts:rolesessionname": ANY_NAME},
        confirm=confirm,
    )
