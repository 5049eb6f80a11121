"""`orgctl explain`: the decision, the layer, the statement, its line, and the way through roles."""

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
    return write_project(tmp_path_factory.mktemp("explain"), stacks)


@pytest.fixture(autouse=True)
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the synthesized example, the current folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["explain", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def explained(*arguments: str) -> list[str]:
    status, out, error = run(*arguments)
    assert (status, error) == (0, "")
    assert [line for line in out.splitlines() if len(line) > 80 and " " in line.strip()] == []
    return out.splitlines()


def answer(*arguments: str) -> str:
    """Return the text before the layers."""
    paragraphs = "\n".join(explained(*arguments)).split("\n\n")
    return " ".join(paragraphs[1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("myuser", "ec2:StopInstances", "infra"),
        ("myuser", "sts:AssumeRole", "role:infra@infra", "--no-mfa"),
        ("myuser.org-root", "s3:DeleteObject", TRAIL),
        ("root@logs", "iam:CreateUser", "logs"),
        ("cloudtrail.amazonaws.com", "s3:PutObject", "s3://spacecats-logs-cloudtrail-us-west-2/AWSLogs/{number}/x"),
    ],
    ids=["through-a-role", "without-mfa", "chain", "root-user", "service"],
)
def test_an_explanation_reads_well(arguments: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    if "{number}" in arguments[-1]:
        number = explained("root@org-root", "iam:CreateUser", "org-root")[1].split(":")[4]
        arguments = (*arguments[:-1], arguments[-1].replace("{number}", number))

    assert explained(*arguments, "--as-of", "2026-12-01") == snapshot


def test_a_request_is_decided_as_of_a_day(project: Path, stacks: dict[str, Any], tmp_path: Path) -> None:
    os.chdir(write_project(tmp_path, until_new_year(stacks)))
    asked = ("myuser", "sts:AssumeRole", "role:infra@infra")

    assert answer(*asked, "--as-of", LAST_DAY).startswith("Allowed by")
    assert answer(*asked, "--as-of", AFTER).startswith("Denied: nothing in the trust policy allows it.")
    assert f"  as of {AFTER}" in explained(*asked, "--as-of", AFTER)


def test_a_day_that_is_none_is_wrong_usage() -> None:
    status, out, error = run("myuser", "sts:AssumeRole", "role:infra@infra", "--as-of", "2026-02-30")

    assert (status, out) == (2, "")
    assert error.startswith("orgctl: --as-of must be a day of the calendar in UTC")


def test_a_guardrail_is_the_layer_that_decides() -> None:
    lines = explained("role:infra@infra", "ec2:StopInstances", "infra", "--region", "eu-west-1")
    start = lines.index("  SCP of spacecats  denies it")

    assert "Denied: the SCP of spacecats denies it." in lines
    assert lines[start + 1 : start + 3] == [
        "      LimitRegions of spacecats/guardrails-1",
        "      organization.yaml line 71 (guardrails.limit-regions)",
    ]


def test_the_statement_is_shown_as_it_is() -> None:
    lines = explained("role:infra@infra", "ec2:StartInstances", "infra", "--context", "ec2:InstanceType=p5.48xlarge")
    start, end = lines.index("        {"), lines.index("        }")
    statement = json.loads("\n".join(lines[start : end + 1]))

    assert statement["Sid"] == "LimitInstanceTypes"
    assert statement["Condition"] == {"StringNotLike": {"ec2:InstanceType": ["t3.*", "t4g.*", "m7g.*"]}}


def test_a_person_is_shown_the_roles_through_which_it_is_possible() -> None:
    assert answer("myuser", "ec2:StopInstances", "infra") == (
        "Not directly: nothing in the identity policy or the policy of the resource allows it. "
        "As role infra of infra: allowed."
    )


def test_a_chain_of_roles_is_shown_in_its_order() -> None:
    assert "As role admin, then OrganizationAccountAccessRole of logs: allowed." in answer(
        "myuser.org-root", "s3:DeleteObject", TRAIL
    )


@pytest.mark.parametrize(
    ("who", "action", "what"),
    [
        ("role:incident-responder@logs", "s3:ListBucket", "arn:aws:s3:::spacecats-logs-"),
        ("role:incident-responder@logs", "kms:DescribeKey", ":key/"),
        ("role:OrganizationAccountAccessRole@logs", "s3:GetObject", "arn:aws:s3:::spacecats-logs-"),
        ("cloudtrail.amazonaws.com", "s3:GetBucketAcl", "arn:aws:s3:::spacecats-logs-cloudtrail-"),
    ],
)
def test_an_account_stands_for_everything_that_the_action_applies_to_there(who: str, action: str, what: str) -> None:
    trail = "arn:aws:cloudtrail:us-west-2:000073551765:trail/organization"
    source = ("--context", f"aws:SourceArn={trail}") if who.startswith("cloudtrail") else ()
    lines = explained(who, action, "logs", *source)
    assert "Allowed" in "\n".join(lines)
    assert what in " ".join("".join(lines[:4]).split())


def test_an_action_that_no_role_allows_is_denied() -> None:
    assert answer("myuser", "s3:DeleteObject", TRAIL).endswith(
        "Nor is it allowed as any of the 6 roles that the user can assume."
    )


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ((), "Allowed by the identity policy and the trust policy."),
        (("--mfa",), "Allowed by the identity policy and the trust policy."),
        (("--no-mfa",), "Denied: nothing in the trust policy allows it."),
        (("--key",), "Denied: nothing in the trust policy allows it."),
    ],
)
def test_mfa_matters(option: tuple[str, ...], said: str) -> None:
    assert answer("myuser", "sts:AssumeRole", "role:infra@infra", *option) == said


