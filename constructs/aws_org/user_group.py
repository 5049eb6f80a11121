"""A group of IAM users."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.iam_group import IamGroup
from cdktf_cdktf_provider_aws.iam_group_membership import IamGroupMembership
from cdktf_cdktf_provider_aws.iam_group_policy_attachment import IamGroupPolicyAttachment
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_user import IamUser
from constructs import Construct

import policies
from aws_org.terraform_text import literal


class UserGroup(Construct):
    """
    A group of IAM users, and the roles that they may assume.

    The membership is exclusive: Terraform removes users added to the group by other means. Each role is given as
    account number and role name. Its ARN is listed in as many policies as IAM's size limit demands.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        users: Sequence[IamUser],
        roles: Sequence[tuple[str, str]] = (),
        self_service_policy_arn: str,
    ) -> None:
        super().__init__(scope, id)

        group = IamGroup(self, "group", name=name).name
        IamGroupMembership(self, "members", name=f"{name}-members", group=group, users=[user.name for user in users])
        IamGroupPolicyAttachment(self, "self-service", group=group, policy_arn=self_service_policy_arn)
        for number, content in enumerate(policies.assume_roles(roles), start=1):
            suffix = "" if number == 1 else f"+{number}"  # the plus avoids the policy names of other groups
            policy = IamPolicy(
                self,
                f"assume-roles{suffix}",
                name=f"assume-roles{suffix}-{name}",
                description=f"The roles that the group {name} may assume.",
                policy=literal(content),
            )
            IamGroupPolicyAttachment(self, f"assume-roles{suffix}-attachment", group=group, policy_arn=policy.arn)
