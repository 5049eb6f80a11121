"""Amazon Resource Names of the partition `aws`."""

from __future__ import annotations

ACCOUNT_NUMBER_LENGTH = 12


def role_arn(account_id: str, role_name: str) -> str:
    """Return the ARN of a role with the path /."""
    return f"arn:aws:iam::{account_id}:role/{role_name}"


def account_root_arn(account_id: str) -> str:
    """Return the principal of a whole account, whose own IAM policies then decide who may act."""
    return f"arn:aws:iam::{account_id}:root"


def managed_policy_arn(name: str) -> str:
    """Return the ARN of an AWS managed policy, by its name with its path: ``job-function/ViewOnlyAccess``."""
    return f"arn:aws:iam::aws:policy/{name}"
