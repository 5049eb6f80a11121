"""Where a user's keys come from: an option of the commands that write profiles, and what profiles depend on."""

from __future__ import annotations

from enum import StrEnum


class KeySource(StrEnum):
    """Where the keys of a person's own user come from: `aws configure`, aws-vault, or `aws login`."""

    CLI = "cli"
    AWS_VAULT = "aws-vault"
    LOGIN = "login"
