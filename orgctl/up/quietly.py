"""
Commands that nobody watches.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def quietly(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, apart: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is kept, both streams together. `apart` is out of reach of Ctrl-C."""
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
