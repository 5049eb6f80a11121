"""`orgctl affected`: what it prints, and its exit status."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from foundation.errors import UserError
from live.fingerprints import note_all
from orgctl.affected import command
from terraform_json.folder import StackFolder
from terraform_json.lock_file import OF_A_STACK
from tests.synthesized_project import write_stacks
from toolchain import lock_file
from toolchain.errors import ToolchainError
from toolchain.lock_file import FILE, Entry

REGISTRY = "registry.terraform.io"
STACKS: dict[str, Any] = {name: {"resource": {"aws_iam_user": {"ann": {"name": "ann"}}}} for name in ("id", "infra")}
Project = Path


def lock(file: Path, version: str) -> None:
    file.write_text(lock_file.text_of({REGISTRY: Entry(version)}))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose two stacks are deployed as they are, with provider 5.100.0."""
    lock(tmp_path / FILE, "5.100.0")
    os.utime(tmp_path / FILE, (0, 0))
    write_stacks(tmp_path, STACKS)
    for name in STACKS:
        stack = StackFolder.of(tmp_path, name)
        lock(stack.folder / OF_A_STACK, "5.100.0")
        resource = {"mode": "managed", "type": "aws_iam_user", "name": "ann", "instances": [{}]}
        state = {"version": 4, "lineage": name, "serial": 1, "outputs": {}, "resources": [resource]}
        stack.local_state.resolve().write_text(json.dumps(state))
    assert note_all(StackFolder.of(tmp_path, name) for name in STACKS) == []
    return tmp_path


def run(project: Project, *, as_json: bool = False) -> tuple[int, str]:
    """Return the exit status of the command, and what it prints on a terminal of 80 columns."""
    console = Console(file=io.StringIO(), width=80)
    status = command(project, project / "organization.yaml", as_json=as_json, console=console)
    assert isinstance(console.file, io.StringIO)
    return status, console.file.getvalue()


def test_nothing_is_affected_after_a_deployment(project: Project) -> None:
    status, text = run(project)

    assert (status, text.split(":")[0]) == (0, "No stack of 2 is affected")


def test_another_locked_provider_affects_every_stack(project: Project) -> None:
    lock(project / FILE, "6.2.0")

    status, text = run(project)

    assert status == 0
    assert "2 of 2 stacks are affected" in text
    assert "uses hashicorp/aws 6.2.0 instead of 5.100.0" in text


def test_a_broken_lock_file_of_providers_is_an_error(project: Project) -> None:
    (project / FILE).write_text("provider {}")

    with pytest.raises(ToolchainError, match="make providers"):
        run(project)


def test_another_workspace_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_WORKSPACE", "dev")

    with pytest.raises(UserError, match="TF_WORKSPACE: must be default"):
        run(project)


def test_a_selected_workspace_counts_as_changed(project: Project) -> None:
    selected = StackFolder.of(project, "id").folder / ".terraform" / "environment"
    selected.parent.mkdir()
    selected.write_text("dev")

    status, text = run(project)

    assert status == 1
    assert "terraform workspace select default" in " ".join(text.split())


@pytest.mark.parametrize("content", ['{"version": 4', "[]", '{"resources": "x"}', '{"outputs": {"a": 1}}', "\udc80"])
def test_a_damaged_state_is_told_and_counts_as_affected(project: Project, content: str) -> None:
    (project / "terraform.id.tfstate").write_bytes(content.encode(errors="surrogateescape"))

    status, text = run(project)

    assert status == 1
    assert "1 of 2 stacks is affected" in text
    assert "Not read, so counted as affected" in text
    assert "terraform.id.tfstate is no Terraform state of version 4; restore" in text.replace("\n  ", "").replace(
        "  ", ""
    )


def test_many_stacks_that_cannot_be_read_are_told_shortly(project: Project) -> None:
    """Also a hundred accounts, in 80 columns."""
    names = [f"account-number-{number}" for number in range(100)]
    write_stacks(project, dict.fromkeys(names, STACKS["id"]))
    for name in names:
        (project / f"terraform.{name}.tfstate").write_text("damaged")

    status, text = run(project)

    assert status == 1
    assert "and 94" in text
    assert "and 97 more stacks" in text
    assert len(text.splitlines()) < 40
    assert max(map(len, text.splitlines())) <= 80


def test_the_data_are_stable(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "cdktf.out" / "stacks" / "infra" / "cdk.tf.json").write_text('{"locals": {"a": 1}}')
    (project / "terraform.id.tfstate").write_text("damaged")
    run(project, as_json=True)

    blocks: dict[str, list[str]] = {"added": [], "changed": [], "removed": []}
    unread = {"stack": "id", "why": ["has a state that cannot be read"], "blocks": blocks, "is_certain": True}
    infra = {
        "stack": "infra",
        "why": ["adds local.a", "removes aws_iam_user.ann"],
        "blocks": {"added": ["local.a"], "changed": [], "removed": ["aws_iam_user.ann"]},
        "is_certain": True,
    }
    found = json.loads(capsys.readouterr().out)
    assert found.pop("unread").keys() == {"id"}
    assert found == {"version": 1, "stacks": 2, "waves": [[unread, infra]]}
