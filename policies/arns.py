"""Amazon Resource Names of the partition `aws`."""

from __future__ import annotations

ACCOUNT_NUMBER_LENGTH = 12


def role_arn(account_id: str, role_name: str) -> str:
    """The ARN of a role with the path /."""
    return f"arn:aws:iam::{account_id}:role/{role_name}"


def account_root_arn(account_id: str) -> str:
    """The principal that stands for a whole account: its own IAM policies say who in it may do the thing."""
    return f"arn:aws:iam::{account_id}:root"


def managed_policy_arn(name: str) -> str:
    """The ARN of a policy that AWS manages, by its name with its path: ``job-function/ViewOnlyAccess``."""
    return f"arn:aws:iam::aws:policy/{name}"