def test_a_condition_that_is_not_met_is_shown() -> None:
    text = " ".join(" ".join(explained("myuser", "sts:AssumeRole", "role:infra@infra", "--key")).split())

    assert "it would, if the conditions were met, by statement 1 of trust policy of infra" in text
    assert '"aws:MultiFactorAuthPresent": "true"' in text


ARNS = ("arn:aws:iam::NUMBER:role/infra", "arn:aws:sts::NUMBER:assumed-role/infra/ann")


@pytest.mark.parametrize("principal", ["role:infra@infra", "role/infra@infra", "infra/infra", *ARNS])
def test_a_role_has_many_names(principal: str) -> None:
    number = explained("root@infra", "iam:CreateUser", "infra")[1].split(":")[4]

    lines = explained(principal.replace("NUMBER", number), "ec2:StopInstances", "infra")

    assert lines[0] == "role infra of infra: ec2:StopInstances"


@pytest.mark.parametrize("principal", ["myuser", "myuser@id"])
def test_a_user_has_a_name(principal: str) -> None:
    assert explained(principal, "iam:ListUsers", "*")[0] == "myuser with MFA: iam:ListUsers"


def test_an_action_without_a_resource_is_in_the_callers_account() -> None:
    assert explained("role:infra@infra", "ec2:DescribeInstances", "*")[1] == "  on *, in infra"


def test_layers_that_do_not_apply_say_why() -> None:
    lines = explained("999999999999", "sts:AssumeRole", "role:admin")

    assert "  RCP              does not apply (the management account is not bound)" in lines
    assert "Denied: nothing in the trust policy allows it." in lines


@pytest.mark.parametrize(
    ("principal", "first"),
    [
        ("arn:aws:iam::111122223333:root", "the root user of account 111122223333: sts:AssumeRole"),
        ("arn:aws:iam::111122223333:user/ben", "the user ben of account 111122223333: sts:AssumeRole"),
        ("111122223333", "a principal of account 111122223333: sts:AssumeRole"),
        ("outsiders", "a principal of account 999999999999: sts:AssumeRole"),
        ("root user of logs", "root user of logs: sts:AssumeRole"),
    ],
)
def test_who_is_outside_or_a_root_user_is_a_caller_too(principal: str, first: str) -> None:
    lines = explained(principal, "sts:AssumeRole", "role:admin")

    assert lines[0] == first
    assert any(line.startswith("Denied: ") for line in lines)


