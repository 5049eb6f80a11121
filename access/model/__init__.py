"""The access model of an organization: accounts, the tree above them, principals, resources, policies."""

from access.model.accounts import Account, Target
from access.model.organization import Organization
from access.model.policies import FULL_AWS_ACCESS, Policy, PolicyKind
from access.model.principals import Group, Principal, Role, User
from access.model.resources import Resource

__all__ = [
    "FULL_AWS_ACCESS",
    "Account",
    "Group",
    "Organization",
    "Policy",
    "PolicyKind",
    "Principal",
    "Resource",
    "Role",
    "Target",
    "User",
]
