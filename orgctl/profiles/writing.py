"""Writing what `orgctl profiles` is told to: all that is wrong is found before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from organization.model import Organization
from orgctl.profiles import direnv
from orgctl.profiles.change import Change
from orgctl.profiles.files import plan, write
from orgctl.profiles.model import Profile, ProfileError

Ask = Callable[[str], bool]
"""Asks whether to change a file, given what changes in it."""


@dataclass(frozen=True)
class Wanted:
    """What to write, and where."""

    merge: bool
    config: Path
    envrc: Path | None
    directory: Path | None


def write_all(organization: Organization, found: Mapping[str, list[Profile]], wanted: Wanted, ask: Ask | None) -> bool:
    """Write the profiles of some people, by name. Gives whether it was done; raises ProfileError with all errors."""
    changes, files, new = _planned(organization, found, wanted)
    if not _write_changes(changes, ask):
        return False
    direnv.write_all({path: files[path] for path in new})
    _print_direnv(files, new)
    return True


def _planned(
    organization: Organization, found: Mapping[str, list[Profile]], wanted: Wanted
) -> tuple[list[Change], dict[Path, str], list[Path]]:
    """The changes of config files, the `.envrc` files, and those to write. Raises ProfileError with all errors."""
    files: dict[Path, str] = {}
    new: list[Path] = []
    changes, errors = [], []
    for name, profiles in found.items():
        try:
            if wanted.directory or wanted.merge:
                file = wanted.directory / f"{name}.config" if wanted.directory else wanted.config
                changes.append(plan(file, profiles))
        except ProfileError as error:
            errors.append(str(error))
        try:
            if wanted.envrc:
                files = direnv.layout(organization, profiles, wanted.envrc)
                new = direnv.missing(files)
        except ProfileError as error:
            errors.append(str(error))
    if errors:
        raise ProfileError("\n".join(errors))
    return changes, files, new


def _write_changes(changes: list[Change], ask: Ask | None) -> bool:
    """Whether all was written, as far as there was anything to write; a no ends it."""
    for change in changes:
        if not change.changes:
            print(f"{change.path}: nothing to change")
            continue
        if ask is not None and not ask(f"{change.path}:\n{change.diff()}"):
            print(f"orgctl: {change.path} stays as it was", file=sys.stderr)
            return False
        if ask is None and change.old is not None:
            print(f"{change.path}:\n{change.diff()}", end="")
        backup = write(change)
        print(f"{change.path}: written{f'; before: {backup}' if backup else ''}")
    return True


def _print_direnv(files: dict[Path, str], new: list[Path]) -> None:
    for path in files:
        print(f"{path}: {'written' if path in new else 'is there already'}")
    if new:
        print("Let direnv load them, after a look into each:")
        print("".join(f"  direnv allow {path.parent}\n" for path in new), end="")
