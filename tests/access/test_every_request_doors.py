"""Doors that are newer than the promises: signing in under resource control policies, roles for Identity Center."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.asking import kept, outcome_of, texts, trusting
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import Statement, by_sid, resource, statements
from tests.access.test_promises_attacked import allow, to_role

ACCOUNT_ACCESS = {"Service": "account-access.amazonaws.com"}
NETWORK = {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
TWO_NETWORKS = {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]}}


def controlled(action: str | list[str], condition: dict[str, Any] | None = None) -> Edit:
    """Return an edit that denies actions in the root's resource control policy."""
    said: Statement = {"Sid": "Own", "Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*"}
    more = {**said, "Condition": condition} if condition else said

    def edit(stacks: Stacks) -> None:
        policy = resource(stacks, "org-root", "aws_organizations_policy", "policies/root/resource-guardrails-1/policy")
        statements(policy, "content", lambda said: said.append(more))

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(controlled("signin:Authenticate"), id="by name"),
        pytest.param(controlled(["signin:*"]), id="its service"),
        pytest.param(controlled("signin:Auth*"), id="a wildcard"),
        pytest.param(controlled("signin:Authenticate", {"Bool": {"aws:SecureTransport": "true"}}), id="over TLS"),
        pytest.param(
            controlled("signin:Authenticate", {"DateGreaterThan": {"aws:CurrentTime": "2026-01-01"}}), id="since a day"
        ),
    ],
)
def test_a_control_policy_that_shuts_users_out_of_the_console_is_found(broken: Broken, edit: Edit) -> None:
    (text,) = texts(broken(edit), "given-access")
    assert text == "myuser cannot sign in to the console of id: signin:Authenticate is denied"


@pytest.mark.parametrize("condition", [NETWORK, TWO_NETWORKS], ids=["one network", "two"])
def test_a_limit_by_network_is_noted(broken: Broken, condition: dict[str, Any]) -> None:
    world = broken(controlled("signin:Authenticate", condition))
    assert kept(world, "given-access")
    (note,) = outcome_of(world, "given-access").notes
    assert note.endswith("a limit by network shuts out people of IAM Identity Center altogether")


@pytest.mark.parametrize("action", ["signin:CreateOAuth2Token", "sqs:*", "s3:PutObject"])
def test_a_control_policy_about_something_else_is_right(broken: Broken, action: str) -> None:
    world = broken(controlled(action, NETWORK))
    assert kept(world, "given-access")
    assert outcome_of(world, "given-access").notes == ()


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": ACCOUNT_ACCESS},
        {"Principal": ACCOUNT_ACCESS, "Action": ["sts:AssumeRole", "sts:SetContext", "sts:TagSession"]},
        {"Principal": ACCOUNT_ACCESS, "Condition": {"StringEquals": {"aws:SourceOrgID": "o-0000000000"}}},
        {"Principal": ACCOUNT_ACCESS, "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}},
        {"Principal": {"Service": ["ec2.amazonaws.com", "account-access.amazonaws.com"]}},
    ],
)
def test_a_role_that_people_of_identity_center_get_leaves_mfa_undecided(broken: Broken, statement: Statement) -> None:
    outcome = outcome_of(broken(trusting(statement)), "mfa")
    assert not outcome.counter_examples
    assert tuple(map(str, outcome.undecided)) == (
        "the role infra of infra trusts account-access.amazonaws.com: which people of IAM Identity Center get it, and "
        "whether they signed in with MFA, is not in the stacks",
    )


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": ACCOUNT_ACCESS, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
        {"Principal": ACCOUNT_ACCESS, "Effect": "Deny"},
        {"Principal": ACCOUNT_ACCESS, "Action": "sts:TagSession"},
        {"Principal": {"Service": "ec2.amazonaws.com"}},
    ],
)
def test_a_role_that_they_do_not_get_is_right(broken: Broken, statement: Statement) -> None:
    assert kept(broken(trusting(statement)), "mfa")


@pytest.mark.parametrize("action", ["organizations:AcceptHandshake", "organizations:LeaveOrganization"])
def test_a_member_account_that_may_change_organizations_is_found(broken: Broken, action: str) -> None:
    def edit(stacks: Stacks) -> None:
        policy = resource(stacks, "org-root", "aws_organizations_policy", "policies/root/guardrails-1/policy")
        statements(policy, "content", lambda said: by_sid(said, "DenyLeavingOrganization")["Action"].remove(action))
        to_role(stacks, "infra", "infra", allow(action))

    found = texts(broken(edit), "protection")
    assert found
    assert all(f"can {action} on " in one for one in found)


def test_a_role_that_may_change_the_properties_of_iam_where_users_are_is_found(broken: Broken) -> None:
    assert texts(
        broken(lambda stacks: to_role(stacks, "id", "infra", allow("iam:PutAccountProperties"))), "protection"
    ) == ["role infra of id can iam:PutAccountProperties on the properties of IAM in id"]


@pytest.mark.parametrize("action", ["organizations:AcceptHandshake", "iam:PutAccountProperties"])
def test_the_same_actions_where_they_do_no_harm_are_right(broken: Broken, action: str) -> None:
    """The guardrail denies handshakes; an account without users may have settings of its own."""
    assert kept(broken(lambda stacks: to_role(stacks, "infra", "infra", allow(action))), "protection")
