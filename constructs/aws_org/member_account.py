"""A member account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.organizations_account import OrganizationsAccount
from constructs import Construct

from aws_org.terraform_text import literal
from foundation.names import ACCESS_ROLE


class MemberAccount(Construct):
    """
    An AWS account that the organization creates.

    Creating it cannot be undone: an account can only be closed, which takes 90 days, and its e-mail address cannot be
    used again. So Terraform does not destroy it, and ignores a changed e-mail address, name, role name or billing flag,
    which would replace the account: change those in AWS. Another `parent_id` moves the account. This protection lasts
    while the construct exists; `OrgRoot` also protects an account whose construct is removed.
    `logical_id` is the name of the resource in Terraform.
    """

    account_id: str
    resource: OrganizationsAccount

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        email: str,
        parent_id: str,
        billing_access: bool = False,
        role_name: str = ACCESS_ROLE,
        tags: Mapping[str, str] | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id)
        self.resource = OrganizationsAccount(
            self,
            "account",
            name=literal(name),
            email=literal(email),
            parent_id=parent_id,
            role_name=role_name,
            iam_user_access_to_billing="ALLOW" if billing_access else "DENY",
            close_on_deletion=False,
            tags=tags or None,
            depends_on=depends_on or None,
            lifecycle=TerraformResourceLifecycle(
                prevent_destroy=True, ignore_changes=["email", "iam_user_access_to_billing", "name", "role_name"]
            ),
        )
        if logical_id is not None:
            self.resource.override_logical_id(logical_id)
        self.account_id = self.resource.id
