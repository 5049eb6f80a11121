"""
Commands whose output is captured.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from orgctl.advice import hints
from orgctl.deploy.progress import Progress
from orgctl.up.phase import UpError


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


def failed(command: Sequence[str], output: str) -> UpError:
    """Return the error of a command, as typed, that failed with this output: Terraform's errors, or the last lines."""
    progress = Progress()
    for line in output.splitlines():
        list(progress.read(line))
    printed = "\n".join(progress.errors or progress.tail)
    return UpError("\n".join([f"{shlex.join(command)} failed:", printed, *hints(printed)]))
