"""A role for principals of another account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct

import policies
from aws_org.terraform_text import literal


class CrossAccountRole(Construct):
    """
    A role in a trusting account for users of a trusted account, who sign in there with MFA.

    The trusted account's own policies decide which users may assume the role. So a principal that may create MFA
    devices or policies there can gain access to it. The role cannot be assumed from another role: a role session
    carries no MFA. A changed `role_name` replaces the role and its unique id, which resource policies elsewhere may
    refer to.
    """

    role_arn: str

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        role_name: str,
        trusted_account_id: str,
        require_mfa: bool = True,
        organization_id: str | None = None,
        max_session_duration: int = 3600,
        managed_policy_arns: Sequence[str] = (),
        inline_policies: Mapping[str, str] | None = None,
        permissions_boundary: str | None = None,
        description: str | None = None,
    ) -> None:
        super().__init__(scope, id)

        trust = policies.trust_account(trusted_account_id, require_mfa=require_mfa, organization_id=organization_id)
        role = IamRole(
            self,
            "role",
            name=role_name,
            description=description,
            assume_role_policy=literal(trust),
            max_session_duration=max_session_duration,
            permissions_boundary=permissions_boundary,
        )
        reference = role.name
        for arn in managed_policy_arns:
            IamRolePolicyAttachment(self, f"policy-{arn.rpartition('/')[2]}", role=reference, policy_arn=arn)
        for name, content in (inline_policies or {}).items():
            IamRolePolicy(self, f"inline-{name}", name=name, role=reference, policy=literal(content))

        self.role_arn = role.arn

    @staticmethod
    def arn_for(account_id: str, role_name: str) -> str:
        """Return the ARN of such a role, for policies in other accounts. `account_id` may refer to another stack."""
        return policies.role_arn(account_id, role_name)
