"""Policies attached to groups: the roles that members may assume, and the management of their own sign-in."""

from __future__ import annotations

from collections.abc import Sequence

from policies.arns import ACCOUNT_NUMBER_LENGTH
from policies.document import document

MANAGED_POLICY_SIZE = 6_144
"""
Characters of a managed policy without white space.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11-22).
"""

_OWN_USER = "arn:aws:iam::*:user/${aws:username}"
_OWN_MFA = "arn:aws:iam::*:mfa/*"

_BEFORE_MFA = [
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetAccountPasswordPolicy",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ListVirtualMFADevices",
    "iam:ResyncMFADevice",
    "sts:AssumeRole",
    "sts:GetSessionToken",
]


def assume_roles(roles: Sequence[tuple[str, str]]) -> list[str]:
    """
    Allow assuming roles, each given as account number and role name, in as many policies as IAM's size limit demands.

    The policies list the destination roles one by one: the session of an intermediate role has no MFA, so it could not
    assume them. The order of the roles is kept, so adding a role at the end changes only the last policy.
    """
    room = MANAGED_POLICY_SIZE - len(_assume([]))
    policies: list[list[str]] = []
    used = room + 1
    for account_id, role_name in roles:
        cost = len(f'"arn:aws:iam::{"0" * ACCOUNT_NUMBER_LENGTH}:role/{role_name}",')
        if used + cost > room:
            policies.append([])
            used = 0
        policies[-1].append(f"arn:aws:iam::{account_id}:role/{role_name}")
        used += cost
    return [_assume(arns) for arns in policies]


def _assume(role_arns: Sequence[str]) -> str:
    return document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role_arns})


def self_service() -> str:
    """
    Allow users to manage their own sign-in: change the password, enrol MFA and, with MFA, rotate access keys.

    Without MFA every other action is denied, regardless of other policies. Only a console session can enrol an MFA
    device: requests signed with an access key carry no MFA context key, so the finder of an access key cannot.
    The denial has two deliberate exceptions:

    - ``iam:ChangePassword``: otherwise a first password that must be changed at sign-in could not be changed. A person
      with the password of a user without MFA could enrol a device anyway.
    - ``sts:AssumeRole``: AWS does not document whether the device given in the call itself counts for this statement.
      Every role of this project demands MFA in its own trust policy, so the exception grants nothing.

    `aws login`, which replaces access keys, needs the actions of AWS's policy SignInLocalDevelopmentAccess.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
    (2026-11-22). Users have the path /, as the variable in the user's ARN demands.
    """
    return document(
        {
            "Sid": "SeeWhatSigningInNeeds",
            "Effect": "Allow",
            "Action": ["iam:GetAccountPasswordPolicy", "iam:GetAccountSummary", "iam:ListVirtualMFADevices"],
            "Resource": "*",
        },
        {
            "Sid": "ManageOwnPasswordAndKeys",
            "Effect": "Allow",
            "Action": [
                "iam:ChangePassword",
                "iam:CreateAccessKey",
                "iam:DeleteAccessKey",
                "iam:GetAccessKeyLastUsed",
                "iam:GetLoginProfile",
                "iam:GetUser",
                "iam:ListAccessKeys",
                "iam:UpdateAccessKey",
            ],
            "Resource": _OWN_USER,
        },
        {
            "Sid": "EnrolOwnMFA",
            "Effect": "Allow",
            "Action": ["iam:EnableMFADevice", "iam:GetMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
            "Resource": _OWN_USER,
        },
        {
            "Sid": "CreateMFADevice",
            "Effect": "Allow",
            "Action": ["iam:CreateVirtualMFADevice"],
            "Resource": _OWN_MFA,
        },
        {
            "Sid": "SignInToTheCommandLine",
            "Effect": "Allow",
            "Action": ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
            "Resource": "arn:aws:signin:*:*:oauth2/public-client/*",
        },
        {
            "Sid": "RemoveOwnMFAOnlyWithMFA",
            "Effect": "Allow",
            "Action": ["iam:DeactivateMFADevice", "iam:DeleteVirtualMFADevice"],
            "Resource": [_OWN_USER, "arn:aws:iam::*:mfa/${aws:username}"],
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        },
        {
            "Sid": "EnrolMFAOnlyWhenSignedIn",
            "Effect": "Deny",
            "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
            "Resource": "*",
            "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}},
        },
        {
            "Sid": "DenyTheRestWithoutMFA",
            "Effect": "Deny",
            "NotAction": _BEFORE_MFA,
            "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        },
    )
