"""Policies attached to groups: which roles their people may assume, and how they look after their own sign-in."""

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
    Permission to assume roles, each given as account number and role name: as many policies as IAM's size demands.

    The destination roles are listed one by one. A relay role on the way could never meet their demand for MFA.
    The policies are filled in the order of the roles, so that adding one at the end changes the last policy only.
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
    What everybody may do with their own user: change the password, enrol MFA, and with MFA rotate access keys.

    Without MFA everything else is denied, whatever other policies allow. A device is enrolled in the console: whoever
    finds an access key, with which requests carry no word of MFA, cannot add a device of their own and pass for the
    user.
    Two exceptions from the denial are on purpose:

    - ``iam:ChangePassword``: a first password that must be changed at sign-in would otherwise be a dead end. Whoever
      holds a password without MFA could enrol a device of their own anyway.
    - ``sts:AssumeRole``: it is documented nowhere whether the device given with the call itself counts for this
      statement. Every role of this project demands MFA in its own trust policy, so nothing is opened by it.

    `aws login` needs what AWS's policy SignInLocalDevelopmentAccess allows, and is a way to do without access keys.

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
