"""
The AWS config file on disk: read, and changed atomically, with a backup.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from foundation.files import replace_file
from orgctl.profiles.change import Change
from orgctl.profiles.merge import merge
from orgctl.profiles.model import Profile, ProfileError
from orgctl.profiles.sections import ConfigFileError

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the caller's AWS config file. Source: AWS CLI User Guide, "Environment variables" (2026-11-22)."""
    return Path(environment.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()


def plan(path: Path, profiles: Sequence[Profile]) -> Change:
    """Return the change of a config file by a merge of profiles. Raise ProfileError if the file cannot be read."""
    old = _read(path)
    try:
        return Change(path, old, merge(old or "", profiles))
    except ConfigFileError as error:
        mistakes = "\n".join(f"{path}:{line}: this {message}" for line, message in error.problems)
        raise ProfileError(f"the config file was not changed, since it has errors:\n{mistakes}") from None


def write(change: Change) -> Path | None:
    """
    Write a planned change atomically, with the file's permissions. Return the backup of an existing file.

    A symbolic link stays one. Raise ProfileError when the file has changed since it was planned.
    """
    if not change.changes:
        return None
    if _read(change.path) != change.old:
        raise ProfileError(f"{change.path} was changed by another program; nothing was written: try again")
    file = change.path.resolve()
    backup = None
    if change.old is not None:
        backup = _backup(change.path)
    else:
        file.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    _replace(file, change.new.encode())
    return backup


def write_merged(path: Path, profiles: Sequence[Profile]) -> Path | None:
    """Merge profiles into a config file. Return the backup, or None if there was no file or no change."""
    return write(plan(path, profiles))


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path} is not UTF-8 (byte {error.start + 1}): save it as UTF-8") from None
    except OSError as error:
        raise ProfileError(f"{path} cannot be read: {error.strerror or error}") from None


def _backup(path: Path) -> Path:
    """Copy a file beside itself, with its permissions: it may hold keys."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{path.name}.backup-{time}{again}" for again in ("", *(f"-{number}" for number in range(2, 1_000))))
    copy = next(place for place in (path.with_name(name) for name in names) if not os.path.lexists(place))
    _replace(copy, path.read_bytes(), mode=stat.S_IMODE(path.stat().st_mode))
    return copy


def _replace(file: Path, content: bytes, *, mode: int | None = None) -> None:
    """Replace a file; the default for `mode` is the file's own permissions."""
    if mode is None:
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else PRIVATE_FILE
    replace_file(file, content, mode=mode)
