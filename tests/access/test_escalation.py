"""How far principals of the example get in several steps, and what stops them."""

from __future__ import annotations

from typing import Any

import pytest

from access.promises import escalation
from access.promises.acceptance import Acceptance, divided
from access.questions.accepting import Accepting, what_of
from access.questions.world import World
from tests.access.asking import both, kept, outcome_of, texts, with_resources
from tests.access.conftest import Broken, Edit
from tests.access.edits import deny, resource, statements
from tests.access.small import document


def gives(stack: str, *actions: str, role: str = "infra", **more: Any) -> Edit:
    """Return an edit that gives a role of an account further actions."""
    policy = document({"Effect": "Allow", "Action": [*actions], "Resource": "*", **more})
    return with_resources(stack, aws_iam_role_policy={"more": {"name": "more", "role": role, "policy": policy}})


AT_USERS = "role infra of id reaches the user myuser of id in 2 steps: 1. role infra of id "
TO_USERS = {
    "attaching": (["iam:AttachRolePolicy"], "attaches a policy to the role infra of id (iam:AttachRolePolicy)"),
    "writing": (["iam:PutRolePolicy"], "writes a policy into the role infra of id (iam:PutRolePolicy)"),
    "making and attaching": (
        ["iam:CreateRole", "iam:AttachRolePolicy"],
        "attaches a policy to the role infra of id (iam:AttachRolePolicy)",
    ),
}


@pytest.mark.parametrize(("actions", "first"), TO_USERS.values(), ids=TO_USERS)
def test_a_role_that_raises_itself_where_users_are_gets_at_them(broken: Broken, actions: list[str], first: str) -> None:
    world = broken(gives("id", *actions))
    text, *others = texts(world, "escalation")
    assert text.startswith(f"{AT_USERS}{first}; 2. role infra of id makes an access key of the user myuser of id")
    reached = {one.removeprefix("role infra of id reaches ").partition(" in ")[0] for one in others}
    assert reached == {
        *("the role billing of org-root", "the role infra of infra", "the role incident-responder of id"),
        *("the role incident-responder of infra", "the role incident-responder of logs"),
    }
    assert kept(world, "protection", "given-access", "mfa")


def test_each_step_has_the_statement_that_allows_it(broken: Broken) -> None:
    example, *others = outcome_of(broken(gives("id", "iam:AttachRolePolicy")), "escalation").counter_examples
    assert not any(one.reasons for one in others)
    assert {"more", "everything"} <= {reason.policy.name for reason in example.reasons if reason.policy}


def test_a_guardrail_stops_the_first_step(broken: Broken) -> None:
    edit = both(gives("id", "iam:AttachRolePolicy"), lambda stacks: deny(stacks, "iam:AttachRolePolicy"))
    assert kept(broken(edit), "escalation", "protection")


@pytest.mark.parametrize("action", ["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"])
def test_what_ends_in_a_members_own_account_is_noted(broken: Broken, action: str) -> None:
    world = broken(gives("infra", action))
    assert kept(world, "escalation", "protection")
    note = f"role infra of infra can gain more rights in its own account, with {action}"
    assert note in outcome_of(world, "escalation").notes


def test_what_is_told_of_users_is_not_told_again_in_steps(broken: Broken) -> None:
    world = broken(gives("id", "iam:CreateAccessKey"))
    assert kept(world, "escalation")
    assert not kept(world, "protection")


@pytest.mark.parametrize(
    "action",
    [
        *("iam:RemoveUserFromGroup", "iam:UpdateUser", "iam:UpdateGroup", "iam:DeleteUser", "iam:DeactivateMFADevice"),
        *("iam:CreateAccessKey", "iam:UpdateLoginProfile", "iam:AddUserToGroup", "iam:DeleteGroup"),
    ],
)
def test_changes_of_one_user_or_group_are_asked(broken: Broken, action: str) -> None:
    arns = ["arn:aws:iam::*:user/myuser", "arn:aws:iam::*:group/infra", "arn:aws:iam::*:mfa/myuser"]
    found = texts(broken(gives("id", action, Resource=arns)), "protection")
    assert any(action in text for text in found)


def test_users_manage_their_own_credentials(world: World) -> None:
    assert kept(world, "protection", "escalation")


def test_what_no_stack_makes_is_named(world: World) -> None:
    (note,) = escalation.PROMISE.look(world).notes
    start = "policies of role infra of id, role infra of infra allow to act as what no stack makes (guardrails aside): "
    assert note.startswith(start)
    assert "a Lambda function" in note


def test_the_root_users_of_members_are_reached_from_the_management_account(broken: Broken) -> None:
    world = broken(gives("org-root", "sts:AssumeRoot", role="billing"))
    (text,) = texts(world, "escalation")
    assert text.startswith("role billing of org-root reaches the root user of id")


FUNCTION = ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
BY_LAMBDA = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}


@pytest.mark.parametrize(
    ("stack", "path", "role", "reached"),
    [
        ("org-root", "administrators/role/role", "billing", "the role admin of org-root"),
        ("id", "responder/role", "infra", "the role incident-responder of id"),
    ],
)
def test_passing_a_role_of_the_deployment_or_the_responder_is_found(
    broken: Broken, stack: str, path: str, role: str, reached: str
) -> None:
    """`protection` is about changes of such a role, and passing it changes nothing."""
    trusting = lambda stacks: statements(  # noqa: E731
        resource(stacks, stack, "aws_iam_role", path), "assume_role_policy", lambda found: found.append(BY_LAMBDA)
    )
    found = texts(broken(both(trusting, gives(stack, *FUNCTION, role=role))), "escalation")
    assert any(text.startswith(f"role {role} of {stack} reaches {reached} in ") for text in found)


def test_each_end_is_accepted_by_itself(broken: Broken) -> None:
    outcome = outcome_of(broken(gives("id", "iam:AttachRolePolicy")), "escalation")
    parts = Accepting(("role infra of id",), (what_of("*reaches the user myuser of id*"),))
    accepted = Acceptance("escalation", parts, "known", where="access.yaml:1")
    assert len(divided(outcome, [accepted]).rest.counter_examples) == len(outcome.counter_examples) - 1


def test_the_responders_role_is_asked_as_well(broken: Broken) -> None:
    """It makes a new role, which guardrails do not protect."""
    actions = ("iam:CreateRole", "iam:PutRolePolicy")
    found = texts(
        broken(gives("id", *actions, role="incident-responder", Resource="arn:aws:iam::*:role/app-*")), "escalation"
    )
    assert any(text.startswith("role incident-responder of id reaches the user myuser of id") for text in found)
