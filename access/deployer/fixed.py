"""The calls of every deployment, independent of its stacks: for the state, and those of `bin/cdktf` beforehand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FixedCall:
    """An action, its resource and its purpose."""

    action: str
    resource: str
    """`bucket`, `state` (the state's object), `lock` (the object beside it), `role`, or `*`."""
    purpose: str


STATE_CALLS = (
    FixedCall("s3:ListBucket", "bucket", "to look for workspaces"),
    FixedCall("s3:GetObject", "state", "to read the state"),
    FixedCall("s3:PutObject", "state", "to write the state"),
    FixedCall("s3:GetObject", "lock", "to see who holds the lock"),
    FixedCall("s3:PutObject", "lock", "to take the lock"),
    FixedCall("s3:DeleteObject", "lock", "to give the lock back"),
)
"""
Calls of Terraform's backend `s3` with `use_lockfile`; the lock is the state's key with ``.tflock``.

Source: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required (1.11), and recorded calls.
A state that the stack only reads (`terraform_remote_state`) needs the first two.
"""

TOOLCHAIN_CALLS = (
    FixedCall("s3:ListAllMyBuckets", "*", "to see whether a state's bucket is the account's own"),
    FixedCall("s3:ListBucket", "bucket", "to see whether a state's bucket exists"),
    FixedCall("s3:GetObject", "state", "to learn an account's number from the state of another stack"),
    FixedCall("iam:ListAccountAliases", "*", "to see whether the account has the alias already"),
    FixedCall("organizations:DescribeOrganization", "*", "to see whether the account is in an organization already"),
    FixedCall("dynamodb:DescribeTable", "*", "to see whether a table of locks exists, where the stack has one"),
)
"""Calls of `bin/cdktf` before it deploys a stack that creates a state bucket (see `live/state_account.py`)."""
