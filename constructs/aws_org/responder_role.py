"""The role for access to a quarantined account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs import Construct

from aws_org.cross_account_role import CrossAccountRole


class ResponderRole(CrossAccountRole):
    """
    The role with which users of the id account investigate an account after an incident, also in quarantine.

    The policies of a `SuspendedOU` exempt a role of this name. So the role must exist before the quarantine, and no
    principal of the account may be able to change it, or that principal could keep access. It always demands MFA.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trusted_account_id: str,
        organization_id: str,
        role_name: str = "responder",
        managed_policy_arns: Sequence[str] = (),
        inline_policies: Mapping[str, str] | None = None,
        max_session_duration: int = 3600,
    ) -> None:
        super().__init__(
            scope,
            id,
            role_name=role_name,
            description="Looks into the account after an incident, also in quarantine.",
            trusted_account_id=trusted_account_id,
            organization_id=organization_id,
            max_session_duration=max_session_duration,
            managed_policy_arns=managed_policy_arns,
            inline_policies=inline_policies,
        )
