"""The role of those who look after the bills."""

from __future__ import annotations

from constructs import Construct

from aws_org.cross_account_role import CrossAccountRole
from policies import billing


class BillingRole(CrossAccountRole):
    """
    A role in the management account, in which people of the id account see the bills of the whole organization.

    It changes nothing, no payment method either. IAM has no say in billing until the root user of the management
    account has once activated IAM access to it; AWS has no API for that.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trusted_account_id: str,
        organization_id: str,
        role_name: str = "billing",
        max_session_duration: int = 3600,
        description: str | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            role_name=role_name,
            description=description or "People who see the bills of the organization.",
            trusted_account_id=trusted_account_id,
            organization_id=organization_id,
            max_session_duration=max_session_duration,
            inline_policies={"view-billing": billing.view_billing()},
        )
