"""The source of a user's keys: an option of the commands that write profiles."""

from __future__ import annotations

from enum import StrEnum


class KeySource(StrEnum):
    """The source of an IAM user's keys: `aws configure`, aws-vault, or `aws login`."""

    CLI = "cli"
    AWS_VAULT = "aws-vault"
    LOGIN = "login"
