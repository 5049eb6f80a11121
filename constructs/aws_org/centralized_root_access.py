"""Root users of member accounts, looked after from the management account."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_organizations_features import IamOrganizationsFeatures
from constructs import Construct


class CentralizedRootAccess(Construct):
    """
    Takes the root users of member accounts out of their hands: new accounts have no password and no keys for them.

    What only a root user can do is done from the management account in sessions of fifteen minutes. Root passwords and
    keys that exist stay until somebody deletes them. IAM must have trusted access: wait for the organization with
    `depends_on`. When the construct is taken away, the features are switched off, and a root user's password can be
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
