"""Centralized root access to member accounts."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_organizations_features import IamOrganizationsFeatures
from constructs import Construct


class CentralizedRootAccess(Construct):
    """
    Centralizes root access to member accounts: root users of new accounts have no password and no access keys.

    The management account performs tasks that only a root user may perform, in sessions of fifteen minutes. Existing
    root passwords and keys remain until an administrator deletes them. IAM must have trusted access: wait for the
    organization with `depends_on`. Removing the construct disables the features; a root user's password can then be
    recovered by e-mail again.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html (2026-11-22).
    """

    resource: IamOrganizationsFeatures

    def __init__(self, scope: Construct, id: str, *, depends_on: Sequence[ITerraformDependable] = ()) -> None:
        super().__init__(scope, id)
        self.resource = IamOrganizationsFeatures(
            self,
            "features",
            enabled_features=["RootCredentialsManagement", "RootSessions"],
            depends_on=depends_on or None,
        )
