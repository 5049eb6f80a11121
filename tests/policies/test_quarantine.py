"""The policies of quarantined accounts."""

from __future__ import annotations

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from policies.checks import policy_errors, unknown_names
from policies.checks.aws_names import services_with_resource_control
from policies.quarantine import deny_all, deny_outside
from tests.policies.denials import denied

ID = "111122223333"
QUARANTINED = "444455556666"
RESPONDER = f"arn:aws:iam::{QUARANTINED}:role/incident-response"
ADMIN = "arn:aws:iam::999999999999:role/admin"
OBJECT = "arn:aws:s3:::evidence/1"

person = {
    "aws__PrincipalArn": f"arn:aws:iam::{ID}:user/ann",
    "aws__PrincipalAccount": ID,
    "aws__PrincipalIsAWSService": "false",
    "aws__ResourceAccount": QUARANTINED,
}
responder = {**person, "aws__PrincipalArn": RESPONDER, "aws__PrincipalAccount": QUARANTINED}
admin = {**person, "aws__PrincipalArn": ADMIN, "aws__PrincipalAccount": "999999999999"}
service = {"aws__PrincipalIsAWSService": "true", "aws__ResourceAccount": QUARANTINED}
with_mfa = {"aws__MultiFactorAuthPresent": "true"}

with_and_without_responder = pytest.mark.parametrize(
    "policy", [deny_outside(), deny_outside("incident-response", ID)], ids=["no responder", "responder"]
)


def test_deny_all_denies_every_action_on_every_resource_to_every_principal() -> None:
    assert json.loads(deny_all()) == {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "DenyAll", "Effect": "Deny", "Action": "*", "Resource": "*"}],
    }


def test_deny_all_with_a_responder(snapshot: SnapshotAssertion) -> None:
    assert json.loads(deny_all("incident-response")) == snapshot


def test_deny_outside(snapshot: SnapshotAssertion) -> None:
    assert json.loads(deny_outside()) == snapshot


def test_deny_outside_with_a_responder(snapshot: SnapshotAssertion) -> None:
    assert json.loads(deny_outside("incident-response", ID)) == snapshot


def test_policies_have_no_white_space_because_aws_counts_it() -> None:
    assert not any(character.isspace() for character in deny_all("incident-response") + deny_outside("x", ID))


def test_aws_accepts_them() -> None:
    longest = "r" * 64
    assert policy_errors(deny_all(longest), "SERVICE_CONTROL_POLICY") == []
    assert policy_errors(deny_outside(), "RESOURCE_CONTROL_POLICY") == []
    assert policy_errors(deny_outside(longest, "${TfToken[TOKEN.1]}"), "RESOURCE_CONTROL_POLICY") == []
    assert unknown_names(deny_all(longest)) + unknown_names(deny_outside(longest, ID)) == []


def test_within_the_account_only_the_responder_may_do_anything() -> None:
    scp = deny_all("incident-response")

    assert not denied(scp, "s3:GetObject", OBJECT, aws__PrincipalArn=RESPONDER)
    for principal in ("root", "user/ann", "role/OrganizationAccountAccessRole", "role/x/incident-response"):
        assert denied(scp, "s3:GetObject", OBJECT, aws__PrincipalArn=f"arn:aws:iam::{QUARANTINED}:{principal}")


@with_and_without_responder
def test_no_principal_assumes_another_role_not_even_the_deployment_role(policy: str) -> None:
    role = f"arn:aws:iam::{QUARANTINED}:role/OrganizationAccountAccessRole"

    for action in ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"):
        assert denied(policy, action, role, **person, **with_mfa)
        assert denied(policy, action, role, **admin)
        assert denied(policy, action, role)
    assert denied(policy, "sts:AssumeRoot", f"arn:aws:iam::{QUARANTINED}:root", **admin)


def test_the_responders_role_is_assumed_with_mfa_from_the_id_account_only() -> None:
    policy = deny_outside("incident-response", ID)

    assert not denied(policy, "sts:AssumeRole", RESPONDER, **person, **with_mfa)
    assert denied(policy, "sts:AssumeRole", RESPONDER, **person)
    assert denied(policy, "sts:AssumeRole", RESPONDER, **person, aws__MultiFactorAuthPresent="false")
    assert denied(policy, "sts:AssumeRole", RESPONDER, **admin, **with_mfa)
    assert denied(policy, "sts:AssumeRole", RESPONDER, **service)
    assert denied(policy, "sts:AssumeRoleWithWebIdentity", RESPONDER)


def test_without_a_responder_no_principal_assumes_a_role_of_its_name() -> None:
    assert denied(deny_outside(), "sts:AssumeRole", RESPONDER, **person, **with_mfa)


@with_and_without_responder
@pytest.mark.parametrize("action", ["s3:GetObject", "kms:Decrypt", "sqs:ReceiveMessage", "dynamodb:GetItem"])
def test_data_is_denied_to_every_other_principal(policy: str, action: str) -> None:
    assert denied(policy, action, OBJECT, **person, **with_mfa)
    assert denied(policy, action, OBJECT, **admin)
    assert denied(policy, action, OBJECT)  # an unsigned request


@with_and_without_responder
def test_aws_services_continue_to_write_logs(policy: str) -> None:
    assert not denied(policy, "s3:PutObject", OBJECT, **service)
    assert not denied(policy, "kms:GenerateDataKey", "arn:aws:kms:us-west-2:1:key/1", **service)
    assert not denied(policy, "logs:PutLogEvents", "arn:aws:logs:us-west-2:1:log-group:trail", **service)


def test_the_responder_reads_and_a_namesake_from_another_account_does_not() -> None:
    policy = deny_outside("incident-response", ID)
    namesake = {"aws__PrincipalArn": "arn:aws:iam::777777777777:role/incident-response"}

    assert not denied(policy, "s3:GetObject", OBJECT, **responder)
    assert denied(policy, "s3:GetObject", OBJECT, **{**responder, **namesake, "aws__PrincipalAccount": "777777777777"})
    assert denied(policy, "sts:AssumeRole", f"arn:aws:iam::{QUARANTINED}:role/admin", **responder)


def test_every_service_that_resource_control_policies_reach_is_closed_but_sign_in() -> None:
    actions = [
        action
        for statement in json.loads(deny_outside())["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    ]

    assert sorted(actions) == sorted(f"{each}:*" for each in services_with_resource_control() - {"signin"})


def test_a_responder_needs_the_id_account() -> None:
    with pytest.raises(ValueError, match="id_account is missing"):
        deny_outside("incident-response")
