"""How the organization is deployed."""

from __future__ import annotations

from typing import Literal

from organization.model.base import Model, Region, Short


class State(Short):
    """Where Terraform keeps its state. S3 itself locks it."""

    mode: Literal["account", "central", "local"] = "account"
    """
    account: a bucket in each account, made by its stack bootstrap-<account>; central: one bucket in org-root, made by
    bootstrap-org-root; local: files beside this one, for trying things out.
    """
    bucket: str | None = None
    """Name of the central bucket, <alias of org-root>-tf-state-<region> if not given."""
    region: Region | None = None
    """Region of the buckets, the home region if not given."""
    dynamodb_table: bool = False
    """Whether a DynamoDB table holds the lock too, as older versions of Terraform (before 1.10) need it."""

    short_forms = [{"type": "string", "enum": ["account", "central", "local"]}]
    short_field = "mode"


class Deployment(Model):
    """How the organization is deployed."""

    state: State = State()
    """Where Terraform keeps its state."""
    provider_version: str = ">= 5.100.0, < 7.0.0"
    """Versions of the AWS provider that may be used, as Terraform writes them."""