def test_a_root_user_is_named_by_its_arn() -> None:
    number = explained("root@infra", "iam:CreateUser", "infra")[1].split(":")[4]

    assert explained(f"arn:aws:iam::{number}:root", "iam:CreateUser", "infra")[0].startswith("root user of infra: ")


def test_outsiders_are_those_that_a_policy_lets_in(stacks: dict[str, Any], tmp_path: Path) -> None:
    edited = json.loads(json.dumps(stacks))
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "111122223333"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "x7"}},
        },
    }
    edited["infra"]["resource"]["aws_iam_role"]["partner"] = {
        "name": "partner",
        "assume_role_policy": json.dumps(trust),
    }
    os.chdir(write_project(tmp_path, edited))

    lines = explained("outsiders", "sts:AssumeRole", "role:partner")
    assert lines[0] == "a principal of account 111122223333: sts:AssumeRole"
    assert "  with sts:ExternalId x7" in lines
    assert "Allowed by the identity policy and the trust policy." in lines


def test_a_long_list_is_cut_to_the_relevant_part() -> None:
    lines = explained("role:incident-responder@infra", "ec2:DescribeInstances", "infra")

    assert any("more" in line and "…" in line for line in lines)
    assert len(lines) < 40


WRONG = [
    (("anna", "s3:GetObject", "logs"), "PRINCIPAL: 'anna' is no principal"),
    (("people", "s3:GetObject", "logs"), "PRINCIPAL: 'people' is not one principal"),
    (("role:infra", "s3:GetObject", "logs"), "there are 2 of that name; say which: role:infra@id, role:infra@infra"),
    (("role:x@infra", "s3:GetObject", "logs"), "'x' is no role in infra"),
    (("infra/x", "s3:GetObject", "logs"), "'x' is no role in infra"),
    (("nowhere/x", "s3:GetObject", "logs"), "'nowhere' is no account"),
    (("root", "s3:GetObject", "logs"), "the root user of which account? root@KEY"),
    (("myuser", "s3:GetObjec", "logs"), "ACTION: 'GetObjec' is no action of s3, did you mean 'GetObject'?"),
    (("myuser", "s3:Get*", "logs"), "ACTION: 's3:Get*' has a wildcard: ask about one action"),
    (("myuser", "s3:GetObject", "log"), "RESOURCE: 'log': must be an ARN"),
    (("myuser", "s3:GetObject", "*"), "RESOURCE: s3:GetObject does not apply to *: name an account"),
    (("myuser", "sts:AssumeRole", "role:infra"), "RESOURCE: 'role:infra' is 2 things; name one"),
    (("myuser", "s3:GetObject", "s3://moon/x"), "no stack makes arn:aws:s3:::moon/x"),
    (("myuser", "s3:GetObject", "logs", "--region", "mars"), "--region: 'mars' is no region"),
    (("myuser", "s3:GetObject", "logs", "--context", "x"), "--context must look like KEY=VALUE, got 'x'"),
    (("myuser", "s3:GetObject", "logs", "--context", "aws:SourceIpp=1"), "did you mean 'aws:SourceIp'?"),
    (("myuser", "s3:GetObject", "logs", "--context", "mfa=true"), "--context: say --mfa, --no-mfa or --key"),
    (("myuser",), "Missing argument"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_a_question_that_cannot_be_asked_is_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    status, out, error = run(*arguments)

    assert (status, out) == (2, "")
    assert message in error


def test_all_errors_of_a_question_are_reported_at_once() -> None:
    _, _, error = run("anna", "s3:GetObjec", "logs", "--region", "mars")

    assert [line.split(":")[1].strip() for line in error.splitlines()] == ["PRINCIPAL", "ACTION", "--region"]


def test_a_missing_synthesis_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cdktf.json").write_text("{}")
    monkeypatch.chdir(tmp_path)

    status, _, error = run("ann", "s3:GetObject", "logs")

    assert status == 1
    assert "run 'cdktf synth' first" in error
