"""What people and administrators do by hand stays possible under guardrails."""

from __future__ import annotations

import pytest

from access.questions.world import World
from tests.access.asking import kept, outcome_of, texts
from tests.access.conftest import Broken
from tests.access.edits import deny


def test_the_example_leaves_administrators_their_work(world: World) -> None:
    assert kept(world, "operations")
    assert outcome_of(world, "operations").asked > 10


@pytest.mark.parametrize(
    ("action", "purpose"),
    [
        ("iam:CreateLoginProfile", "to give users their first password"),
        ("iam:UpdateLoginProfile", "to give users a new password"),
        ("iam:CreateAccessKey", "to make a first key of a user"),
        ("iam:DeactivateMFADevice", "to take away a lost MFA device"),
        ("iam:DeleteAccessKey", "to end a lost access key"),
    ],
)
def test_a_guardrail_that_ends_the_care_of_users_is_found(broken: Broken, action: str, purpose: str) -> None:
    (text,) = texts(broken(lambda stacks: deny(stacks, action)), "operations")
    assert text == f"role OrganizationAccountAccessRole of id cannot call {action} in id, {purpose}"


def test_a_guardrail_that_keeps_users_from_changing_their_password_is_found(broken: Broken) -> None:
    found = texts(broken(lambda stacks: deny(stacks, "iam:ChangePassword")), "operations")
    assert found == ["myuser with MFA cannot call iam:ChangePassword in id, to change the own password"]


def test_a_guardrail_with_an_exemption_for_the_deployment_is_right(broken: Broken) -> None:
    but = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole"}}
    assert kept(broken(lambda stacks: deny(stacks, "iam:CreateLoginProfile", Condition=but)), "operations")


def test_guardrails_do_not_bind_the_management_account(broken: Broken) -> None:
    assert kept(broken(lambda stacks: deny(stacks, "organizations:*")), "operations")
