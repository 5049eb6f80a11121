"""Messages before Node starts, about stacks and their state."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolchain import ToolchainError, preflight
from toolchain.arguments import Request

ORGANIZATION = """
name: spacecats
email: aws+{account}@example.com
region: us-west-2
org_root: {admins: [myuser]}
organizational_units: {main: {accounts: {id: , infra: }}}
deployment: {state: MODE}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an organization with local state, and nothing deployed."""
    (tmp_path / "cdktf.json").write_text("{}", encoding="utf-8")
    keep_state(tmp_path, "local")
    monkeypatch.delenv("ORGANIZATION_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["account", "central"])
def moved(folder: Path, request: pytest.FixtureRequest) -> Path:
    """Return one that is deployed, whose state was then configured to be in S3."""
    keep_state(folder, request.param)
    for stack in ("org-root", "id", "infra"):
        deployed(folder, stack)
    return folder


def keep_state(folder: Path, mode: str) -> None:
    text = ORGANIZATION.replace("MODE", mode)
    (folder / "organization.yaml").write_text(text, encoding="utf-8")


def deployed(folder: Path, stack: str, *, resources: int = 1, noted: bool = True) -> None:
    state = {"version": 4, "resources": [{"type": "terraform_data", "name": "x"}] * resources}
    (folder / f"terraform.{stack}.tfstate").write_text(json.dumps(state), encoding="utf-8")
    note = folder / "cdktf.out" / "stacks" / stack / ".terraform" / "terraform.tfstate"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"backend": {"type": "local"}} if noted else {}), encoding="utf-8")


def check(folder: Path, line: str) -> int:
    return preflight.check(folder, Request(tuple(line.split())))


@pytest.mark.parametrize("line", ["deploy id infra", "diff id", "--auto-approve apply infra"])
def test_org_root_comes_first(folder: Path, line: str) -> None:
    with pytest.raises(ToolchainError) as raised:
        check(folder, line)

    assert str(raised.value) == (
        "deploy org-root first: the other stacks read the account numbers from its state, and there is no "
        "terraform.org-root.tfstate here"
    )


@pytest.mark.parametrize("line", ["deploy *", "deploy i*", "deploy org-root id", "diff org-root", "synth", "list"])
def test_commands_that_need_no_deployed_org_root_are_not_refused(folder: Path, line: str) -> None:
    assert check(folder, line) == 0


def test_stack_is_deployed_after_org_root(folder: Path) -> None:
    deployed(folder, "org-root")

    assert check(folder, "deploy id") == 0


@pytest.mark.parametrize("word", ["output", "diff", "plan", "deploy"])
def test_command_without_a_stack_gets_an_example_with_one(folder: Path, word: str) -> None:
    with pytest.raises(ToolchainError, match=f"^name a stack, as in: cdktf {word} org-root$"):
        check(folder, word)


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("deploy *", "terraform.org-root.tfstate, terraform.id.tfstate, terraform.infra.tfstate"),
        ("diff org-root", "terraform.org-root.tfstate"),
        ("destroy infra", "terraform.org-root.tfstate, terraform.infra.tfstate"),
        ("output org-root", "terraform.org-root.tfstate"),
    ],
)
def test_state_that_is_still_here_is_not_forgotten(moved: Path, line: str, files: str) -> None:
    with pytest.raises(ToolchainError, match=f"still in this folder: {files}.*\\n.*cdktf deploy '\\*' --migrate-state"):
        check(moved, line)


def test_state_can_be_migrated_where_terraform_knows_the_old_place(moved: Path) -> None:
    assert check(moved, "deploy org-root --migrate-state") == 0


def test_migration_that_would_begin_with_an_empty_state_is_refused(moved: Path) -> None:
    deployed(moved, "id", noted=False)

    with pytest.raises(
        ToolchainError, match=r"still in this folder: terraform.id.tfstate.*\n.*create everything again"
    ):
        check(moved, "deploy id --migrate-state")


@pytest.mark.parametrize("line", ["deploy bootstrap-org-root", "deploy *", "deploy bootstrap-id org-root"])
def test_state_of_a_bootstrap_stack_may_be_here_until_it_has_a_bucket(folder: Path, line: str) -> None:
    keep_state(folder, "account")
    for stack in ("bootstrap-org-root", "bootstrap-id"):
        deployed(folder, stack)

    assert check(folder, line) == 0


def test_first_bucket_is_made_while_the_other_states_are_here(moved: Path) -> None:
    assert check(moved, "deploy bootstrap-org-root") == 0


def test_stack_that_reads_org_root_waits_for_its_state_to_be_moved(moved: Path) -> None:
    with pytest.raises(ToolchainError, match="the state of org-root should be in S3"):
        check(moved, "deploy bootstrap-id")


def test_state_that_was_moved_away_or_emptied_is_no_obstacle(moved: Path) -> None:
    (moved / "terraform.org-root.tfstate").unlink()
    deployed(moved, "id", resources=0)
    (moved / "terraform.infra.tfstate").write_text("", encoding="utf-8")

    assert check(moved, "deploy *") == 0


def test_wrong_configuration_is_the_only_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "organization.yaml").write_text("name: 1\n", encoding="utf-8")

    assert check(folder, "deploy id") == 1
    assert "organization.yaml" in capsys.readouterr().err
