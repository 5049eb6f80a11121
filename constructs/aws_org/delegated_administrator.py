"""A delegated administrator of a service."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.organizations_delegated_administrator import OrganizationsDelegatedAdministrator
from constructs import Construct

from aws_org.service_linked_role import ServiceLinkedRole

NEEDS_ROLE = frozenset({"access-analyzer.amazonaws.com"})
"""
Services whose service-linked role must exist in the management account before an administrator is registered.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-delegated-administrator.html (2026-11-22).
"""


class DelegatedAdministrator(Construct):
    """
    A member account that the management account registers as administrator of a service for the whole organization.

    The service must have trusted access: wait for the organization with `depends_on`. GuardDuty has an API of its own,
    see `GuardDutyAdministrator`. Removing the construct ends the administration: Access Analyzer disables its analyzers
    of the organization, and Config stops aggregating. A delegated administrator cannot leave the organization.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        service: str,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        super().__init__(scope, id)
        roles = [ServiceLinkedRole(self, "role", service=service).resource] if service in NEEDS_ROLE else []
        OrganizationsDelegatedAdministrator(
            self, "administrator", account_id=account_id, service_principal=service, depends_on=[*depends_on, *roles]
        )
