"""The writer of profiles: it finds all errors before it writes anything."""

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
"""Asks whether to write a file, given its diff."""


@dataclass(frozen=True)
class Wanted:
    """The files to write."""

    merge: bool
    config: Path
    envrc: Path | None
    directory: Path | None


def write_all(organization: Organization, found: Mapping[str, list[Profile]], wanted: Wanted, ask: Ask | None) -> bool:
    """Write profiles, given by user. Return False if the user does not agree; raise ProfileError with all errors."""
    changes, files, new = _planned(organization, found, wanted)
    if not _write_changes(changes, ask):
        return False
    direnv.write_all({path: files[path] for path in new})
    _print_direnv(files, new)
    return True


def _planned(
    organization: Organization, found: Mapping[str, list[Profile]], wanted: Wanted
) -> tuple[list[Change], dict[Path, str], list[Path]]:
    """Return the config files' changes, the `.envrc` files, and the new ones. Raise ProfileError with all errors."""
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
    """Write the changes; return False at the first that the user declines."""
    for change in changes:
        if not change.changes:
            print(f"{change.path}: nothing to change")
            continue
        if ask is not None and not ask(f"{change.path}:\n{change.diff()}"):
            print(f"orgctl: {change.path} was not changed", file=sys.stderr)
            return False
        if ask is None and change.old is not None:
            print(f"{change.path}:\n{change.diff()}", end="")
        backup = write(change)
        print(f"{change.path}: written{f'; backup: {backup}' if backup else ''}")
    return True


def _print_direnv(files: dict[Path, str], new: list[Path]) -> None:
    for path in files:
        print(f"{path}: {'written' if path in new else 'exists already'}")
    if new:
        print("Review each file, then let direnv load it:")
        print("".join(f"  direnv allow {path.parent}\n" for path in new), end="")
