from __future__ import annotations

from typing import Any

from syrupy.assertion import SnapshotAssertion

from aws_org.organizational_unit import OrganizationalUnit
from aws_org.suspended_ou import SuspendedOU
from policies import quarantine
from tests.synthesis import Synth, policy, reviewable

ID = "111122223333"


def suspended(synth: Synth, **properties: Any) -> dict[str, Any]:
    return synth(lambda scope: SuspendedOU(scope, "suspended", parent_id="r-abcd", **properties))


def by_type(tf: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["type"]: item for item in tf["resource"]["aws_organizations_policy"].values()}


def test_suspended_ou(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(suspended(synth)) == snapshot


def test_suspended_ou_with_responder(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(suspended(synth, responder="responder", id_account_id=ID)) == snapshot


def test_suspended_ou_denies_every_action_to_every_principal(synth: Synth) -> None:
    (statement,) = policy(by_type(suspended(synth))["SERVICE_CONTROL_POLICY"]["content"])

    assert statement == {"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"}


def test_suspended_ou_denies_access_from_outside(synth: Synth) -> None:
    statements = policy(by_type(suspended(synth))["RESOURCE_CONTROL_POLICY"]["content"])

    assert {item["Effect"] for item in statements} == {"Deny"}
    assert {item["Principal"] for item in statements} == {"*"}
    assert "sts:*" in str(statements)


def test_suspended_ou_exempts_the_responder_in_both_policies(synth: Synth) -> None:
    tf = suspended(synth, responder="responder", id_account_id=ID)

    contents = {kind: item["content"].replace("$${", "${") for kind, item in by_type(tf).items()}
    assert contents == {
        "SERVICE_CONTROL_POLICY": quarantine.deny_all("responder"),
        "RESOURCE_CONTROL_POLICY": quarantine.deny_outside("responder", ID),
    }


def test_suspended_ou_attaches_its_policies_to_itself(synth: Synth) -> None:
    tf = suspended(synth)["resource"]

    (ou,) = tf["aws_organizations_organizational_unit"]
    attachments = tf["aws_organizations_policy_attachment"].values()
    assert {item["target_id"] for item in attachments} == {f"${{aws_organizations_organizational_unit.{ou}.id}}"}
    references = {f"${{aws_organizations_policy.{name}.id}}" for name in tf["aws_organizations_policy"]}
    assert {item["policy_id"] for item in attachments} == references


def test_suspended_ou_creates_its_policies_after_the_organization(synth: Synth) -> None:
    """D16: without an edge to the organization, Terraform may create the policy before policy types are enabled."""
    tf = suspended(synth)["resource"]

    (ou,) = tf["aws_organizations_organizational_unit"]
    for item in tf["aws_organizations_policy"].values():
        assert item["depends_on"] == [f"aws_organizations_organizational_unit.{ou}"]


def test_policies_are_named_after_the_path_so_that_two_quarantines_can_be(synth: Synth) -> None:
    names = {item["name"] for item in by_type(suspended(synth, path="prod-suspended")).values()}

    assert names == {"deny-all-prod-suspended", "deny-outside-prod-suspended"}


def test_an_ou_becomes_a_suspended_one_in_place(synth: Synth) -> None:
    plain = synth(lambda scope: OrganizationalUnit(scope, "unit", name="x", parent_id="r-abcd"))
    quarantined = synth(lambda scope: SuspendedOU(scope, "unit", name="x", parent_id="r-abcd"))

    kind = "aws_organizations_organizational_unit"
    assert plain["resource"][kind] == quarantined["resource"][kind]
