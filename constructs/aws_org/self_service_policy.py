"""The policy for users' own sign-in."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from constructs import Construct

import policies
from aws_org.terraform_text import literal


class SelfServicePolicy(Construct):
    """
    The policy that lets IAM users enrol their own MFA device and manage their password and access keys.

    Without it no user can enrol the MFA device that roles demand. It denies every other action without MFA, so attach
    it only to users who are people.
    """

    policy_arn: str

    def __init__(self, scope: Construct, id: str, *, name: str = "self-service") -> None:
        super().__init__(scope, id)
        self.policy_arn = IamPolicy(
            self,
            "policy",
            name=name,
            description="Own password, access keys and MFA device; without MFA nothing else.",
            policy=literal(policies.self_service()),
        ).arn
