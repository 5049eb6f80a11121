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
