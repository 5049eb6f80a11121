"""Roles with a purpose of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.billing_role import BillingRole
from aws_org.responder_role import ResponderRole
from policies.billing import view_billing
from tests.synthesis import Synth, policy, resource, reviewable

ID = "111122223333"
ORGANIZATION = "o-abcdefghij"


def billing(scope: Construct) -> BillingRole:
    return BillingRole(scope, "billing", trusted_account_id=ID, organization_id=ORGANIZATION)


def responder(scope: Construct) -> ResponderRole:
    return ResponderRole(
        scope,
        "responder",
        trusted_account_id=ID,
        organization_id=ORGANIZATION,
        managed_policy_arns=["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    )


def test_billing_role(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(billing)) == snapshot


def test_responder_role(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(responder)) == snapshot


@pytest.mark.parametrize("build", [billing, responder])
def test_role_trusts_users_of_the_id_account_with_mfa(synth: Synth, build: Callable[[Construct], object]) -> None:
    (trust,) = policy(resource(synth(build), "aws_iam_role")["assume_role_policy"])

    assert trust["Principal"] == {"AWS": f"arn:aws:iam::{ID}:root"}
    assert trust["Condition"] == {
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "StringEquals": {"aws:PrincipalOrgID": ORGANIZATION},
    }


def test_billing_role_sees_the_bills_and_nothing_else(synth: Synth) -> None:
    tf = synth(billing)

    assert resource(tf, "aws_iam_role_policy")["policy"] == view_billing()
    assert set(tf["resource"]) == {"aws_iam_role", "aws_iam_role_policy"}
