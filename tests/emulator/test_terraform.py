"""The real Terraform with the real AWS provider on the emulator."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from emulator.run import emulated_project
from tests.emulator.conftest import document, trust
from tests.emulator.terraform import demand_no_change, terraform
from toolchain.providers import AWS_PROVIDER_VERSIONS

ID = "${aws_organizations_account.id.id}"
ROLE = f"arn:aws:iam::{ID}:role/OrganizationAccountAccessRole"
IN_ID = {"provider": "aws.id"}
ORGANIZATION = {"depends_on": ["aws_organizations_organization.org"]}

RESOURCES: dict[str, Any] = {
    "aws_organizations_organization": {
        "org": {
            "feature_set": "ALL",
            "enabled_policy_types": ["SERVICE_CONTROL_POLICY"],
            "aws_service_access_principals": ["iam.amazonaws.com", "malware-protection.guardduty.amazonaws.com"],
        }
    },
    "aws_organizations_organizational_unit": {
        "main": {"name": "spacecats", "parent_id": "${aws_organizations_organization.org.roots[0].id}"}
    },
    "aws_organizations_policy": {
        "deny": {
            "name": "deny-leaving",
            "type": "SERVICE_CONTROL_POLICY",
            "content": document("organizations:LeaveOrganization", effect="Deny"),
            **ORGANIZATION,
        }
    },
    "aws_organizations_policy_attachment": {
        "deny": {
            "policy_id": "${aws_organizations_policy.deny.id}",
            "target_id": "${aws_organizations_organizational_unit.main.id}",
        }
    },
    "aws_organizations_account": {
        key: {
            "name": f"spacecats-{key}",
            "email": f"spacecats+{key}@example.com",
            "parent_id": "${aws_organizations_organizational_unit.main.id}",
            "tags": {"Automation": "Terraform"},
        }
        for key in ("id", "infra")
    },
    "aws_iam_organizations_features": {"root": {"enabled_features": ["RootSessions"], **ORGANIZATION}},
    "aws_iam_account_alias": {"id": {"account_alias": "spacecats-id", **IN_ID}},
    "aws_iam_user": {"ann": {"name": "ann", "force_destroy": True, "tags": {"Team": "infra"}, **IN_ID}},
    "aws_iam_group": {"infra": {"name": "infra", **IN_ID}},
    "aws_iam_user_group_membership": {
        "ann": {"user": "${aws_iam_user.ann.name}", "groups": ["${aws_iam_group.infra.name}"], **IN_ID}
    },
    "aws_iam_role": {
        "infra": {
            "name": "infra",
            "assume_role_policy": trust(
                f"arn:aws:iam::{ID}:root", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}
            ),
            **IN_ID,
        }
    },
    "aws_iam_role_policy_attachment": {
        "infra": {
            "role": "${aws_iam_role.infra.name}",
            "policy_arn": "arn:aws:iam::aws:policy/PowerUserAccess",
            **IN_ID,
        }
    },
}
CONFIGURATION = {
    "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": AWS_PROVIDER_VERSIONS}}},
    "provider": {
        "aws": [{"region": "us-west-2"}, {"alias": "id", "region": "us-west-2", "assume_role": [{"role_arn": ROLE}]}]
    },
    "resource": RESOURCES,
}


def test_an_organization_deploys_converges_and_goes_again(tmp_path: Path) -> None:
    """Use Terraform as users do: it verifies the provider, which `terraform_environment` skips."""
    (tmp_path / "main.tf.json").write_text(json.dumps(CONFIGURATION))
    with emulated_project(tmp_path, os.environ) as (emulator, folder, environment):
        terraform(folder, environment, "init")
        terraform(folder, environment, "apply", "-auto-approve")

        organizations: Any = emulator.session().client("organizations")
        numbers = {account["Name"]: account["Id"] for account in organizations.list_accounts()["Accounts"]}
        assert set(numbers) == {"management", "spacecats-id", "spacecats-infra"}
        iam = emulator.session(numbers["spacecats-id"]).client("iam")
        assert [user["UserName"] for user in iam.get_group(GroupName="infra")["Users"]] == ["ann"]
        assert emulator.session().client("iam").list_users()["Users"] == []

        demand_no_change(folder, environment)
        terraform(folder, environment, "destroy", "-auto-approve")
    assert [entry.name for entry in tmp_path.iterdir()] == ["main.tf.json"]
