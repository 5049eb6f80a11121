"""
Commands whose output is captured.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def quietly(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, apart: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and capture both streams as one. With `apart`, Ctrl-C does not reach it."""
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    return subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=apart,
    )
