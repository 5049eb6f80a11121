"""Guardrails that protect roles from changes."""

from __future__ import annotations

from collections.abc import Sequence

from policies.document import Statement
from policies.guardrails.model import Context, Guardrail, Values, deny, role_arns, unless_exempt
from policies.guardrails.parameters import ROLES

_CHANGES = [
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
]
"""Actions that change a role, including creating it: a new role of an exempt name would be exempt everywhere."""


def _protect(names: Sequence[str], context: Context) -> tuple[Statement, ...]:
    return (deny(_CHANGES, role_arns(names), unless_exempt(context)),) if names else ()


def _protect_roles(values: Values, context: Context) -> tuple[Statement, ...]:
    return _protect(values["roles"], context)


def _protect_deployment_roles(_: Values, context: Context) -> tuple[Statement, ...]:
    return _protect(context.exempt_roles, context)


PROTECT_ROLES = Guardrail(
    name="protect-roles",
    stops="Creating, changing and deleting these roles and their trust policies.",
    breaks="Creating roles of these names by hand or with another tool.",
    recommended="OUs whose accounts hold these roles",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    parameters=(ROLES,),
    protects=True,
    room=1_000,
    build=_protect_roles,
)

PROTECT_DEPLOYMENT_ROLES = Guardrail(
    name="protect-deployment-roles",
    stops="Creating, changing and deleting the exempt roles and the responder's, which the other guardrails exempt.",
    breaks="Services that create a role of such a name.",
    recommended="root, whenever a guardrail that exempts these roles is in use",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html",
    protects=True,
    room=1_000,
    build=_protect_deployment_roles,
)
