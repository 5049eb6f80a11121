"""Users, groups and roles, with the policies that apply to them."""

from __future__ import annotations

from dataclasses import dataclass

from access.model.policies import Policy
from terraform_json.origin import Origin


@dataclass(frozen=True)
class Group:
    """A group of IAM users."""

    account: str
    """Number of the group's account."""
    name: str
    policies: tuple[Policy, ...]
    origin: Origin


@dataclass(frozen=True)
class User:
    """An IAM user; `policies` are the user's own and those of the user's groups."""

    account: str
    name: str
    arn: str
    policies: tuple[Policy, ...]
    boundary: Policy | None
    groups: tuple[Group, ...]
    origin: Origin


@dataclass(frozen=True)
class Role:
    """An IAM role."""

    account: str
    name: str
    arn: str
    policies: tuple[Policy, ...]
    boundary: Policy | None
    trust: Policy
    origin: Origin
    is_access_role: bool = False
    """True for the role that AWS creates in a new account for the management account."""
    is_service_linked: bool = False


Principal = User | Role
