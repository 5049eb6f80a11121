"""`orgctl who-can`: the answer as text and JSON, and what cannot be asked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from orgctl.cli import app
from tests.dated import AFTER, LAST_DAY, until_new_year
from tests.synthesized_project import write_project

TRAIL = "s3://spacecats-logs-cloudtrail-us-west-2/AWSLogs/x"


@pytest.fixture(scope="module")
def folder(stacks: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("who-can"), stacks)


@pytest.fixture(autouse=True)
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the synthesized example, the current folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["who-can", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def lines(*arguments: str) -> list[str]:
    status, out, error = run(*arguments)
    assert (status, error) == (0, "")
    assert [line for line in out.splitlines() if len(line) > 80] == []
    return out.splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ("s3:DeleteObject", TRAIL),
        ("sts:AssumeRole", "role:infra@infra"),
        ("ec2:RunInstances", "infra"),
        ("kms:Decrypt",),
        ("ce:GetCostAndUsage",),
    ],
    ids=["trail", "role", "account", "anything", "without-resource"],
)
def test_an_answer_reads_well(arguments: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    assert lines(*arguments, "--as-of", "2026-12-01") == snapshot


def test_only_the_deployment_role_deletes_files_of_the_trail() -> None:
    found = json.loads(run("s3:DeleteObject", TRAIL, "--json", "--as-of", "2026-12-01")[1])

    assert (found["version"], found["decided"], found["where"], found["as_of"]) == (1, True, "logs", "2026-12-01")
    assert [(one["kind"], one["name"], one["can"]) for one in found["principals"]] == [
        ("user", "myuser.org-root", True),
        ("role", "OrganizationAccountAccessRole", True),
    ]
    user, role = found["principals"]
    (calls,) = role["in_person"][0]["calls"]
    assert calls["alternatives"] == [{"conditions": [{"key": "aws:SecureTransport", "words": "over TLS"}]}]
    (route,) = user["routes"]
    assert (route["ways"], [step["label"] for step in route["steps"]]) == (
        ["MFA"],
        ["role admin of org-root", "role OrganizationAccountAccessRole of logs"],
    )


def test_an_answer_is_as_of_a_day(stacks: dict[str, Any], tmp_path: Path) -> None:
    os.chdir(write_project(tmp_path, until_new_year(stacks)))
    asked = ("sts:AssumeRole", "role:infra@infra")

    assert "    itself, with MFA: before 2027-01-01" in lines(*asked, "--as-of", LAST_DAY)
    assert "No principal can." in lines(*asked, "--as-of", AFTER)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("s3:GetObjekt",), "orgctl: ACTION: 'GetObjekt' is no action of s3, did you mean 'GetObject'?"),
        (("s4:GetObject",), "orgctl: ACTION: 's4' is no service of AWS"),
        (("GetObject",), "orgctl: ACTION: 'GetObject' must look like s3:GetObject"),
        (("s3:Delete*",), "orgctl: ACTION: 's3:Delete*' has a wildcard: ask about one action"),
        (("s3:GetObject", "loggs"), "orgctl: RESOURCE: 'loggs': must be an ARN, s3://bucket/key, role:NAME"),
        (("s3:GetObject", "s3://nope/x"), "orgctl: RESOURCE: 's3://nope/x': no stack makes arn:aws:s3:::nope/x"),
        (("s3:GetObject", "role:infra@infra"), "orgctl: RESOURCE: s3:GetObject does not apply to arn:aws:iam::"),
        (("sts:AssumeRole", "role:infra"), "orgctl: RESOURCE: 'role:infra' is 2 things; name one"),
        (("s3:GetObject", "*"), "orgctl: RESOURCE: s3:GetObject acts on resources: leave RESOURCE out"),
        (("s3:GetObject", "--as-of", "tomorrow"), "orgctl: --as-of must be a day of the calendar in UTC"),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_clear_error(arguments: tuple[str, ...], said: str) -> None:
    status, out, error = run(*arguments)

    assert (status, out) == (2, "")
    assert " ".join(error.split()).startswith(said)


def test_all_errors_of_a_question_are_reported_at_once() -> None:
    _, _, error = run("s3:GetObjekt", "loggs")

    assert [line.split(":")[1].strip() for line in error.splitlines()] == ["ACTION", "RESOURCE"]


def test_what_is_not_decided_is_said_and_ends_with_status_1(stacks: dict[str, Any], tmp_path: Path) -> None:
    tagged = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sns:ListTopics",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}},
                }
            ],
        }
    )
    edited = json.loads(json.dumps(stacks))
    edited["id"]["resource"].setdefault("aws_iam_user_policy", {})["tagged"] = {
        "name": "tagged",
        "user": "myuser",
        "policy": tagged,
    }
    os.chdir(write_project(tmp_path, edited))

    status, out, _ = run("sns:ListTopics", "id")
    assert status == 1
    assert "? StringEquals of aws:PrincipalTag/team: the proof does not read tags" in " ".join(out.split())
