from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from organization.load import load
from tests.synthesis import ROOT, after, made_by, resources, reviewable, synthesize_organization, without_metadata

Stacks = dict[str, dict[str, Any]]

NAMES = ["bootstrap-org-root", "org-root", "bootstrap-id", "id", "bootstrap-infra", "infra", "bootstrap-logs", "logs"]


@pytest.mark.parametrize("name", NAMES)
def test_stack_of_the_example(stacks: Stacks, name: str, snapshot: SnapshotAssertion) -> None:
    assert reviewable(stacks[name]) == snapshot


def test_there_are_two_stacks_for_each_account(stacks: Stacks) -> None:
    organization, _ = load(ROOT / "organization.yaml")

    assert sorted(stacks) == sorted(NAMES)
    assert organization.stack_names() == NAMES


def test_no_account_number_is_typed(any_stacks: Stacks) -> None:
    """D8b, D40: numbers travel as references between the stacks."""
    for name, tf in any_stacks.items():
        numbers = re.findall(r"(?<![0-9A-F])\d{12}(?![0-9A-F])", json.dumps(without_metadata(tf)))
        assert not numbers, f"{name} holds {numbers}"


def test_no_token_of_cdktf_is_left(any_stacks: Stacks) -> None:
    """A text that was cut or escaped within a token would reach AWS unresolved."""
    assert "TfToken" not in json.dumps(any_stacks)


def test_the_json_is_the_same_on_every_machine(stacks: Stacks, tmp_path: Path) -> None:
    again = synthesize_organization(load(ROOT / "organization.yaml")[0], tmp_path)

    assert again == stacks
    assert str(ROOT) not in json.dumps(stacks)
    assert not re.search(r'"/[a-z]+/[^"]*"', json.dumps(without_metadata(stacks)))


def test_members_are_deployed_through_the_access_role(stacks: Stacks) -> None:
    """D9: a user with MFA assumes the role admin, and from there a role in every member account."""
    for name in sorted(set(NAMES) - {"org-root", "bootstrap-org-root"}):
        key = name.removeprefix("bootstrap-")
        for provider in stacks[name]["provider"]["aws"]:
            if provider.get("alias", "").startswith("org-root"):
                assert "assume_role" not in provider
                continue
            (assumed,) = provider["assume_role"]
            assert re.fullmatch(
                r"arn:aws:iam::\$\{data\.terraform_remote_state\.[^}]*"
                rf"aws_organizations_accountaccount_{key}id\}}:role/OrganizationAccountAccessRole",
                assumed["role_arn"],
            )


def test_the_management_account_is_deployed_with_the_credentials_themselves(stacks: Stacks) -> None:
    for name in ("org-root", "bootstrap-org-root"):
        assert not [provider for provider in stacks[name]["provider"]["aws"] if "assume_role" in provider]


def test_everything_has_the_organizations_tags(any_stacks: Stacks) -> None:
    for tf in any_stacks.values():
        for provider in tf["provider"]["aws"]:
            assert provider["default_tags"] == [{"tags": {"Automation": "Terraform"}}]


def test_only_id_has_users_of_the_organization(stacks: Stacks) -> None:
    users = {name: [user["name"] for user in resources(tf, "aws_iam_user")] for name, tf in stacks.items()}

    assert {name: found for name, found in users.items() if found} == {
        "id": ["myuser"],
        "org-root": ["myuser.org-root"],
    }


def test_only_the_administrators_are_made_before_the_organization(any_stacks: Stacks) -> None:
    """
    They need no organization, and try their sign-in before it exists. In an account of another organization nothing
    else is created, and no service is enabled before it has trusted access.
    """
    tf = any_stacks["org-root"]
    (organization,) = tf["resource"]["aws_organizations_organization"]
    first = f"aws_organizations_organization.{organization}"
    others = {f"{kind}.{name}" for kind, found in tf["resource"].items() for name in found}

    before = {"terraform_data.protected", "aws_iam_account_alias.alias", *made_by(tf, "administrators")}
    assert others - after(tf, first) == {first, *(before & others)}


def test_only_id_may_see_its_billing(stacks: Stacks) -> None:
    """D23, D24."""
    accounts = resources(stacks["org-root"], "aws_organizations_account")

    access = {account["name"]: account["iam_user_access_to_billing"] for account in accounts}
    assert access == {"spacecats-id": "ALLOW", "spacecats-infra": "DENY", "spacecats-logs": "DENY"}


def test_every_stack_has_the_outputs_for_the_next_step(stacks: Stacks) -> None:
    outputs = {name: set(tf["output"]) for name, tf in stacks.items()}

    assert outputs["org-root"] >= {"account_ids", "admin_role_arn", "admin_users", "account_alias", "organization_id"}
    for name in ("id", "infra", "logs"):
        assert outputs[name] >= {"account_id", "account_alias", "role_arns", "sign_in_url"}
    for name in ("bootstrap-org-root", "bootstrap-id", "bootstrap-infra", "bootstrap-logs"):
        assert outputs[name] >= {"account_alias", "sign_in_url", "state_bucket", "state_log_bucket"}


def test_no_output_or_resource_holds_a_secret(any_stacks: Stacks) -> None:
    for tf in any_stacks.values():
        assert not set(tf["resource"]) & {
            "aws_iam_access_key",
            "aws_iam_user_login_profile",
            "aws_iam_virtual_mfa_device",
        }
        assert not re.search(r"secret|password\"|private_key|base_32", json.dumps(tf["output"]))


def test_the_provider_may_be_any_version_that_is_tested(any_stacks: Stacks) -> None:
    """D39: the bindings would pin one version exactly."""
    for tf in any_stacks.values():
        assert tf["terraform"]["required_providers"] == {
            "aws": {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}
        }


def test_a_password_policy_keeps_its_address(stacks: Stacks) -> None:
    """An account has one: at a new address it would be created, and then destroyed at the old address."""
    for name in ("org-root", "id", "infra", "logs"):
        assert list(stacks[name]["resource"]["aws_iam_account_password_policy"]) == ["password-policy_3918EE15"]
