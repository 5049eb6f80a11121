"""Fixed names: keys of `organization.yaml`, and their names in stacks and in AWS."""

from __future__ import annotations

ORG_ROOT = "org-root"
"""Key of the management account, and name of its stack."""
ID = "id"
"""Key of the account that holds users and groups."""
INFRA = "infra"
"""Key of the account of the shared infrastructure."""
BOOTSTRAP = "bootstrap-"
"""Prefix of the stack that creates an account's state backend: `bootstrap-<account>`."""
ACCESS_ROLE = "OrganizationAccountAccessRole"
"""
Name of the role that AWS creates in each new member account, for the management account to assume.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html (2026-11-22).
"""
ADMIN_ROLE = "admin"
"""Name of the administrators' role in the management account."""
ADMIN_GROUP = "admins"
"""Name of the group of administrators in the management account."""
ADMIN_SUFFIX = f".{ORG_ROOT}"
"""Ending of an administrator's user name: `ann.org-root`."""


def bootstrap_stack(account: str) -> str:
    """Return the name of the stack that creates an account's state backend."""
    return f"{BOOTSTRAP}{account}"


def account_of_stack(stack: str) -> str:
    """Return the key of the account that a stack belongs to."""
    return stack.removeprefix(BOOTSTRAP)


def state_file(stack: str) -> str:
    """Return the name of a stack's local state, beside `organization.yaml`."""
    return f"terraform.{stack}.tfstate"


def state_key(stack: str) -> str:
    """Return the key of a stack's state in its bucket."""
    return f"{stack}/terraform.tfstate"


def fingerprint_file(stack: str) -> str:
    """Return the name of a stack's fingerprint, beside its local state."""
    return f"{state_file(stack)}.fingerprint"


def fingerprint_key(stack: str) -> str:
    """Return the key of a stack's fingerprint, beside its state in the bucket."""
    return f"{state_key(stack)}.fingerprint"
