"""Settings of the deployment."""

from __future__ import annotations

from typing import Literal

from organization.model.base import Model, Region, Short


class State(Short):
    """Location of Terraform's state. S3 itself locks it."""

    mode: Literal["account", "central", "local"] = "account"
    """
    account: one bucket in each account, created by its stack bootstrap-<account>. central: one bucket in org-root,
    created by bootstrap-org-root. local: files beside this one, for trials.
    """
    bucket: str | None = None
    """Name of the central bucket. Default: <alias of org-root>-tf-state-<region>."""
    region: Region | None = None
    """Region of the buckets. Default: the home region."""
    dynamodb_table: bool = False
    """True to lock the state with a DynamoDB table too, which Terraform before 1.10 needs."""

    short_forms = [{"type": "string", "enum": ["account", "central", "local"]}]
    short_field = "mode"


class Deployment(Model):
    """Settings of the deployment."""

    state: State = State()
    """Location of Terraform's state."""
    provider_version: str = ">= 5.100.0, < 7.0.0"
    """Supported versions of the AWS provider, as a Terraform version constraint."""
