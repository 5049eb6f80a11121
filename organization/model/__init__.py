"""
The types of `organization.yaml`.

The rules about values are in `organization.rules`. The docstrings become descriptions in `organization.schema.json`,
which editors show.
"""

from organization.model.base import OneOrMore, Short, Switch
from organization.model.deployment import Deployment, State
from organization.model.guardrails import Guardrail
from organization.model.organization import Organization
from organization.model.people import Group, OrgRootAdmins, PasswordPolicy, Responder, Role
from organization.model.services import (
    AccessAnalyzer,
    AccountDefaults,
    AlternateContacts,
    CloudTrail,
    Config,
    Contact,
    GuardDuty,
    RootSignInAlarm,
)
from organization.model.tree import Account, OrganizationalUnit

__all__ = [
    "AccessAnalyzer",
    "Account",
    "AccountDefaults",
    "AlternateContacts",
    "CloudTrail",
    "Config",
    "Contact",
    "Deployment",
    "Group",
    "GuardDuty",
    "Guardrail",
    "OneOrMore",
    "OrgRootAdmins",
    "Organization",
    "OrganizationalUnit",
    "PasswordPolicy",
    "Responder",
    "Role",
    "RootSignInAlarm",
    "Short",
    "State",
    "Switch",
]
