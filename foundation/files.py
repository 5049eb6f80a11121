"""The place of the configuration, and atomic replacement of files."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

DEFAULT_FILE = "organization.yaml"


def configuration_file(environment: Mapping[str, str]) -> Path:
    """Return the configuration file: `ORGANIZATION_FILE`, or `organization.yaml` in the current folder."""
    return Path(environment.get("ORGANIZATION_FILE") or DEFAULT_FILE)


def write_atomically(path: Path, text: str) -> None:
    """Replace a file atomically, so that no reader sees half of it; keep a file that already has this text."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except (OSError, UnicodeDecodeError):
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode())


def replace_file(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Create or replace a file atomically. A link is replaced, not followed."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
