from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from aws_org import CrossAccountRole
from tests.synthesis import Synth, policy, resource, reviewable

ID = "111122223333"


def test_cross_account_role(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(
        lambda scope: CrossAccountRole(
            scope,
            "engineer",
            role_name="engineer",
            trusted_account_id=ID,
            organization_id="o-abcdefghij",
            max_session_duration=14_400,
            managed_policy_arns=["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"],
            inline_policies={"deploy": '{"Resource": "arn:aws:s3:::${aws:PrincipalTag/team}"}'},
            permissions_boundary="arn:aws:iam::aws:policy/PowerUserAccess",
            description="Engineers.",
        )
    )
    assert reviewable(tf) == snapshot


def test_cross_account_role_demands_mfa(synth: Synth) -> None:
    tf = synth(lambda scope: CrossAccountRole(scope, "infra", role_name="infra", trusted_account_id=ID))

    (statement,) = policy(resource(tf, "aws_iam_role")["assume_role_policy"])
    assert statement["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def test_cross_account_role_trusts_one_account_only(synth: Synth) -> None:
    tf = synth(lambda scope: CrossAccountRole(scope, "infra", role_name="infra", trusted_account_id=ID))

    (statement,) = policy(resource(tf, "aws_iam_role")["assume_role_policy"])
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ID}:root"}
    assert statement["Action"] == "sts:AssumeRole"


def test_cross_account_role_can_be_held_to_the_organization(synth: Synth) -> None:
    tf = synth(
        lambda scope: CrossAccountRole(
            scope, "infra", role_name="infra", trusted_account_id=ID, organization_id="o-abcdefghij"
        )
    )

    (statement,) = policy(resource(tf, "aws_iam_role")["assume_role_policy"])
    assert statement["Condition"]["StringEquals"] == {"aws:PrincipalOrgID": "o-abcdefghij"}
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_cross_account_role_without_mfa_has_no_condition_that_mfa_be_absent(synth: Synth) -> None:
    tf = synth(lambda scope: CrossAccountRole(scope, "ci", role_name="ci", trusted_account_id=ID, require_mfa=False))

    (statement,) = policy(resource(tf, "aws_iam_role")["assume_role_policy"])
    assert "Condition" not in statement


def test_cross_account_role_attaches_policies_to_the_role(synth: Synth) -> None:
    """D1: the guide attaches the administrator's policy with `group`, which Terraform rejects."""
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    tf = synth(
        lambda scope: CrossAccountRole(
            scope, "infra", role_name="infra", trusted_account_id=ID, managed_policy_arns=[arn]
        )
    )

    (address,) = tf["resource"]["aws_iam_role"]
    attachment = resource(tf, "aws_iam_role_policy_attachment")
    assert attachment == {"policy_arn": arn, "role": f"${{aws_iam_role.{address}.name}}"}


def test_cross_account_role_can_be_bounded_and_lasts_an_hour(synth: Synth) -> None:
    boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
    tf = synth(
        lambda scope: CrossAccountRole(
            scope, "infra", role_name="infra", trusted_account_id=ID, permissions_boundary=boundary
        )
    )

    role = resource(tf, "aws_iam_role")
    assert role["permissions_boundary"] == boundary
    assert role["max_session_duration"] == 3600


def test_cross_account_role_leaves_policy_variables_to_iam(synth: Synth) -> None:
    text = '{"Resource":"arn:aws:s3:::${aws:username}/%{x}"}'
    tf = synth(
        lambda scope: CrossAccountRole(
            scope, "infra", role_name="infra", trusted_account_id=ID, inline_policies={"home": text}
        )
    )

    assert resource(tf, "aws_iam_role_policy")["policy"] == '{"Resource":"arn:aws:s3:::$${aws:username}/%%{x}"}'


def test_arn_for_names_a_role_of_another_account() -> None:
    assert CrossAccountRole.arn_for(ID, "infra") == f"arn:aws:iam::{ID}:role/infra"
