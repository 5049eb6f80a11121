"""
A copy of a project in which a command can deploy without access to the project's own Terraform state.

The stacks keep their state beside `cdktf.out`, so state files are left out, and `cdktf.out` is copied without
Terraform's files. Files beside it are copied, so that an edit of `organization.yaml` stays in the copy. Folders, which
hold code, are linked.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from foundation.errors import UserError

MARKER = ".orgctl-emulated"
_OWN = ("cdktf.out", "*.tfstate*", ".terraform*", "cdktf.log", ".git", MARKER)
_TERRAFORMS = shutil.ignore_patterns(".terraform*", "*.tfstate*", "plan")


class ScratchError(UserError):
    """The folder cannot be used for a copy; the message gives the reason."""


def make_scratch_copy(project: Path, folder: Path) -> None:
    """
    Make `folder` a fresh copy of `project`.

    Raise ScratchError when `folder` has other content than such a copy.
    """
    folder = folder.resolve()
    _demand_usable(project.resolve(), folder)
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    (folder / MARKER).touch()
    for entry in project.resolve().iterdir():
        if not any(entry.match(pattern) for pattern in _OWN) and entry not in (folder, *folder.parents):
            link_or_copy = shutil.copy2 if entry.is_file() else _link
            link_or_copy(entry, folder / entry.name)
    if (project / "cdktf.out").is_dir():
        shutil.copytree(project / "cdktf.out", folder / "cdktf.out", ignore=_TERRAFORMS)


def _link(entry: Path, link: Path) -> None:
    link.symlink_to(entry)


def _demand_usable(project: Path, folder: Path) -> None:
    if folder == project or folder in project.parents:
        raise ScratchError(f"{folder} is the project itself or contains it; choose another folder")
    if folder.exists() and not folder.is_dir():
        raise ScratchError(f"{folder} is not a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise ScratchError(f"{folder} is not empty and was not made by orgctl; choose another folder")
