"""The organization as its policies see it: accounts, the tree above them, principals, resources, policies."""

from access.model.accounts import ROOT_USER, Account, Target
from access.model.organization import Organization, Unresolved
from access.model.policies import FULL_AWS_ACCESS, Origin, Policy, PolicyKind
from access.model.principals import Group, Principal, Role, User
from access.model.resources import Resource

__all__ = [
    "FULL_AWS_ACCESS",
    "ROOT_USER",
    "Account",
    "Group",
    "Organization",
    "Origin",
    "Policy",
    "PolicyKind",
    "Principal",
    "Resource",
    "Role",
    "Target",
    "Unresolved",
    "User",
]
