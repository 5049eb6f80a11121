"""The command `orgctl diff`: the base, the exit status, and one message for a missing input."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from orgctl.cli import app
from terraform_json.stacks import read_stacks
from tests.dated import AFTER, LAST_DAY, until_new_year
from tests.diff.organizations import ORGANIZATIONS
from tests.synthesis import ROOT
from tests.synthesized_project import write_stacks

Project = Callable[[str], Path]
NOTHING = "Nothing changes: the same users, access, guardrails, accounts and policies.\n"


@pytest.fixture
def project(folder_of: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a function that creates a project with an organization's cdktf.out, by name; commands run in it."""

    def made(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "cdktf.json").write_text("{}")
        (folder / "organization.yaml").write_text(yaml.safe_dump(ORGANIZATIONS[name], sort_keys=False))
        os.utime(folder / "organization.yaml", (0, 0))  # older than what was synthesized from it
        (folder / "guardrails").symlink_to(ROOT / "guardrails")
        shutil.copytree(folder_of(name), folder / "cdktf.out", ignore=shutil.ignore_patterns(".*"))
        monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
        monkeypatch.chdir(folder)
        return folder

    return made


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *arguments], catch_exceptions=False)


def test_a_folder_is_a_base_with_cdktf_out_in_it_or_as_one(project: Project) -> None:
    before = project("example")
    project("ann")
    for base in (before, before / "cdktf.out"):
        result = diff(str(base))
        assert result.exit_code == 0
        assert "ann gains the role infra of id and infra, with MFA: PowerUserAccess (group" in result.stdout
        assert result.stdout.endswith("No change is refused.\n")


def test_nothing_changed_is_exit_status_0(project: Project) -> None:
    result = diff(str(project("example")))
    assert (result.exit_code, result.stdout.endswith(NOTHING)) == (0, True)


def test_a_refusal_is_exit_status_1(project: Project) -> None:
    before = project("dev")
    project("example")
    result = diff(str(before), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] is True


def test_both_sides_are_decided_as_of_one_day(project: Project) -> None:
    before = project("example")
    stacks = read_stacks(project("ann") / "cdktf.out")
    limited = until_new_year({stack.name: dict(stack.document) for stack in stacks})
    write_stacks(Path.cwd(), limited)
    lost = "loses the role infra of infra"

    for day, is_lost in ((LAST_DAY, False), (AFTER, True)):
        found = " ".join(diff(str(before), "--as-of", day).stdout.split())
        assert f", as of {day} " in found
        assert (lost in found) is is_lost
        same = diff(str(Path.cwd()), "--as-of", day, "--json")
        assert (json.loads(same.stdout)["empty"], json.loads(same.stdout)["as_of"]) == (True, day)


def test_a_day_that_is_none_is_wrong_usage(project: Project) -> None:
    result = diff(str(project("example")), "--as-of", "tomorrow")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("orgctl: --as-of must be a day of the calendar in UTC")


def test_markdown_is_printed(project: Project) -> None:
    before = project("example")
    project("ann")
    assert diff(str(before), "--markdown").stdout.startswith("## What cdktf.out changes, compared with the folder ")


def test_two_forms_at_once_are_wrong_usage(project: Project) -> None:
    project("example")
    result = diff(".", "--json", "--markdown")
    assert (result.exit_code, result.stderr) == (2, "orgctl: --markdown and --json exclude each other\n")


def test_a_base_must_be_named(project: Project) -> None:
    project("example")
    assert diff().exit_code == 2


def test_a_missing_synthesis_is_reported(project: Project) -> None:
    shutil.rmtree(project("example") / "cdktf.out")
    result = diff("main")
    assert result.exit_code == 1
    assert "has no synthesized stacks: run 'cdktf synth' first" in result.stderr


def test_an_old_synthesis_is_reported(project: Project) -> None:
    folder = project("example")
    os.utime(folder / "organization.yaml", (2_000_000_000, 2_000_000_000))
    result = diff(str(folder))
    message = "orgctl: cdktf.out is older than organization.yaml: run 'cdktf synth'\n"
    assert (result.exit_code, result.stderr) == (1, message)


def test_a_base_that_is_neither_folder_nor_revision_is_reported(project: Project) -> None:
    project("example")
    result = diff("nowhere")
    assert result.exit_code == 1
    assert result.stderr.startswith("orgctl: nowhere is no folder with cdktf.out, and ")
    assert result.stderr.count("\n") == 1


def test_a_base_without_an_organization_is_reported(project: Project, tmp_path: Path) -> None:
    project("example")
    other = tmp_path / "other"
    (other / "stacks").mkdir(parents=True)
    (other / "manifest.json").write_text(json.dumps({"stacks": {"a": {"synthesizedStackPath": "stacks/a.tf.json"}}}))
    (other / "stacks" / "a.tf.json").write_text("{}")
    result = diff(str(other))
    assert result.exit_code == 1
    assert "no stack makes an aws_organizations_organization" in result.stderr


@pytest.mark.parametrize(
    ("base", "line"),
    [
        ("no-imdsv2", r"organization\.yaml line \d+ \(guardrails\.require-imdsv2\)"),
        ("wider", r"organization\.yaml line \d+ \(groups\.infra\.roles\.infra\)"),
    ],
)
def test_new_resources_are_reported_with_their_lines(project: Project, base: str, line: str) -> None:
    before = project(base)
    project("example")
    assert re.search(line, diff(str(before)).stdout)


def test_real_numbers_change_nothing(project: Project, tmp_path: Path) -> None:
    folder = project("example")
    outputs: dict[str, Any] = {"account_ids": {"id": "111111111111", "infra": "222222222222", "logs": "333333333333"}}
    outputs["admin_role_arn"] = "arn:aws:iam::444444444444:role/admin"
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"org-root": outputs}))
    result = diff(str(folder), "--outputs", str(file))
    assert (result.exit_code, result.stdout.endswith(NOTHING)) == (0, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "has no outputs of the stack org-root: write it with"),
        ('{"org-root": {"account_ids": 3}}', "account_ids among the outputs of the stack org-root: write it with"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_invalid_outputs_are_reported(project: Project, tmp_path: Path, content: str | None, message: str) -> None:
    folder = project("example")
    file = tmp_path / "outputs.json"
    if content is not None:
        file.write_text(content)
    result = diff(str(folder), "--outputs", str(file))
    assert result.exit_code == 1
    assert message in result.stderr


def test_ids_of_the_configuration_that_contradict_outputs_are_refused(project: Project, tmp_path: Path) -> None:
    folder = project("example")
    configured = folder / "organization.yaml"
    configured.write_text("organization_id: o-a1b2c3d4e5\n" + configured.read_text())
    os.utime(configured, (0, 0))
    outputs: dict[str, Any] = {"account_ids": {"id": "111111111111"}, "organization_id": "o-z9y8x7w6v5"}
    outputs["admin_role_arn"] = "arn:aws:iam::444444444444:role/admin"
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"org-root": outputs}))
    result = diff(str(folder), "--outputs", str(file))
    assert result.exit_code == 1
    assert f"organization.yaml line 1 (organization_id) has o-a1b2c3d4e5, but {file} has o-z9y8x7w6v5" in result.stderr
