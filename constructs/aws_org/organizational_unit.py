"""An organizational unit."""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.organizations_organizational_unit import OrganizationsOrganizationalUnit
from constructs import Construct

from aws_org.terraform_text import literal


class OrganizationalUnit(Construct):
    """
    A container of accounts and of further organizational units.

    AWS deletes an OU only when it is empty. The id of the construct is part of the address in Terraform's state: with
    another id, Terraform creates a new OU, moves the accounts into it and deletes the old one.
    """

    ou_id: str
    resource: OrganizationsOrganizationalUnit

    def __init__(self, scope: Construct, id: str, *, name: str, parent_id: str) -> None:
        super().__init__(scope, id)
        self.resource = OrganizationsOrganizationalUnit(
            self,
            "ou",
            name=literal(name),
            parent_id=parent_id,
            lifecycle=TerraformResourceLifecycle(
                create_before_destroy=True
            ),  # accounts must leave before it is deleted
        )
        self.ou_id = self.resource.id
