"""An account that administers a service for the organization."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.organizations_delegated_administrator import OrganizationsDelegatedAdministrator
from constructs import Construct

from aws_org.service_linked_role import ServiceLinkedRole

NEEDS_ROLE = frozenset({"access-analyzer.amazonaws.com"})
"""
Services that want their role in the management account before an account is registered through Organizations.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-delegated-administrator.html (2026-11-22).
"""


class DelegatedAdministrator(Construct):
    """
    A member account that administers a service for the whole organization, made so by the management account.

    The service must have trusted access: wait for the organization with `depends_on`. GuardDuty is not among these: it
    names its own, see `GuardDutyAdministrator`. Taken away, what the account does there ends: Access Analyzer disables
    its analyzers of the organization, Config aggregates no more. An account cannot leave as long as it is one.
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
