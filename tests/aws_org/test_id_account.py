from __future__ import annotations

from typing import Any

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org import IdAccount
from tests.synthesis import Synth, named, policy, resource, reviewable

ID, INFRA = "111122223333", "444455556666"


def people(scope: Construct) -> None:
    account = IdAccount(scope, "people", users=["ann.lee", "annlee", "zoe"], leaving=["eve"])
    account.add_group("infra", users=["ann.lee", "annlee"], roles=[(ID, "infra"), (INFRA, "infra")])
    account.add_people_without_group(["zoe"])


def address(tf: dict[str, Any], kind: str, name: str) -> str:
    (found,) = (key for key, item in tf["resource"][kind].items() if item["name"] == name)
    return f"{kind}.{found}"


def test_id_account(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(people)) == snapshot


def test_users_with_similar_names_have_different_addresses(synth: Synth) -> None:
    users = synth(people)["resource"]["aws_iam_user"].values()

    assert sorted(user["name"] for user in users) == ["ann.lee", "annlee", "eve", "zoe"]


def test_users_are_not_deleted_with_their_keys_by_surprise(synth: Synth) -> None:
    """D27: with force_destroy, Terraform deletes keys, MFA devices and passwords without a warning."""
    users = synth(people)["resource"]["aws_iam_user"].values()

    assert {user["name"] for user in users if user["force_destroy"]} == {"eve"}


def test_memberships_wait_for_the_users(synth: Synth) -> None:
    """D14: Terraform may create a membership made of plain names before the users exist."""
    tf = synth(people)

    membership = resource(tf, "aws_iam_group_membership")
    expected = [address(tf, "aws_iam_user", name) for name in ("ann.lee", "annlee")]
    assert membership["users"] == [f"${{{user}.name}}" for user in expected]
    assert membership["group"] == f"${{{address(tf, 'aws_iam_group', 'infra')}.name}}"


def test_groups_assume_roles_directly(synth: Synth) -> None:
    """D12: the session of an intermediate role in id can never meet the demand for MFA."""
    (statement,) = policy(named(synth(people), "aws_iam_policy", "assume-roles-infra")["policy"])

    assert statement["Effect"] == "Allow"
    assert statement["Action"] == "sts:AssumeRole"
    assert statement["Resource"] == [f"arn:aws:iam::{ID}:role/infra", f"arn:aws:iam::{INFRA}:role/infra"]


def test_every_user_can_enrol_mfa(synth: Synth) -> None:
    """D10, for users in a group and for users in none."""
    tf = synth(people)

    arn = f"${{{address(tf, 'aws_iam_policy', 'self-service')}.arn}}"
    groups = [item for item in tf["resource"]["aws_iam_group_policy_attachment"].values() if item["policy_arn"] == arn]
    assert len(groups) == 1
    zoe = f"${{{address(tf, 'aws_iam_user', 'zoe')}.name}}"
    assert resource(tf, "aws_iam_user_policy_attachment") == {"policy_arn": arn, "user": zoe}


def test_a_group_without_roles_gets_no_empty_policy(synth: Synth) -> None:
    tf = synth(lambda scope: IdAccount(scope, "people", users=["ann"]).add_group("readers", users=["ann"], roles=[]))

    assert [item["name"] for item in tf["resource"]["aws_iam_policy"].values()] == ["self-service"]


def test_a_group_may_assume_more_roles_than_one_policy_holds(synth: Synth) -> None:
    roles = [(f"{number:012}", "engineer") for number in range(400)]
    tf = synth(lambda scope: IdAccount(scope, "people", users=[]).add_group("engineer", users=[], roles=roles))

    policies = [item for item in tf["resource"]["aws_iam_policy"].values() if item["name"] != "self-service"]
    arns = [arn for item in policies for statement in policy(item["policy"]) for arn in statement["Resource"]]
    assert sorted(arns) == [f"arn:aws:iam::{account}:role/{name}" for account, name in roles]
    assert all(len(item["policy"]) <= 6_144 for item in policies)
    assert len(tf["resource"]["aws_iam_group_policy_attachment"]) == len(policies) + 1


def test_no_user_gets_a_password_or_key_from_terraform(synth: Synth) -> None:
    kinds = set(synth(people)["resource"])

    assert not kinds & {"aws_iam_access_key", "aws_iam_user_login_profile", "aws_iam_virtual_mfa_device"}
