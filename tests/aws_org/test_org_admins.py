from __future__ import annotations

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org import OrgAdmins
from tests.synthesis import Synth, named, policy, resource, reviewable

ACCOUNT = "999988887777"


def admins(scope: Construct) -> OrgAdmins:
    return OrgAdmins(scope, "administrators", account_id=ACCOUNT, admins=["ann", "bob"], leaving=["eve"])


def test_org_admins(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(admins)) == snapshot


def test_admins_have_users_of_their_own(synth: Synth) -> None:
    users = synth(admins)["resource"]["aws_iam_user"].values()

    assert {user["name"] for user in users} == {"ann.org-root", "bob.org-root", "eve.org-root"}


def test_the_admin_role_trusts_its_own_account_with_mfa(synth: Synth) -> None:
    """D3: the guide refers to a caller identity that it never declares."""
    (statement,) = policy(named(synth(admins), "aws_iam_role", "admin")["assume_role_policy"])

    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert statement["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def test_the_admin_role_administers(synth: Synth) -> None:
    arn = resource(synth(admins), "aws_iam_role_policy_attachment")["policy_arn"]

    assert arn == "arn:aws:iam::aws:policy/AdministratorAccess"


def test_admins_may_assume_the_role_by_its_arn(synth: Synth) -> None:
    """D2: a policy with a role's name instead of an ARN is malformed."""
    (statement,) = policy(named(synth(admins), "aws_iam_policy", "assume-roles-admins")["policy"])

    assert statement["Effect"] == "Allow"
    assert statement["Action"] == "sts:AssumeRole"
    assert statement["Resource"] == [f"arn:aws:iam::{ACCOUNT}:role/admin"]


def test_admins_can_enrol_mfa(synth: Synth) -> None:
    """D10: the role demands MFA, which no user can enrol without the self-service policy."""
    tf = synth(admins)

    (address,) = (key for key, found in tf["resource"]["aws_iam_policy"].items() if found["name"] == "self-service")
    arns = [found["policy_arn"] for found in tf["resource"]["aws_iam_group_policy_attachment"].values()]
    assert f"${{aws_iam_policy.{address}.arn}}" in arns


def test_leaving_admins_are_removed_from_the_group_and_can_be_deleted(synth: Synth) -> None:
    tf = synth(admins)

    (address,) = (key for key, user in tf["resource"]["aws_iam_user"].items() if user["name"] == "eve.org-root")
    members = resource(tf, "aws_iam_group_membership")["users"]
    assert len(members) == 2
    assert f"${{aws_iam_user.{address}.name}}" not in members
    assert named(tf, "aws_iam_user", "eve.org-root")["force_destroy"] is True
    assert named(tf, "aws_iam_user", "ann.org-root")["force_destroy"] is False
