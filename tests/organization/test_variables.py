"""Variables in the policy files of guardrails and roles: checked with file and line, and measured as deployed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from organization.attached_policies import at_target
from organization.load import examine_text
from policies.variables import Ids
from tests.organization.files import organization, problems

TREE = "{main: {accounts: {id: , infra: }}}"
IDS = Ids("o-a1b2c3d4e5", "111111111111", {"id": "222222222222", "infra": "333333333333"})
PERIMETER = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
        "StringNotEqualsIfExists": {
            "aws:PrincipalOrgID": "${organization_id}",
            "aws:PrincipalAccount": ["${account_id:infra}", "${management_account_id}"],
        },
        "StringNotEquals": {"aws:username": "${aws:username}"},
    },
}


def write(folder: Path, name: str, *statements: Any) -> None:
    (folder / name).write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2))


def guardrail(text: str) -> str:
    return organization(f"guardrails: {{own: {{targets: root, {text}}}}}", organizational_units=TREE)


def role(*files: str) -> str:
    roles = f"{{infra: {{users: [ann], roles: {{infra: [{', '.join(files)}]}}}}}}"
    return organization("users: [ann]", f"groups: {roles}", organizational_units=TREE)


def test_variables_are_filled_in_a_packed_guardrail(tmp_path: Path) -> None:
    write(tmp_path, "own.json", PERIMETER)
    text = guardrail("file: own.json, type: RESOURCE_CONTROL_POLICY")
    found, wrong = examine_text(text.encode(), tmp_path)
    assert found
    assert wrong == []
    (policy,) = at_target(found, "root", tmp_path, IDS)
    (statement,) = json.loads(policy.content)["Statement"]
    assert statement["Condition"] == {
        "StringNotEqualsIfExists": {
            "aws:PrincipalOrgID": "o-a1b2c3d4e5",
            "aws:PrincipalAccount": ["333333333333", "111111111111"],
        },
        "StringNotEquals": {"aws:username": "${aws:username}"},
    }


def test_variables_are_filled_in_a_policy_of_another_kind(tmp_path: Path) -> None:
    tags = {"tags": {"Account": {"tag_value": {"@@assign": ["${account_id:infra}"]}}}}
    (tmp_path / "tags.json").write_text(json.dumps(tags))
    found, wrong = examine_text(guardrail("file: tags.json, type: TAG_POLICY").encode(), tmp_path)
    assert found
    assert wrong == []
    (policy,) = at_target(found, "root", tmp_path, IDS)
    assert json.loads(policy.content)["tags"]["Account"]["tag_value"]["@@assign"] == ["333333333333"]


def test_a_parameter_may_be_a_variable(tmp_path: Path) -> None:
    condition = {"StringNotEquals": {"aws:PrincipalOrgID": "{{organization}}"}}
    write(tmp_path, "own.json", {**PERIMETER, "Condition": condition})
    text = guardrail('file: own.json, type: RESOURCE_CONTROL_POLICY, parameters: {organization: "${organization_id}"}')
    found, wrong = examine_text(text.encode(), tmp_path)
    assert found
    assert wrong == []
    assert '"aws:PrincipalOrgID":"o-a1b2c3d4e5"' in at_target(found, "root", tmp_path, IDS)[0].content


@pytest.mark.parametrize("text", [guardrail("file: own.json"), role("own.json")], ids=["guardrail", "role"])
def test_a_wrong_variable_is_an_error_with_file_and_line(tmp_path: Path, text: str) -> None:
    wrong = {"aws:PrincipalAccount": "${account_id:infrra}", "aws:PrincipalOrgID": "${organisation_id}"}
    write(
        tmp_path,
        "own.json",
        {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": wrong}},
    )
    first, second = [line.partition("  ")[2] for line in problems(text, tmp_path) if "exempts roles" not in line]
    assert "the policy in 'own.json' has in line 10 '${account_id:infrra}', but 'infrra' is no account" in first
    assert "did you mean 'infra'? there are id and infra" in first
    assert "the policy in 'own.json' has in line 11 '${organisation_id}', which is no variable; did you mean" in second


def test_a_variable_in_an_arn_is_as_good_as_a_number(tmp_path: Path) -> None:
    arn = "arn:aws:iam::${account_id:infra}:role/x"
    write(tmp_path, "own.json", {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn})
    assert problems(role("own.json"), tmp_path) == []


def test_a_guardrail_measures_its_variables_at_their_longest(tmp_path: Path) -> None:
    """A policy fits with an id of any length that AWS may assign, and only then."""

    def fits(padding: int) -> bool:
        write(tmp_path, "own.json", {**PERIMETER, "Sid": "a" * padding})
        text = guardrail("file: own.json, type: RESOURCE_CONTROL_POLICY")
        return not [line for line in problems(text, tmp_path) if "characters" in line]

    longest = Ids(f"o-{'a' * 32}", "1" * 12, {"id": "2" * 12, "infra": "3" * 12})
    write(tmp_path, "own.json", PERIMETER)
    found, _ = examine_text(guardrail("file: own.json, type: RESOURCE_CONTROL_POLICY").encode(), tmp_path)
    assert found
    (policy,) = at_target(found, "root", tmp_path, longest)
    room = 5_120 - len(policy.content) - len('"Sid":"",')
    assert (fits(room), fits(room + 1)) == (True, False)


def test_an_inline_policy_measures_its_variables_at_their_longest(tmp_path: Path) -> None:
    allow = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    condition = {"StringEquals": {"aws:ResourceOrgID": "${organization_id}"}}

    def wrong(padding: int) -> list[str]:
        write(tmp_path, "own.json", {**allow, "Condition": condition, "Sid": "a" * padding})
        return problems(role("own.json"), tmp_path)

    said = json.dumps(
        {"Version": "2012-10-17", "Statement": [{**allow, "Condition": condition, "Sid": ""}]}, separators=(",", ":")
    )
    room = 10_240 - len(said) - (34 - len("${organization_id}"))
    assert wrong(room) == []
    assert "10240 are allowed" in wrong(room + 1)[0]
