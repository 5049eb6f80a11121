from __future__ import annotations

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.organizational_unit import OrganizationalUnit
from aws_org.target_policies import TargetPolicies
from foundation.policy_types import PolicyType
from policies import TargetPolicy
from tests.synthesis import Synth, reviewable

LEAVING = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}'
)
OWN = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"b","Effect":"Deny","Action":["s3:*","ec2:*"],"Resource":"*",'
    '"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"${aws:ResourceAccount}"}}}]}'
)
POLICIES = [
    TargetPolicy(id="scp-1", name="root-1", description="First.", type=PolicyType.SERVICE_CONTROL, content=LEAVING),
    TargetPolicy(id="rcp-1", name="root-2", description="Second.", type=PolicyType.RESOURCE_CONTROL, content=OWN),
]


def build(scope: Construct) -> None:
    unit = OrganizationalUnit(scope, "unit", name="unit", parent_id="r-abcd")
    TargetPolicies(scope, "guardrails", target_id="r-abcd", policies=POLICIES, depends_on=[unit.resource])


def test_target_policies(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(build)) == snapshot


def test_every_policy_is_attached_to_the_target_once(synth: Synth) -> None:
    tf = synth(build)["resource"]

    attachments = tf["aws_organizations_policy_attachment"].values()
    assert {item["target_id"] for item in attachments} == {"r-abcd"}
    references = {f"${{aws_organizations_policy.{name}.id}}" for name in tf["aws_organizations_policy"]}
    assert sorted(item["policy_id"] for item in attachments) == sorted(references)


def test_policies_reach_aws_as_they_are(synth: Synth) -> None:
    """White space counts, and another order of keys would change every plan."""
    tf = synth(build)["resource"]["aws_organizations_policy"]

    contents = {item["type"]: item["content"].replace("$${", "${") for item in tf.values()}
    assert contents == {"SERVICE_CONTROL_POLICY": LEAVING, "RESOURCE_CONTROL_POLICY": OWN}


def test_policies_are_created_after_the_organization(synth: Synth) -> None:
    """D16: without an edge to the organization, Terraform may create the policy before its type is enabled."""
    tf = synth(build)["resource"]

    (unit,) = tf["aws_organizations_organizational_unit"]
    for item in tf["aws_organizations_policy"].values():
        assert item["depends_on"] == [f"aws_organizations_organizational_unit.{unit}"]
