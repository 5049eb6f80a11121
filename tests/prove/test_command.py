"""The command `orgctl prove`: exit statuses, and one clear message for a missing or invalid input."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from access.decision import process
from access.promises.promise import Outcome, Promise
from access.questions.accepting import Undecided
from orgctl.cli import app
from terraform_json.outputs import Numbers
from tests.dated import AFTER, LAST_DAY, until_new_year
from tests.synthesized_project import write_stacks

NUMBERS = {"id": "2" * 12, "infra": "3" * 12, "logs": "4" * 12}
OUTPUTS = {"org-root": {"account_ids": NUMBERS, "admin_role_arn": f"arn:aws:iam::{'1' * 12}:role/admin"}}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["prove", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_kept_promises_are_proven(project: Path, quick: None) -> None:
    status, out, error = run()

    assert (status, error) == (0, "")
    assert "Promises of access.yaml" in out
    assert "Proven: " in out


def test_a_broken_promise_is_exit_status_1(project: Path, quick: None, stacks: dict[str, Any]) -> None:
    edited = copy.deepcopy(stacks)
    del edited["id"]["resource"]["aws_iam_group_membership"]
    write_stacks(project, edited)

    status, out, _ = run()

    assert status == 1
    assert "BROKEN    Users with MFA can assume the roles that organization.yaml gives" in out


def test_data_and_tests_for_continuous_integration_are_written(project: Path, quick: None) -> None:
    status, out, _ = run("--json", "--junit", "proof.xml")

    assert status == 0
    assert json.loads(out)["proven"] is True
    assert ElementTree.parse(project / "proof.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", "Proof of spacecats, as of 2027-01-02\n\nPromises\n"),
        ("json", '{\n  "version": 2,\n  "organization": "spacecats",\n  "as_of": "2027-01-02",\n  "proven": true,'),
        ("junit", "<?xml version='1.0' encoding='utf-8'?>\n<testsuites>"),
        ("markdown", "## Proof of spacecats, as of 2027-01-02\n\n**Proven: "),
    ],
)
def test_a_proof_is_printed_in_each_format(project: Path, quick: None, form: str, beginning: str) -> None:
    status, out, error = run("--format", form, "--as-of", "2027-01-02")

    assert (status, error) == (0, "")
    assert out.startswith(beginning)


def test_a_proof_is_about_a_day(project: Path, quick: None, stacks: dict[str, Any]) -> None:
    write_stacks(project, until_new_year(stacks))

    assert run("--as-of", LAST_DAY)[0] == 0
    status, out, _ = run("--as-of", AFTER)
    assert status == 1
    assert "myuser cannot assume infra in infra" in " ".join(out.split())


def test_an_undecided_promise_is_exit_status_1(project: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    undecided = Promise(
        "new", "Something new holds.", lambda _: Outcome(undecided=(Undecided("ann: the operator is unknown"),))
    )
    monkeypatch.setattr("orgctl.prove.command.PROMISES", (undecided,))

    status, out, _ = run()

    assert status == 1
    assert "?         Something new holds.\n          ? ann: the operator is unknown\n" in out
    assert out.endswith("Not proven: 6 promises kept, 0 broken, 1 not decided.\n")


def test_real_numbers_are_used_when_they_are_given(project: Path, quick: None) -> None:
    (project / "outputs.json").write_text(json.dumps(OUTPUTS), encoding="utf-8")
    promise = "promises: {a: [{deny: outsiders, to: sts:AssumeRole, on: 'arn:aws:iam::222222222222:role/infra'}]}"
    (project / "mine.yaml").write_text(promise, encoding="utf-8")

    assert run("--access", "mine.yaml", "--outputs", "outputs.json")[0] == 0
    status, _, error = run("--access", "mine.yaml")
    assert status == 1
    assert "222222222222 is no account of the organization that is known" in error
    assert Numbers("1" * 12, NUMBERS).of("id") == "2" * 12


def test_without_promises_of_your_own_the_others_are_looked_at(project: Path, quick: None) -> None:
    (project / "access.yaml").unlink()

    status, out, _ = run()

    assert status == 0
    assert "access.yaml" not in out


def test_without_a_configuration_terraform_json_alone_is_looked_at(project: Path, quick: None) -> None:
    (project / "organization.yaml").unlink()

    status, out, _ = run()

    assert status == 0
    assert "not asked Users with MFA" in out


def test_a_missing_synthesis_is_reported(project: Path) -> None:
    (project / "cdktf.out").rename(project / "elsewhere")

    assert run() == (1, "", f"orgctl: {project / 'cdktf.out'} has no synthesized stacks: run 'cdktf synth' first\n")


@pytest.mark.parametrize("name", ["organization.yaml", "guardrails/no-vpc-peering.json"])
def test_stacks_older_than_a_change_prove_nothing(project: Path, name: str) -> None:
    later = (project / "cdktf.out" / "manifest.json").stat().st_mtime + 1
    os.utime(project / name, (later, later))

    assert run() == (1, "", f"orgctl: cdktf.out is older than {Path(name).name}: run 'cdktf synth'\n")


def test_a_stack_that_is_no_json_is_reported(project: Path) -> None:
    (project / "cdktf.out" / "stacks" / "id" / "cdk.tf.json").write_text("{", encoding="utf-8")

    status, out, error = run()

    assert (status, out) == (1, "")
    assert "cdk.tf.json is not JSON" in error
    assert "run 'cdktf synth' again" in error


def test_a_folder_without_an_organization_is_reported(project: Path) -> None:
    write_stacks(project, {"one": {"resource": {}}})

    status, _, error = run()

    assert status == 1
    assert error.startswith("orgctl: no stack makes an aws_organizations_organization")


def test_mistakes_in_the_configuration_are_listed(project: Path) -> None:
    text = (project / "organization.yaml").read_text(encoding="utf-8")
    (project / "organization.yaml").write_text(text.replace("name: spacecats", "name: Space Cats"), encoding="utf-8")

    status, _, error = run()

    assert status == 1
    assert "organization.yaml:7:7  name: " in error


def test_mistakes_in_access_yaml_are_listed(project: Path) -> None:
    (project / "access.yaml").write_text("promises: {a: [{deny: nobody, to: x, where: y}]}", encoding="utf-8")

    status, out, error = run()

    assert (status, out) == (1, "")
    assert error.count("access.yaml:1:") == 3
    assert error.endswith(f"3 errors in {project / 'access.yaml'}; nothing was changed.\n")


def test_a_file_that_is_named_must_be_there(project: Path) -> None:
    status, _, error = run("--access", "none.yaml")
    assert (status, error.splitlines()[0]) == (1, "none.yaml:1:1  this cannot be read: No such file or directory")

    status, _, error = run("--outputs", "none.json")
    assert (status, error) == (1, "orgctl: none.json cannot be read: No such file or directory\n")


def test_an_unwritable_report_is_an_error(project: Path, quick: None) -> None:
    status, _, error = run("--junit", "no/such/folder.xml")

    assert status == 1
    assert error.startswith("orgctl: ")
    assert "no/such/folder.xml" in error


def test_without_the_evaluator_nothing_is_proven(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_PACKAGE", project / "none")

    assert run() == (1, "", "orgctl: the evaluator of policies is not installed here: run 'make setup'\n")


def test_wrong_usage_is_exit_status_2(project: Path) -> None:
    assert run("--frobnicate")[0] == 2
    assert run("unexpected")[0] == 2
    assert run("--json", "--format", "markdown")[0] == 2
    status, out, error = run("--as-of", "2026-02-30")
    assert (status, out) == (2, "")
    assert error == (
        "orgctl: --as-of must be a day of the calendar in UTC, from 1970-01-01 on, got '2026-02-30': write YYYY-MM-DD, "
        "for example 2026-12-31\n"
    )


def test_the_statements_that_keep_a_promise_are_told_when_asked_for(project: Path, quick: None) -> None:
    text = CliRunner().invoke(app, ["prove", "--kept-by"]).output
    assert "- trust policy: statement 1 of trust policy of" in text
    assert "allows under its conditions only (" in text
    assert "- no policy allows it (" in text
    assert max(map(len, text.splitlines())) <= 80

    (given, *_) = json.loads(CliRunner().invoke(app, ["prove", "--kept-by", "--json"]).output)["promises"]
    assert given["kept_by"]["granted_by_none"] > 0
    assert {one["statement"]["layer"] for one in given["kept_by"]["statements"]} == {"trust policy"}
    assert all(one["statement"]["places"] and one["questions"] for one in given["kept_by"]["statements"])

    (given, *_) = json.loads(CliRunner().invoke(app, ["prove", "--json"]).output)["promises"]
    assert given["kept_by"] is None
