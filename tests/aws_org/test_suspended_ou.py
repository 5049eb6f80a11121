from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from aws_org import OrganizationalUnit, SuspendedOU
from tests.terraform_json import Synth, policy, resource, reviewable


def test_suspended_ou(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: SuspendedOU(scope, "suspended", parent_id="r-abcd"))) == snapshot


def test_suspended_ou_denies_everything_to_everybody(synth: Synth) -> None:
    tf = synth(lambda scope: SuspendedOU(scope, "suspended", parent_id="r-abcd"))

    scp = resource(tf, "aws_organizations_policy")
    (statement,) = policy(scp["content"])
    assert statement == {"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"}
    assert scp["type"] == "SERVICE_CONTROL_POLICY"


def test_suspended_ou_attaches_its_policy_to_itself(synth: Synth) -> None:
    tf = synth(lambda scope: SuspendedOU(scope, "suspended", parent_id="r-abcd"))

    (ou,) = tf["resource"]["aws_organizations_organizational_unit"]
    (scp,) = tf["resource"]["aws_organizations_policy"]
    assert resource(tf, "aws_organizations_policy_attachment") == {
        "policy_id": f"${{aws_organizations_policy.{scp}.id}}",
        "target_id": f"${{aws_organizations_organizational_unit.{ou}.id}}",
    }


def test_suspended_ou_makes_its_policy_after_the_organization(synth: Synth) -> None:
    """D16: without an edge to the organization, Terraform may create the policy before policy types are enabled."""
    tf = synth(lambda scope: SuspendedOU(scope, "suspended", parent_id="r-abcd"))

    (ou,) = tf["resource"]["aws_organizations_organizational_unit"]
    assert resource(tf, "aws_organizations_policy")["depends_on"] == [f"aws_organizations_organizational_unit.{ou}"]


def test_an_ou_becomes_a_suspended_one_in_place(synth: Synth) -> None:
    plain = synth(lambda scope: OrganizationalUnit(scope, "unit", name="x", parent_id="r-abcd"))
    suspended = synth(lambda scope: SuspendedOU(scope, "unit", name="x", parent_id="r-abcd"))

    kind = "aws_organizations_organizational_unit"
    assert plain["resource"][kind] == suspended["resource"][kind]
