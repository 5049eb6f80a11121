from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orgctl import outcome
from orgctl.profiles.command import command
from tests.synthesis import ROOT

FILE = """\
name: cats
email: aws+{account}@example.com
region: eu-west-1
org_root: {admins: [ann], max_session_duration: 7200}
organizational_units:
  main: {accounts: {id: , infra: }}
users: [ann, ben]
groups:
  infra: {users: [ann, ben], roles: {infra: ReadOnlyAccess}}
"""
OUTPUTS = {
    "org-root": {
        "account_ids": {"id": "2" * 12, "infra": "3" * 12},
        "admin_role_arn": f"arn:aws:iam::{'1' * 12}:role/admin",
    }
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an organization.yaml and the outputs of org-root; the home folder is empty."""
    (tmp_path / "organization.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "outputs.json").write_text(json.dumps(OUTPUTS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    return tmp_path


def run(user: str | None = None, **options: Any) -> int:
    return outcome.run(lambda: command(user, outputs=Path("outputs.json"), **options))


def test_profiles_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ben") == 0

    assert capsys.readouterr().out.splitlines()[:4] == [
        "[profile cats-id]",
        "# access key: aws configure --profile cats-id",
        "region = eu-west-1",
        "",
    ]


def test_those_of_all_are_printed_under_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(all_users=True) == 0

    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line in ("# ann", "# ben")] == ["# ann", "# ben"]
    assert {len(line) > 80 for line in out.splitlines()} == {False}


def test_a_merge_shows_its_changes_and_asks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "config").write_text("[profile cats-id]\nregion = x\n", encoding="utf-8")
    asked: list[str] = []

    def no(text: str) -> bool:
        asked.append(text)
        return False

    assert run("ben", merge=True, ask=no) == 1
    assert asked[0].startswith(f"{project / 'config'}:\n  [profile cats-id]\n- region = x\n+ region = eu-west-1\n")
    assert (project / "config").read_text(encoding="utf-8") == "[profile cats-id]\nregion = x\n"
    assert run("ben", merge=True, ask=lambda text: True) == 0
    assert "role_arn" in (project / "config").read_text(encoding="utf-8")
    assert f"{project / 'config'}: written; backup: {project / 'config'}.backup-" in capsys.readouterr().out


def test_a_second_merge_has_nothing_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ben", merge=True) == 0
    assert run("ben", merge=True) == 0

    assert capsys.readouterr().out.splitlines()[-1] == f"{project / 'config'}: nothing to change"
    assert not list(project.glob("*.backup*"))


def test_all_get_a_file_each(project: Path) -> None:
    assert run(all_users=True, directory=project / "people") == 0

    assert sorted(os.listdir(project / "people")) == ["ann.config", "ben.config"]


def test_the_guides_folders_get_their_envrc(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ann", envrc=project / "work") == 0

    found = {str(path.relative_to(project)): path.read_text(encoding="utf-8") for path in project.rglob(".envrc")}
    assert found == {
        "work/.envrc": "# `orgctl` and `cdktf` of this folder on PATH\nPATH_add bin\n",
        "work/cats-org-root/.envrc": "source_up\nexport AWS_PROFILE=cats-org-root\n",
        "work/cats-id/.envrc": "source_up\nexport AWS_PROFILE=cats-id.OrganizationAccountAccessRole\n",
        "work/cats-infra/.envrc": "source_up\nexport AWS_PROFILE=cats-infra.OrganizationAccountAccessRole\n"
        "# export AWS_PROFILE=cats-infra.infra\n",
    }
    assert f"direnv allow {project / 'work' / 'cats-id'}" in capsys.readouterr().out


def test_a_user_without_a_role_in_id_has_their_own_profile_there(project: Path) -> None:
    assert run("ben", envrc=project) == 0

    assert (project / "cats-id" / ".envrc").read_text(encoding="utf-8") == "source_up\nexport AWS_PROFILE=cats-id\n"
    assert not (project / "cats-org-root").exists()


def test_no_envrc_that_says_something_else_is_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".envrc").write_text("# mine\nPATH_add bin\nexport X=1\n", encoding="utf-8")
    for key in ("cats-id", "cats-infra"):
        (project / key).mkdir()
        (project / key / ".envrc").write_text("export AWS_PROFILE=own\n", encoding="utf-8")

    assert run("ann", envrc=project, merge=True) == 1

    error = capsys.readouterr().err
    for key in ("cats-id", "cats-infra"):
        profile = f"{key}.OrganizationAccountAccessRole"
        assert f"{project / key / '.envrc'} lacks: source_up, export AWS_PROFILE={profile}" in error
    assert f"{project / '.envrc'} lacks" not in error
    assert not (project / "cats-org-root").exists()
    assert not (project / "config").exists()


def test_all_errors_are_reported_at_once_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "config").write_text("[a]\n[a]\n", encoding="utf-8")
    (project / ".envrc").write_text("", encoding="utf-8")

    assert run("ben", merge=True, envrc=project) == 1

    error = capsys.readouterr().err
    assert "repeats [a] of line 1" in error
    assert ".envrc lacks: PATH_add bin" in error
    assert not (project / "cats-id").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "known are: ann, ben"),
        ({"user": "ann", "all_users": True}, "not both"),
        ({"all_users": True, "merge": True}, "need one user"),
        ({"all_users": True, "envrc": Path("x")}, "need one user"),
        ({"user": "ann", "directory": Path("x")}, "--directory needs --all"),
        ({"user": "ann", "config": Path("x")}, "--config needs --merge"),
        ({"user": "ann", "form": "sso"}, "--form is cli, aws-vault or login"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    options: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(**options) == 2
    assert message in capsys.readouterr().err


def test_errors_of_other_files_end_in_one_message(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bne") == 1
    (project / "outputs.json").unlink()
    assert run("ben") == 1
    (project / "organization.yaml").write_text("name: [", encoding="utf-8")
    assert run("ben") == 1

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("orgctl: 'bne' is neither")
    assert lines[1].startswith("orgctl: outputs.json cannot be read")
    assert "organization.yaml:1:" in lines[2]


def test_profiles_need_neither_cdktf_nor_boto3(project: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from orgctl.profiles.command import command;"
        "command('ann', outputs=Path('outputs.json')); print({'cdktf', 'boto3', 'botocore'} & sys.modules.keys())"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
        capture_output=True,
        check=True,
    )
    assert result.stdout.splitlines()[-1] == "set()"


def test_the_printed_profiles_are_the_merged_ones(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ann") == 0
    printed = capsys.readouterr().out
    assert run("ann", merge=True) == 0

    assert (project / "config").read_text(encoding="utf-8") == printed
