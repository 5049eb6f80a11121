"""
`.envrc` files in the guide's layout: a folder for each account, named after its alias, that sets AWS_PROFILE.

direnv loads the nearest `.envrc` only, so that of an account begins with `source_up`. Source: direnv-stdlib(1)
(2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from organization.model import Organization
from orgctl.profiles.model import Profile, ProfileError

FILE = ".envrc"


def layout(organization: Organization, profiles: Sequence[Profile], folder: Path) -> dict[Path, str]:
    """Return the files and their texts for each account that a user can access; the first of several roles is set."""
    files = {folder / FILE: "# `orgctl` and `cdktf` of this folder on PATH\nPATH_add bin\n"}
    for key, names in _by_account(profiles).items():
        chosen, *others = names
        lines = ["source_up", f"export AWS_PROFILE={chosen}", *(f"# export AWS_PROFILE={name}" for name in others)]
        files[folder / organization.alias(key) / FILE] = "".join(f"{line}\n" for line in lines)
    return files


def missing(files: Mapping[Path, str]) -> list[Path]:
    """
    Return the files to write. An existing file with all these lines may have more, and stays unchanged.

    Raise ProfileError with every existing file that lacks a line: none is ever overwritten.
    """
    other = [path for path, text in files.items() if path.exists() and not _has_all(path, text)]
    if other:
        listed = "\n".join(f"  {path} lacks: {', '.join(_lacking(path, files[path]))}" for path in other)
        raise ProfileError(f"nothing was written, since these files exist and differ:\n{listed}")
    return [path for path in files if not path.exists()]


def write_all(files: Mapping[Path, str]) -> None:
    """Write new files, and their folders."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)


def _by_account(profiles: Iterable[Profile]) -> dict[str, list[str]]:
    """Return the profiles of each account: its roles, or without any the user itself."""
    roles: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for profile in profiles:
        (roles if profile.role_arn else own).setdefault(profile.account, []).append(profile.name)
    return roles | {key: names for key, names in own.items() if key not in roles}


def _has_all(path: Path, text: str) -> bool:
    return not _lacking(path, text)


def _lacking(path: Path, text: str) -> list[str]:
    try:
        found = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
    except (OSError, UnicodeDecodeError) as error:
        return [f"it cannot be read ({error})"]
    return [line for line in text.splitlines() if not line.startswith("#") and line not in found]
