from __future__ import annotations

from pathlib import Path

import pytest

from emulator.scratch import ScratchError, make_scratch_copy


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    stack = project / "cdktf.out" / "stacks" / "id"
    (stack / ".terraform").mkdir(parents=True)
    (stack / "cdk.tf.json").write_text("{}")
    (stack / ".terraform.lock.hcl").touch()
    (project / "stacks").mkdir()
    for name in ("cdktf.json", "terraform.id.tfstate", "terraform.id.tfstate.backup", ".terraform.lock.hcl"):
        (project / name).write_text(name)
    return project


def test_everything_but_state_is_copied(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    make_scratch_copy(project, copy)

    assert {entry.name for entry in copy.iterdir()} == {".orgctl-emulated", "cdktf.json", "cdktf.out", "stacks"}
    assert (copy / "stacks").resolve() == project / "stacks"


def test_an_edit_of_a_file_stays_in_the_copy(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    make_scratch_copy(project, copy)
    (copy / "cdktf.json").write_text("changed")

    assert (project / "cdktf.json").read_text() == "cdktf.json"


def test_cdktf_out_is_copied_without_the_files_of_terraform(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    make_scratch_copy(project, copy)

    assert [entry.name for entry in (copy / "cdktf.out/stacks/id").iterdir()] == ["cdk.tf.json"]
    (copy / "cdktf.out/stacks/id/cdk.tf.json").write_text("changed")
    assert (project / "cdktf.out/stacks/id/cdk.tf.json").read_text() == "{}"


def test_a_copy_can_be_made_anew_and_loses_the_old_state(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    make_scratch_copy(project, copy)
    (copy / "terraform.id.tfstate").touch()
    make_scratch_copy(project, copy)

    assert not (copy / "terraform.id.tfstate").exists()
    assert (project / "terraform.id.tfstate").read_text() == "terraform.id.tfstate"
    assert (project / "stacks").is_dir()


def test_a_copy_inside_the_project_does_not_hold_itself(project: Path) -> None:
    make_scratch_copy(project, project / "build" / "try")

    assert not (project / "build/try/build").exists()


def test_other_folders_are_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").touch()
    (tmp_path / "file").touch()

    for folder, problem in {
        project: "project itself",
        tmp_path: "contains it",
        tmp_path / "mine": "not empty",
        tmp_path / "file": "not a folder",
    }.items():
        with pytest.raises(ScratchError, match=problem):
            make_scratch_copy(project, folder)
