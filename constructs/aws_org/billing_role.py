"""The billing role."""

from __future__ import annotations

from constructs import Construct

from aws_org.cross_account_role import CrossAccountRole
from policies import billing


class BillingRole(CrossAccountRole):
    """
    A role in the management account with which users of the id account see the bills of the whole organization.

    It allows read actions only. IAM policies apply to billing only after the root user of the management account has
    activated IAM access to it once, for which AWS has no API.
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
