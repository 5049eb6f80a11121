"""A Git revision as the base: exported, synthesized by its own main.py, and deleted."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orgctl.diff.errors import DiffError
from orgctl.diff.revision import revision
from tests.synthesis import ROOT

NAMES = ("constructs", "fast_synthesis", "foundation", "guardrails", "organization", "policies", "stacks", "toolchain")


def git(folder: Path, *arguments: str) -> str:
    """Run git with a fixed author."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com"}
    who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, env=os.environ | who, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in a folder of a repository, with two commits: the example, and the example with ann."""
    repository = tmp_path_factory.mktemp("repository")
    folder = repository / "infrastructure"
    folder.mkdir()
    git(repository, "init", "--quiet")
    for name in NAMES:
        copy(ROOT / name, folder / name)
    for name in ("main.py", "organization.yaml", "cdktf.json"):
        (folder / name).write_text((ROOT / name).read_text())
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "The example")
    file = folder / "organization.yaml"
    file.write_text(file.read_text().replace("  - myuser\n", "  - myuser\n  - ann\n"))
    git(repository, "commit", "--quiet", "--all", "--message", "Ann comes")
    file.write_text("not: valid\n")
    git(repository, "commit", "--quiet", "--all", "--message", "A mistake")
    return folder


def copy(source: Path, target: Path) -> None:
    """Copy a folder's sources."""
    for file in source.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())


def test_a_revision_is_synthesized_from_its_files(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = revision("HEAD~2", project, project / "organization.yaml")
    assert found.name.startswith("HEAD~2 (")
    assert found.name.endswith(" The example)")
    assert found.intent is not None
    users = [str(entry.body["name"]) for stack in found.stacks for entry in stack.of_type("aws_iam_user")]
    assert users == ["myuser", "myuser.org-root"]
    assert list(tmp_path.iterdir()) == []
    assert git(project, "status", "--porcelain") == ""
    assert not (project / "cdktf.out").exists()


def test_another_revision_is_another_organization(project: Path) -> None:
    found = revision("HEAD~1", project, project / "organization.yaml")
    users = [str(entry.body["name"]) for stack in found.stacks for entry in stack.of_type("aws_iam_user")]
    assert users == ["ann", "myuser", "myuser.org-root"]


def test_a_revision_that_cannot_be_synthesized_says_why(project: Path) -> None:
    with pytest.raises(DiffError) as raised:
        revision("HEAD", project, project / "organization.yaml")
    message = str(raised.value)
    assert message.startswith("HEAD cannot be synthesized: its main.py ended with status 1\n")
    assert "…/organization.yaml:1:1" in message
    assert "Traceback" not in message


@pytest.fixture
def broken(project: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return the project, with a last commit that replaces main.py."""
    (project / "main.py").write_text(request.param)
    git(project, "commit", "--quiet", "--all", "--message", "Broken")
    yield project
    git(project, "reset", "--quiet", "--hard", "HEAD~1")


@pytest.mark.parametrize("broken", ["def go():\n    raise ValueError('no luck')\ngo()\n"], indirect=True)
def test_a_revision_that_fails_says_its_error_without_a_traceback(broken: Path) -> None:
    with pytest.raises(DiffError) as raised:
        revision("HEAD", broken, broken / "organization.yaml")
    message = str(raised.value)
    assert message == "HEAD cannot be synthesized: its main.py ended with status 1\n  ValueError: no luck"


@pytest.mark.parametrize("broken", ["import only_here\n"], indirect=True)
def test_modules_of_this_checkout_are_never_taken_for_the_revisions(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "only_here.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # as bin/orgctl does
    with pytest.raises(DiffError, match="No module named 'only_here'"):
        revision("HEAD", broken, broken / "organization.yaml")


def test_an_unknown_revision_is_reported(project: Path) -> None:
    with pytest.raises(
        DiffError, match=r"there is no revision 'nowhere' in the Git repository of .*; 'git fetch' gets"
    ):
        revision("nowhere", project, project / "organization.yaml")


@pytest.mark.parametrize("name", ["--help", "--all", "--since=now", "HEAD~99", "", "HEAD:main.py", "a b"])
def test_an_argument_that_is_no_revision_is_never_an_option_of_git(project: Path, name: str) -> None:
    with pytest.raises(DiffError, match="there is no revision"):
        revision(name, project, project / "organization.yaml")


def test_a_shallow_clone_is_reported_with_the_remedy(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{project.parent}", "clone")
    clone = tmp_path / "clone" / "infrastructure"
    with pytest.raises(DiffError, match=r"shallow clone.*git fetch --unshallow.*fetch-depth: 0"):
        revision("HEAD~1", clone, clone / "organization.yaml")


def test_outside_of_a_repository_there_is_no_revision(tmp_path: Path) -> None:
    with pytest.raises(DiffError, match="is in no Git repository in which it could be a revision"):
        revision("main", tmp_path, tmp_path / "organization.yaml")


def test_without_git_a_folder_is_advised(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DiffError, match=r"git is not installed.*compare with a folder"):
        revision("HEAD", project, project / "organization.yaml")


def test_a_configuration_outside_of_the_project_is_in_no_revision(project: Path, tmp_path: Path) -> None:
    with pytest.raises(DiffError, match=r"is outside of .*compare with a folder"):
        revision("HEAD~2", project, tmp_path / "organization.yaml")
