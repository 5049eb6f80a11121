"""Organizations other than the example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from organization.load import examine_text
from tests.synthesis import ROOT, named, policy, synthesize_organization

HEAD = """
name: spacecats
email: aws+{account}@example.com
region: eu-central-1
org_root: {admins: [ann]}
users: [ann, zoe]
former_users: [eve]
"""


def stacks(folder: Path, text: str) -> dict[str, dict[str, Any]]:
    organization, problems = examine_text((HEAD + text).encode(), ROOT)
    assert organization is not None
    assert not problems
    return synthesize_organization(organization, folder)


@pytest.fixture
def quarantined(tmp_path: Path) -> dict[str, dict[str, Any]]:
    return stacks(
        tmp_path,
        """
organizational_units:
  main: {accounts: {id: }}
  suspended: {quarantine: true, organizational_units: {old: {accounts: {infra: }}}}
groups:
  infra: {users: [ann], roles: {id: ReadOnlyAccess, infra: PowerUserAccess}}
""",
    )


def test_a_quarantined_account_keeps_its_place_in_the_organization(quarantined: dict[str, Any]) -> None:
    account = named(quarantined["org-root"], "aws_organizations_account", "spacecats-infra")

    assert "suspended--old_ou" in account["parent_id"]


def test_a_quarantined_account_has_no_stack_that_could_not_be_deployed(quarantined: dict[str, Any]) -> None:
    assert sorted(quarantined) == ["bootstrap-id", "bootstrap-org-root", "id", "org-root"]


def test_groups_have_no_role_in_a_quarantined_account(quarantined: dict[str, Any]) -> None:
    (statement,) = policy(named(quarantined["id"], "aws_iam_policy", "assume-roles-infra")["policy"])

    (arn,) = statement["Resource"]
    assert "accountaccount_idid" in arn


def test_a_role_may_have_policy_files_a_boundary_and_longer_sessions(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    text = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
    (tmp_path / "policies" / "read.json").write_text(json.dumps(text))
    yaml = """
organizational_units: {main: {accounts: {id: }}}
groups:
  readers:
    roles:
      id:
        policies: [ViewOnlyAccess, policies/read.json, "arn:aws:iam::aws:policy/NewerThanThis"]
        permissions_boundary: PowerUserAccess
        max_session_duration: 28800
"""
    organization, problems = examine_text((HEAD + yaml).encode(), tmp_path)
    assert organization is not None
    assert not problems

    tf = synthesize_organization(organization, tmp_path / "out", tmp_path)["id"]

    role = named(tf, "aws_iam_role", "readers")
    assert role["max_session_duration"] == 28_800
    assert role["permissions_boundary"] == "arn:aws:iam::aws:policy/PowerUserAccess"
    arns = {item["policy_arn"] for item in tf["resource"]["aws_iam_role_policy_attachment"].values()}
    assert arns == {"arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "arn:aws:iam::aws:policy/NewerThanThis"}
    inline = named(tf, "aws_iam_role_policy", "read")
    assert json.loads(inline["policy"]) == text


def test_former_users_are_in_no_group_and_can_be_deleted(tmp_path: Path) -> None:
    found = stacks(tmp_path, "organizational_units: {main: {accounts: {id: }}}")

    eve = named(found["id"], "aws_iam_user", "eve")
    assert eve["force_destroy"] is True
    assert len(found["id"]["resource"]["aws_iam_user_policy_attachment"]) == 2
