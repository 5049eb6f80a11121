"""The stack of an account's Terraform state."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.iam_account_alias import IamAccountAlias
from constructs import Construct

import aws_org
from foundation.names import ACCESS_ROLE, BOOTSTRAP, ORG_ROOT
from organization.model import Organization
from stacks.account_stack import LOCK_TABLE, AccountStack
from stacks.org_root_stack import OrgRootStack


class BootstrapStack(AccountStack):
    """
    The first resources of an account: its alias, and the bucket that holds the state of its stacks.

    The management account's is the first stack of all, without `org_root`. With one central bucket, the others create
    only the alias. Once an account has its own bucket, every plan without it is stopped.
    """

    def __init__(
        self, scope: Construct, key: str, *, organization: Organization, org_root: OrgRootStack | None = None
    ) -> None:
        super().__init__(scope, key, organization, prefix=BOOTSTRAP)
        self._guard = aws_org.DestroyGuard(self, "protected")
        if org_root is None:
            self.provider()
            self._state_backend(account_id=DataAwsCallerIdentity(self, "management-account").account_id)
        else:
            account_id = org_root.account_ids[key]
            self.provider(aws_org.CrossAccountRole.arn_for(account_id, ACCESS_ROLE))
            if organization.deployment.state.mode == "account":
                self._state_backend(account_id=account_id, trusted_account_id=org_root.management_account_id)
        IamAccountAlias(self, "alias", account_alias=organization.alias(key))
        self.origins.add(["alias"], ("name",))
        for construct in ("protected", "state"):
            self.origins.add([construct], ("deployment", "state"))
        self.sign_in_outputs()

    def _state_backend(self, *, account_id: str, trusted_account_id: str | None = None) -> None:
        organization = self.organization
        backend = aws_org.StateBackend(
            self,
            "state",
            bucket_name=organization.state_bucket(self.key),
            log_bucket_name=organization.state_log_bucket(self.key),
            account_id=account_id,
            trusted_account_id=trusted_account_id,
            deployer_role=ACCESS_ROLE if trusted_account_id else None,
            stacks=[BOOTSTRAP + self.key, self.key],
            lock_table=LOCK_TABLE if self.key == ORG_ROOT and organization.deployment.state.dynamodb_table else None,
            provider=self.in_region(organization.state_region),
        )
        self._guard.keep("state-bucket", organization.state_bucket(self.key))
        self.output("state_bucket", backend.bucket.bucket_name, "Where the state of the account's stacks is.")
        self.output("state_log_bucket", backend.log_bucket.bucket_name, "The record of who read and changed it.")
