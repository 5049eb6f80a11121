from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from organization.load import load
from tests.terraform_json import ROOT, policy, reviewable, synthesize_organization, without_metadata

Stacks = dict[str, dict[str, Any]]


@pytest.mark.parametrize("name", ["org-root", "id", "infra"])
def test_stack_of_the_example(stacks: Stacks, name: str, snapshot: SnapshotAssertion) -> None:
    assert reviewable(stacks[name]) == snapshot


def test_there_is_one_stack_for_each_account(stacks: Stacks) -> None:
    assert sorted(stacks) == ["id", "infra", "org-root"]


def test_no_account_number_is_typed(stacks: Stacks) -> None:
    """D8b, D40: numbers travel as references between the stacks."""
    for name, tf in stacks.items():
        numbers = re.findall(r"(?<![0-9A-F])\d{12}(?![0-9A-F])", json.dumps(without_metadata(tf)))
        assert not numbers, f"{name} holds {numbers}"


def test_the_json_is_the_same_on_every_machine(stacks: Stacks, tmp_path: Path) -> None:
    again = synthesize_organization(load(ROOT / "organization.yaml")[0], tmp_path)

    assert again == stacks
    assert str(ROOT) not in json.dumps(stacks)
    assert not re.search(r'"/[a-z]+/[^"]*"', json.dumps(without_metadata(stacks)))


def test_members_are_reached_through_the_access_role(stacks: Stacks) -> None:
    """D9: with user and MFA into the role admin, and from there into every member account."""
    for name in ("id", "infra"):
        (provider,) = stacks[name]["provider"]["aws"]
        (assumed,) = provider["assume_role"]
        assert assumed["role_arn"].startswith("arn:aws:iam::${data.terraform_remote_state.")
        assert assumed["role_arn"].endswith(":role/OrganizationAccountAccessRole")
    assert "assume_role" not in stacks["org-root"]["provider"]["aws"][0]


def test_every_role_of_people_demands_mfa(stacks: Stacks) -> None:
    for tf in stacks.values():
        for role in tf["resource"]["aws_iam_role"].values():
            for statement in policy(role["assume_role_policy"]):
                assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_no_trust_policy_has_a_wildcard_principal(stacks: Stacks) -> None:
    for tf in stacks.values():
        for role in tf["resource"]["aws_iam_role"].values():
            for statement in policy(role["assume_role_policy"]):
                assert re.fullmatch(r"arn:aws:iam::\$\{[^*]+\}:root", statement["Principal"]["AWS"])


def test_roles_outside_org_root_are_for_the_organization_only(stacks: Stacks) -> None:
    for name in ("id", "infra"):
        for role in stacks[name]["resource"]["aws_iam_role"].values():
            (statement,) = policy(role["assume_role_policy"])
            assert "aws:PrincipalOrgID" in statement["Condition"]["StringEquals"]


def test_only_id_has_users_of_the_organization(stacks: Stacks) -> None:
    assert [user["name"] for user in stacks["id"]["resource"]["aws_iam_user"].values()] == ["myuser"]
    assert [user["name"] for user in stacks["org-root"]["resource"]["aws_iam_user"].values()] == ["myuser.org-root"]
    assert "aws_iam_user" not in stacks["infra"]["resource"]


def test_nothing_is_made_before_the_organization(stacks: Stacks) -> None:
    """In an account that belongs to an organization already, the first error is the only thing that happens."""
    tf = stacks["org-root"]
    (organization,) = tf["resource"]["aws_organizations_organization"]
    waiting = [
        (kind, item)
        for kind in ("aws_iam_user", "aws_iam_role", "aws_iam_account_alias", "aws_iam_account_password_policy")
        for item in tf["resource"][kind].values()
    ]
    assert len(waiting) == 4
    for _, item in waiting:
        assert f"aws_organizations_organization.{organization}" in item["depends_on"]


def test_only_id_may_see_its_billing(stacks: Stacks) -> None:
    """D23, D24."""
    accounts = stacks["org-root"]["resource"]["aws_organizations_account"].values()

    access = {account["name"]: account["iam_user_access_to_billing"] for account in accounts}
    assert access == {"spacecats-id": "ALLOW", "spacecats-infra": "DENY"}


def test_trusted_access_covers_what_the_guide_goes_on_to_use(stacks: Stacks) -> None:
    """D18: the list is authoritative; what is not in it is switched off."""
    (organization,) = stacks["org-root"]["resource"]["aws_organizations_organization"].values()

    services = {service.removesuffix(".amazonaws.com") for service in organization["aws_service_access_principals"]}
    assert services >= {"cloudtrail", "config", "config-multiaccountsetup", "guardduty", "iam", "account"}
    assert services >= {"access-analyzer", "malware-protection.guardduty"}


def test_every_stack_says_what_a_person_needs_next(stacks: Stacks) -> None:
    outputs = {name: set(tf["output"]) for name, tf in stacks.items()}

    assert outputs["org-root"] >= {"account_ids", "admin_role_arn", "admin_users", "account_alias", "organization_id"}
    for name in ("id", "infra"):
        assert outputs[name] >= {"account_id", "account_alias", "role_arns", "sign_in_url"}


def test_no_output_or_resource_holds_a_secret(stacks: Stacks) -> None:
    for tf in stacks.values():
        assert not set(tf["resource"]) & {
            "aws_iam_access_key",
            "aws_iam_user_login_profile",
            "aws_iam_virtual_mfa_device",
        }
        assert not re.search(r"secret|password\"|private_key|base_32", json.dumps(tf["output"]))


def test_the_provider_may_be_any_version_that_is_tested(stacks: Stacks) -> None:
    """D39. The bindings would pin one version exactly."""
    for tf in stacks.values():
        assert tf["terraform"]["required_providers"] == {
            "aws": {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}
        }


def test_the_state_is_local_and_beside_the_configuration(stacks: Stacks) -> None:
    for name, tf in stacks.items():
        assert tf["terraform"]["backend"] == {"local": {"path": f"../../../terraform.{name}.tfstate"}}
