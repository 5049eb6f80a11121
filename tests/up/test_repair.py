"""Resources left by an apply that was cut off are imported; none is created twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from emulator import Emulator
from live.caller import Caller
from live.identity import Identity
from orgctl.up.dialogue import Stopped
from orgctl.up.repair import repair
from tests.up.journeys import ACCOUNT, ADMIN, begin
from tests.up.toolbox import Toolbox
from tests.up.typist import Answer, Typist, talk

KIND = "aws_organizations_account"
ADDRESS = f"{KIND}.account_id"


@pytest.fixture
def number(aws: Emulator) -> str:
    """Return the number of the account id, which AWS has created."""
    organizations: Any = aws.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    email = "spacecats-infra+aws-org-id@example.com"
    made = organizations.create_account(Email=email, AccountName="spacecats-id")
    return str(made["CreateAccountStatus"]["AccountId"])


@pytest.fixture
def tools(tmp_path: Path) -> Toolbox:
    made = Toolbox.make(tmp_path, "org-root")
    resources: dict[str, Any] = {KIND: {"account_id": {}, "account_infra": {}}}
    (made.stack("org-root") / "cdk.tf.json").write_text(json.dumps({"resource": resources}))
    return made


def repaired(tools: Toolbox, *answers: Answer, dry_run: bool = False) -> Typist:
    dialogue, typist = talk(*answers)
    who = Identity(boto3.Session(), Caller(ACCOUNT, ADMIN))
    repair(begin(tools.folder, dialogue, who=who, environment=tools.environment, dry_run=dry_run))
    return typist


def test_an_account_that_terraform_does_not_know_is_imported(tools: Toolbox, number: str) -> None:
    tools.has("org-root", "aws_organizations_organization.org", attributes={"id": "o-1"})
    typist = repaired(tools, "y")

    assert [call.split(" in ")[0] for call in tools.calls] == [
        "terraform init -input=false",
        f"terraform import {ADDRESS} {number}_ALLOW",
    ]
    assert f"the account {number} exists, but is not in Terraform's state" in typist.one_line
    assert len(typist.asked) == 1


def test_an_existing_account_that_is_tainted_is_kept(tools: Toolbox, number: str) -> None:
    """Otherwise the account would be replaced, and so closed."""
    tools.has("org-root", ADDRESS, attributes={"id": number}, status="tainted")
    repaired(tools, "y")

    assert [call.split(" in ")[0] for call in tools.calls][1:] == [f"terraform untaint {ADDRESS}"]


def test_a_correct_state_is_not_changed(tools: Toolbox, number: str) -> None:
    tools.has("org-root", ADDRESS, attributes={"id": number})
    typist = repaired(tools)

    assert (tools.calls, typist.text) == ([], "")


def test_an_account_with_another_address_is_not_imported(tools: Toolbox, number: str, aws: Emulator) -> None:
    tools.has("org-root", ADDRESS, attributes={"id": number})
    organizations: Any = aws.session().client("organizations")
    organizations.create_account(Email="infra@elsewhere.example", AccountName="spacecats-infra")
    typist = repaired(tools)

    assert (tools.calls, typist.text) == ([], "")


def test_before_anything_was_deployed_there_is_nothing_to_repair(tools: Toolbox, number: str) -> None:
    typist = repaired(tools)

    assert (tools.calls, typist.text) == ([], "")


def test_nothing_is_repaired_without_agreement_nor_in_a_dry_run(tools: Toolbox, number: str) -> None:
    tools.has("org-root", ADDRESS, attributes={"id": number}, status="tainted")
    assert f"terraform -chdir=cdktf.out/stacks/org-root untaint {ADDRESS}" in " ".join(
        repaired(tools, dry_run=True).one_line.replace("\\ ", "").split()
    )
    with pytest.raises(Stopped):
        repaired(tools, "n")

    assert tools.calls == []
