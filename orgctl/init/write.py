"""The atomic creation of a file that never replaces another."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_new(file: Path, text: str) -> None:
    """
    Write a new file.

    Raise FileExistsError if the path exists, even as a broken link, and other kinds of OSError.
    """
    temporary = file.with_name(f".orgctl-{secrets.token_hex(8)}")
    try:
        _create(temporary, text)
        try:
            os.link(temporary, file)  # fails for an existing path, unlike a rename
        except FileExistsError:
            raise
        except OSError:  # a file system without such links
            _create(file, text)
    finally:
        temporary.unlink(missing_ok=True)


def _create(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8") as new:
        try:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        except BaseException:
            file.unlink()
            raise
