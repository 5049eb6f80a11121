"""The self-service policy: actions on one's own user, and denials without MFA."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable
from typing import Any

import pytest

from policies import self_service

POLICY: dict[str, Any] = json.loads(self_service())
OWN_USER = "arn:aws:iam::*:user/${aws:username}"
WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def statement(sid: str) -> dict[str, Any]:
    (found,) = (statement for statement in POLICY["Statement"] if statement["Sid"] == sid)
    return {key: value for key, value in found.items() if key != "Sid"}


def test_the_policy_has_these_statements_and_no_others() -> None:
    assert POLICY["Version"] == "2012-10-17", "without it the policy variable would be plain text"
    assert [statement["Sid"] for statement in POLICY["Statement"]] == [
        "SeeWhatSigningInNeeds",
        "ManageOwnPasswordAndKeys",
        "EnrolOwnMFA",
        "CreateMFADevice",
        "SignInToTheCommandLine",
        "RemoveOwnMFAOnlyWithMFA",
        "EnrolMFAOnlyWhenSignedIn",
        "DenyTheRestWithoutMFA",
    ]


def test_every_user_may_read_what_sign_in_needs() -> None:
    assert statement("SeeWhatSigningInNeeds") == {
        "Effect": "Allow",
        "Action": ["iam:GetAccountPasswordPolicy", "iam:GetAccountSummary", "iam:ListVirtualMFADevices"],
        "Resource": "*",
    }


def test_every_user_may_manage_their_own_password_and_keys_only() -> None:
    assert statement("ManageOwnPasswordAndKeys") == {
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
        "Resource": OWN_USER,
    }


def test_every_user_may_enrol_their_own_mfa() -> None:
    assert statement("EnrolOwnMFA") == {
        "Effect": "Allow",
        "Action": ["iam:EnableMFADevice", "iam:GetMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
        "Resource": OWN_USER,
    }


def test_every_user_may_create_a_device_of_any_name() -> None:
    assert statement("CreateMFADevice") == {
        "Effect": "Allow",
        "Action": ["iam:CreateVirtualMFADevice"],
        "Resource": "arn:aws:iam::*:mfa/*",
    }


def test_every_user_may_use_aws_login() -> None:
    assert statement("SignInToTheCommandLine") == {
        "Effect": "Allow",
        "Action": ["signin:AuthorizeOAuth2Access", "signin:CreateOAuth2Token"],
        "Resource": "arn:aws:signin:*:*:oauth2/public-client/*",
    }


def test_a_device_is_removed_by_its_owner_only_and_only_with_mfa() -> None:
    assert statement("RemoveOwnMFAOnlyWithMFA") == {
        "Effect": "Allow",
        "Action": ["iam:DeactivateMFADevice", "iam:DeleteVirtualMFADevice"],
        "Resource": [OWN_USER, "arn:aws:iam::*:mfa/${aws:username}"],
        "Condition": WITH_MFA,
    }


def test_without_mfa_everything_is_denied_but_enrolling_it_and_signing_in() -> None:
    assert statement("DenyTheRestWithoutMFA") == {
        "Effect": "Deny",
        "NotAction": [
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
        ],
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    }


def matches(action: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(action, pattern) for pattern in patterns)


SIGNED_IN_WITH_MFA, SIGNED_IN, ACCESS_KEY = "true", "false", None
"""Values of aws:MultiFactorAuthPresent. Requests signed with a long-term access key lack the key."""


def holds(condition: dict[str, Any], mfa: str | None) -> bool:
    """Return True if a condition on MFA matches. Supports every operator that the policy uses."""
    met: dict[str, Callable[[str], bool]] = {
        "Bool": lambda wanted: mfa == wanted,
        "BoolIfExists": lambda wanted: mfa is None or mfa == wanted,
        "Null": lambda wanted: (mfa is None) == (wanted == "true"),
    }
    assert all(list(keys) == ["aws:MultiFactorAuthPresent"] for keys in condition.values())
    return all(met[operator](keys["aws:MultiFactorAuthPresent"]) for operator, keys in condition.items())


def allowed(action: str, mfa: str | None) -> bool:
    """Return True if the policy allows a user an action on their own user or device."""
    granted = False
    for found in POLICY["Statement"]:
        applies = matches(action, found["Action"]) if "Action" in found else not matches(action, found["NotAction"])
        if not applies or not holds(found.get("Condition", {}), mfa):
            continue
        if found["Effect"] == "Deny":
            return False
        granted = True
    return granted


@pytest.mark.parametrize(
    "action",
    [
        "iam:ChangePassword",
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:GetUser",
        "iam:ListMFADevices",
        "iam:ListVirtualMFADevices",
        "iam:ResyncMFADevice",
    ],
)
def test_allowed_before_mfa_is_enrolled(action: str) -> None:
    assert allowed(action, SIGNED_IN)


@pytest.mark.parametrize("action", ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"])
def test_an_access_key_cannot_enrol_a_device(action: str) -> None:
    assert not allowed(action, ACCESS_KEY)
    assert allowed(action, SIGNED_IN_WITH_MFA)


def test_mfa_is_enrolled_only_when_signed_in() -> None:
    assert statement("EnrolMFAOnlyWhenSignedIn") == {
        "Effect": "Deny",
        "Action": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"],
        "Resource": "*",
        "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}},
    }


@pytest.mark.parametrize(
    "action",
    [
        "iam:CreateAccessKey",
        "iam:DeleteAccessKey",
        "iam:UpdateAccessKey",
        "iam:ListAccessKeys",
        "iam:DeactivateMFADevice",
        "iam:DeleteVirtualMFADevice",
    ],
)
def test_allowed_with_mfa_only(action: str) -> None:
    assert allowed(action, SIGNED_IN_WITH_MFA)
    assert not allowed(action, SIGNED_IN)
    assert not allowed(action, ACCESS_KEY)


@pytest.mark.parametrize(
    "action",
    [
        "iam:AddUserToGroup",
        "iam:AttachUserPolicy",
        "iam:CreateLoginProfile",
        "iam:CreatePolicyVersion",
        "iam:CreateUser",
        "iam:DeleteUserPermissionsBoundary",
        "iam:PassRole",
        "iam:PutUserPolicy",
        "iam:TagUser",
        "iam:UpdateLoginProfile",
        "sts:AssumeRole",
        "s3:GetObject",
    ],
)
def test_never_granted(action: str) -> None:
    assert not allowed(action, SIGNED_IN_WITH_MFA)
    assert not allowed(action, SIGNED_IN)
    assert not allowed(action, ACCESS_KEY)


def test_actions_allowed_by_other_policies_are_denied_without_mfa() -> None:
    deny = statement("DenyTheRestWithoutMFA")

    for action in ("s3:GetObject", "iam:CreateUser", "iam:AttachUserPolicy", "organizations:LeaveOrganization"):
        assert not matches(action, deny["NotAction"])


def test_no_action_has_a_wildcard() -> None:
    actions = [action for found in POLICY["Statement"] for action in found.get("Action", found.get("NotAction"))]

    assert not [action for action in actions if "*" in action]


def test_actions_exempt_from_mfa_affect_no_other_user() -> None:
    """`sts:AssumeRole` is exempt because every role of this project demands MFA itself."""
    granted = {action for found in POLICY["Statement"] if found["Effect"] == "Allow" for action in found["Action"]}
    exempt = set(statement("DenyTheRestWithoutMFA")["NotAction"])

    assert exempt - granted == {"sts:AssumeRole", "sts:GetSessionToken"}


def test_the_policy_fits_into_a_managed_policy() -> None:
    assert len(self_service()) < 6_144
