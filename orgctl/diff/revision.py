"""A Git revision, exported into a temporary folder and synthesized there."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from orgctl.diff.errors import DiffError
from orgctl.diff.sources import Source, intent
from orgctl.prove.reading import SYNTHESIZED
from terraform_json.errors import TerraformJsonError
from terraform_json.stacks import read_stacks
from toolchain.environment import prepare_synthesis

REPOSITORY = Path(__file__).resolve().parents[2]
_LINES = 15
_TRACEBACK = "Traceback (most recent call last):"


def revision(name: str, project: Path, file: Path) -> Source:
    """
    Return the stacks of a revision: synthesized by its own `main.py`, with the libraries of this checkout.

    Raise DiffError when there is no repository or no such revision, or when it cannot be synthesized.
    """
    commit, title = _commit(name, project)
    with _exported(commit, project) as folder:
        theirs = folder / _within(file, project)
        _synthesize(name, folder, theirs)
        try:
            stacks = read_stacks(folder / SYNTHESIZED)
        except TerraformJsonError:
            raise DiffError(f"{name} synthesizes no stack: its main.py wrote nothing to {SYNTHESIZED}") from None
        return Source(f"{name} ({title})", stacks, intent(theirs))


def _commit(name: str, project: Path) -> tuple[str, str]:
    """Return the commit's hash, and its short hash with the first words of its message."""
    inside = _git(project, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        why = inside.stderr.strip().splitlines()[:1] or [""]
        raise DiffError(
            f"{name} is no folder with {SYNTHESIZED}, and {project} is in no Git repository in which it could be a "
            f"revision ({why[0].removeprefix('fatal: ')})"
        )
    found = _git(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if found.returncode:
        raise DiffError(_unknown(name, project))
    commit = found.stdout.strip()
    title = _git(project, "log", "-1", "--format=%h %s", commit).stdout.strip()
    return commit, title if len(title) <= 60 else f"{title[:59]}…"


def _unknown(name: str, project: Path) -> str:
    message = (
        f"there is no revision '{name}' in the Git repository of {project}, and no folder of that name with stacks"
    )
    if _git(project, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        return (
            f"{message}; the repository is a shallow clone, which has the last commits only: run 'git fetch "
            "--unshallow' (in GitHub Actions: actions/checkout with fetch-depth: 0)"
        )
    return f"{message}; 'git fetch' gets pushed revisions"


@contextmanager
def _exported(commit: str, project: Path) -> Iterator[Path]:
    """Export the project's files at a commit into a temporary folder."""
    within = _git(project, "rev-parse", "--show-prefix").stdout.strip()
    top = _git(project, "rev-parse", "--show-toplevel").stdout.strip()
    command = ["git", "-C", top, "archive", "--format=tar", f"{commit}:{within}"]
    archive = subprocess.run(command, capture_output=True, check=False)
    if archive.returncode:
        raise DiffError(f"{commit[:7]} cannot be exported: {archive.stderr.decode(errors='replace').strip()}")
    with TemporaryDirectory(prefix="orgctl-diff-") as name:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(name, filter="data")
        yield Path(name)


def _within(file: Path, project: Path) -> Path:
    """Return the configuration's path within the project."""
    try:
        return file.resolve().relative_to(project.resolve())
    except ValueError:
        raise DiffError(
            f"{file} is outside of {project}, so a Git revision of the project does not have it: compare with a folder"
        ) from None


def _synthesize(name: str, folder: Path, file: Path) -> None:
    for needed in (folder / "main.py", file):
        if not needed.is_file():
            raise DiffError(f"{name} has no {needed.relative_to(folder)}: it cannot be synthesized")
    environment = prepare_synthesis(os.environ, REPOSITORY) | {
        "ORGANIZATION_FILE": str(file),
        "CDKTF_OUTDIR": str(folder / SYNTHESIZED),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("PYTHONPATH", None)  # bin/orgctl adds this checkout, whose modules would hide theirs
    result = subprocess.run(
        [sys.executable, "main.py"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        shown = "\n".join(f"  {line}" for line in _last_lines(result.stdout + result.stderr)).replace(str(folder), "…")
        raise DiffError(f"{name} cannot be synthesized: its main.py ended with status {result.returncode}\n{shown}")


def _last_lines(text: str) -> list[str]:
    """Return the last lines of a program's output; of a traceback, the error."""
    lines = [line for line in text.splitlines() if line.strip()]
    if _TRACEBACK in lines:
        lines = [line for line in lines if line != _TRACEBACK and not line.startswith(" ")]
    return lines[-_LINES:]


def _git(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(project), *arguments]
    environment = os.environ | {"LC_ALL": "C"}
    try:
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise DiffError("git is not installed: a revision cannot be read; compare with a folder") from None
