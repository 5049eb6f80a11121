"""
A fresh checkout: the files of this one that Git knows, what `make setup` does for synthesis, and caches of its own.

The installed packages are links to those of this checkout, whose compiled modules it shares.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import CommandFailed
from bench.synthesis import ROOT, without_caches
from toolchain import environment, first_run

INSTALLED = (".venv", "node_modules")


@contextmanager
def fresh_checkout(*, prepared: bool = True) -> Iterator[Path]:
    """
    Yield the folder of a fresh checkout after `make setup`, or after a setup that only installs.

    Raise CommandFailed outside of a Git repository.
    """
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name).resolve() / "checkout"
        for file in _files():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, folder / file)
        for installed in INSTALLED:
            (folder / installed).symlink_to((ROOT / installed).resolve())
        if prepared:
            first_run.prepare(environment.prepare_synthesis(without_caches(os.environ), folder), folder)
        yield folder


def _files() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandFailed(f"a fresh checkout needs Git: {getattr(error, 'stderr', '') or error}") from None
    # A deleted file is listed until the deletion is committed; folders of installed packages can be links.
    return [name for name in listed.split("\0") if name and name not in INSTALLED and (ROOT / name).is_file()]
