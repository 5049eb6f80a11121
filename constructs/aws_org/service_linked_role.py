"""A service-linked role."""

from __future__ import annotations

from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.iam_service_linked_role import IamServiceLinkedRole
from constructs import Construct


class ServiceLinkedRole(Construct):
    """
    The role with which an AWS service acts in an account, with a policy that AWS defines.

    A service has one such role in an account. Using the service in the console creates it: IAM then rejects creating it
    again, and it must be imported. No service control policy binds it. IAM deletes it only when the service no longer
    needs it.
    """

    role_arn: str
    resource: IamServiceLinkedRole

    def __init__(self, scope: Construct, id: str, *, service: str, provider: TerraformProvider | None = None) -> None:
        super().__init__(scope, id)
        self.resource = IamServiceLinkedRole(self, "role", aws_service_name=service, provider=provider)
        self.role_arn = self.resource.arn
