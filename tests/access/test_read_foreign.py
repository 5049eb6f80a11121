"""Terraform JSON from other projects is read too: one folder, no CDKTF, blocks in other forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from access.model.organization import Organization
from access.read import read_organization
from foundation.errors import UserError
from terraform_json.errors import TerraformJsonError

PROD = "arn:aws:iam::${aws_organizations_account.prod.id}:role/OrganizationAccountAccessRole"
READ = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ALLOW_S3 = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
    }
)
RESOURCES: dict[str, Any] = {
    "aws_organizations_organization": {"o": {"enabled_policy_types": ["SERVICE_CONTROL_POLICY"]}},
    "aws_organizations_organizational_unit": {
        "apps": {"name": "apps", "parent_id": "${aws_organizations_organization.o.roots[0].id}"}
    },
    "aws_organizations_account": {
        "prod": {
            "name": "Production",
            "email": "p@example.com",
            "parent_id": "${aws_organizations_organizational_unit.apps.id}",
        },
        "dev": {"name": "Development", "email": "d@example.com"},
    },
    "aws_iam_user": {"ann": {"name": "ann"}, "ben": {"name": "ben", "provider": "aws.prod"}},
    "aws_iam_group": {"g": {"name": "readers"}},
    "aws_iam_user_group_membership": {"m": {"user": "${aws_iam_user.ann.name}", "groups": ["${aws_iam_group.g.name}"]}},
    "aws_iam_policy_attachment": {
        "a": {
            "name": "a",
            "policy_arn": READ,
            "groups": ["readers"],
            "roles": ["${aws_iam_role.app.name}"],
            "users": [],
        }
    },
    "aws_iam_role": {
        "app": {
            "name": "app",
            "assume_role_policy": TRUST,
            "managed_policy_arns": ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"],
            "inline_policy": [{"name": "s3", "policy": ALLOW_S3}],
        }
    },
}
PROVIDERS = [{"region": "eu-west-1"}, {"alias": "prod", "region": "eu-west-1", "assume_role": [{"role_arn": PROD}]}]
FORMS: dict[str, dict[str, Any]] = {
    "objects": {"resource": RESOURCES, "provider": {"aws": PROVIDERS}},
    "lists of resources": {
        "resource": [{type_: body} for type_, body in RESOURCES.items()],
        "provider": {"aws": PROVIDERS},
    },
    "lists of names": {
        "resource": {type_: [{name: [one]} for name, one in body.items()] for type_, body in RESOURCES.items()},
        "provider": {"aws": PROVIDERS},
    },
    "lists of providers": {"resource": RESOURCES, "provider": [{"aws": one} for one in PROVIDERS]},
}


def write(folder: Path, **files: dict[str, Any]) -> Path:
    for name, document in files.items():
        (folder / f"{name}.tf.json").write_text(json.dumps(document))
    return folder


@pytest.fixture(params=FORMS)
def organization(request: pytest.FixtureRequest, tmp_path: Path) -> Organization:
    """Return the same organization in each form that Terraform JSON allows."""
    found = read_organization(write(tmp_path, main=FORMS[request.param]))
    assert found.unresolved == ()
    return found


def names(policies: Any) -> list[str]:
    return sorted(policy.name for policy in policies)


def test_the_tree_is_read(organization: Organization) -> None:
    assert {
        key: [target.name for target in account.path]
        for key, account in organization.account_by_key.items()
        if not account.is_management
    } == {"prod": ["root", "apps", "prod"], "dev": ["root", "dev"]}


def test_the_provider_determines_the_account_of_a_principal(organization: Organization) -> None:
    assert {user.name: organization.accounts[user.account].key for user in organization.users} == {
        "ann": organization.management.key,
        "ben": "prod",
    }


def test_a_policy_attached_to_groups_reaches_their_users(organization: Organization) -> None:
    assert {user.name: names(user.policies) for user in organization.users} == {"ann": ["ReadOnlyAccess"], "ben": []}


def test_a_role_has_its_listed_inline_and_attached_policies(organization: Organization) -> None:
    (role,) = (role for role in organization.roles if role.name == "app")
    assert names(role.policies) == ["AmazonSQSFullAccess", "ReadOnlyAccess", "s3"]


def test_files_of_one_folder_are_one_stack(tmp_path: Path) -> None:
    files = {"main": {"resource": RESOURCES}, "providers": {"provider": {"aws": PROVIDERS}}}
    assert len(read_organization(write(tmp_path, **files)).stacks) == 1


def test_folders_of_the_same_name_are_distinguished(tmp_path: Path) -> None:
    for place, user in (("a/iam", "ann"), ("b/iam", "ben")):
        (tmp_path / place).mkdir(parents=True)
        write(tmp_path / place, main={"resource": {"aws_iam_user": {"u": {"name": user}}}})
    (tmp_path / "org").mkdir()
    write(tmp_path / "org", main={"resource": {"aws_organizations_organization": {"o": {}}}})
    found = read_organization(tmp_path)
    assert [stack.name for stack in found.stacks] == ["a/iam", "b/iam", "org"]
    assert sorted(user.name for user in found.users) == ["ann", "ben"]


def test_accounts_created_in_a_loop_directly_in_a_stack_are_distinguished(tmp_path: Path) -> None:
    accounts = {
        f"account-{name}": {"name": name, "email": f"{name}@example.com", "//": {"metadata": {"path": f"main/{name}"}}}
        for name in ("prod", "dev")
    }
    made = {"aws_organizations_organization": {"o": {}}, "aws_organizations_account": accounts}
    found = read_organization(write(tmp_path, main={"resource": made}))
    assert sorted(found.account_by_key) == ["dev", "prod", tmp_path.name]
    assert len(found.accounts) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "it holds no object"),
        ("{}", "no stack makes an aws_organizations_organization"),
        ('{"resource": {"aws_organizations_organization": {"a": {}, "b": {}}}}', "2 stacks make"),
    ],
)
def test_a_folder_without_organization_is_refused_in_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "main.tf.json").write_text(content)
    with pytest.raises(UserError, match=says):
        read_organization(tmp_path)


def test_the_error_about_an_empty_folder_names_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(TerraformJsonError, match="run 'cdktf synth' first"):
        read_organization(tmp_path)
