"""
A perimeter that names the organization and its accounts, by variables or literally.

Variables are references in the stacks, which the proof resolves. What depends on a literal id is decided when the
organization's own ids are known, and else not decided.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from access.decision import Evaluator
from access.promises.registry import PROMISES
from access.proof import Proof, prove_all
from access.proof.reasons import Sources
from access.questions.world import World
from organization.load import load
from orgctl.prove.reading import read_synthesized
from tests.synthesis import resources, synthesize_organization

RIGHT = Path(__file__).parent / "right"
ROLE = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Action": ["s3:GetObject", "iam:GetUser"],
        "Resource": ["arn:aws:s3:::${account_id:customs}-files/*", "arn:aws:iam::*:user/${aws:username}"],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalOrgID": "${organization_id}",
                "aws:ResourceAccount": ["${account_id:crane}", "${account_id:customs}", "${management_account_id}"],
            }
        },
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an organization whose perimeter and roles name ids by variables."""
    made = tmp_path_factory.mktemp("variables")
    text = (RIGHT / "deployed-perimeter.yaml").read_text(encoding="utf-8")
    text = text.replace("organization: o-a1b2c3d4e5", 'organization: "${organization_id}"')
    text = text.replace('"333333333333", "111111111111"', '"${account_id:customs}", "${management_account_id}"')
    text = text.replace("crane: PowerUserAccess", "crane: policies/files.json")
    assert "organization: o-" not in text
    (made / "organization.yaml").write_text(text, encoding="utf-8")
    (made / "guardrails").symlink_to(RIGHT / "guardrails")
    (made / "policies").mkdir()
    (made / "policies" / "files.json").write_text(json.dumps(ROLE), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def synthesized(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the Terraform JSON of its stacks."""
    return synthesize_organization(load(folder / "organization.yaml")[0], folder / "cdktf.out", folder)


def test_a_guardrail_refers_to_the_organization_and_its_accounts(synthesized: dict[str, Any]) -> None:
    (perimeter, *_) = (one for one in policies(synthesized) if "OwnIdentities" in one)
    (statement, _) = json.loads(perimeter)["Statement"]
    organization = statement["Condition"]["StringNotEqualsIfExists"]["aws:PrincipalOrgID"]
    assert re.fullmatch(r"\$\{aws_organizations_organization\.organization_\w+\.id\}", organization)
    (alone,) = (one for one in policies(synthesized) if "dynamodb" in one)
    accounts = json.loads(alone)["Statement"][0]["Condition"]["StringNotEquals"]["aws:ResourceAccount"]
    assert accounts[0] == "${aws_organizations_account.account_customs.id}"
    assert re.fullmatch(r"\$\{data\.aws_caller_identity\.management-account\.account_id\}", accounts[1])


def policies(synthesized: dict[str, Any]) -> list[str]:
    return [one["content"] for one in resources(synthesized["org-root"], "aws_organizations_policy")]


def test_a_role_refers_to_the_outputs_of_the_stack_of_the_organization(synthesized: dict[str, Any]) -> None:
    (policy,) = resources(synthesized["crane"], "aws_iam_role_policy")
    statement = json.loads(policy["policy"])["Statement"]
    equals = statement["Condition"]["StringEquals"]
    named = [equals["aws:PrincipalOrgID"], *equals["aws:ResourceAccount"], statement["Resource"][0]]
    assert all("${data.terraform_remote_state." in one and ".outputs." in one for one in named)
    assert statement["Resource"][1] == "arn:aws:iam::*:user/$${aws:username}"


def prove(file: Path, folder: Path) -> Proof:
    read = read_synthesized(folder, file, as_of=date(2026, 12, 1))
    with Evaluator(read.organization) as evaluator:
        world = World(read.organization, evaluator, read.intent)
        return prove_all(read.name, world, Sources(read.lines, read.organization), PROMISES, (), started=0)


def test_the_proof_resolves_them(synthesized: dict[str, Any], folder: Path) -> None:
    proof = prove(folder / "organization.yaml", folder)
    assert {
        one.name: one.kinds or one.undecided for one in proof.promises if one.status in ("broken", "undecided")
    } == {}
    assert (proof.unresolved, proof.unread, proof.counts["kept"] >= 7) == ((), (), True)


@pytest.fixture(scope="module")
def literal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the synthesized organization whose perimeter names its ids literally."""
    made = tmp_path_factory.mktemp("literal")
    (made / "guardrails").symlink_to(RIGHT / "guardrails")
    synthesize_organization(load(RIGHT / "deployed-perimeter.yaml")[0], made / "cdktf.out", RIGHT)
    return made


def with_ids(folder: Path, organization: str, **numbers: str) -> Path:
    """Write the literal perimeter's configuration with these ids, older than its stacks. Return the file."""
    text = (RIGHT / "deployed-perimeter.yaml").read_text(encoding="utf-8")
    text = text.replace("name: port", f"name: port\n{organization and f'organization_id: {organization}'}")
    if numbers:
        accounts = ", ".join(f'{key}: {{account_id: "{numbers[key]}"}}' for key in ("id", "crane", "customs"))
        text = text.replace("{id: , crane: , customs: }", f"{{{accounts}}}")
        text = text.replace("{admins: [ann]}", f'{{admins: [ann], account_id: "{numbers["management"]}"}}')
    (folder / "organization.yaml").write_text(text, encoding="utf-8")
    os.utime(folder / "organization.yaml", (0, 0))
    return folder / "organization.yaml"


OWN = {"management": "1" * 12, "id": "2" * 12, "crane": "333333333331", "customs": "3" * 12}


def test_a_literal_perimeter_is_proven_with_the_ids_of_the_configuration(literal: Path) -> None:
    assert prove(with_ids(literal, "o-a1b2c3d4e5", **OWN), literal).proven


def test_a_literal_perimeter_of_another_organization_is_broken(literal: Path) -> None:
    proof = prove(with_ids(literal, "o-z9y8x7w6v5", **OWN), literal)
    assert {one.name for one in proof.promises if one.status == "broken"} >= {"deployment", "state"}


@pytest.mark.parametrize("numbers", [{}, OWN], ids=["nothing known", "numbers known"])
def test_a_literal_perimeter_is_not_decided_without_the_id(literal: Path, numbers: dict[str, str]) -> None:
    proof = prove(with_ids(literal, "", **numbers), literal)
    undecided = {one.name: one.undecided for one in proof.promises if one.status == "undecided"}
    assert undecided.keys() == {"mfa", "given-access", "chaining", "deployment", "state", "operations"}
    assert [one.name for one in proof.promises if one.status == "broken"] == []
    assert all(DOUBT in text for texts in undecided.values() for text in texts)


DOUBT = "whether o-a1b2c3d4e5 is the id of this organization is not known: organization.yaml (organization_id"


def test_numbers_that_nothing_depends_on_need_not_be_known(literal: Path) -> None:
    assert prove(with_ids(literal, "o-a1b2c3d4e5"), literal).counts["undecided"] == 0
