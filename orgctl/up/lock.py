"""
A lock on the project: two runs would write the same `cdktf.out`, and a `cdktf` whose parent was killed may still run.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

PAUSE = 0.5


@contextmanager
def locked(folder: Path, console: Console) -> Iterator[int]:
    """
    Wait until no deployment runs in the project, and keep others out.

    Yield the lock's file descriptor, for commands to inherit: it holds as long as one of them lives.
    """
    (folder / "cdktf.out").mkdir(exist_ok=True)
    descriptor = os.open(folder / "cdktf.out" / ".orgctl.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _taken(descriptor) or _running(folder):
            with console.status("cdktf is still running here", spinner="line"):
                console.print("An earlier deployment is still running here: waiting for its end.")
                while not _taken(descriptor) or _running(folder):
                    time.sleep(PAUSE)
        yield descriptor
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _running(folder: Path) -> bool:
    """Tell whether a Terraform is finishing a stack: it outlives its parent process (see toolchain/terraform.sh)."""
    return any(_lives(file) for file in folder.glob("cdktf.out/stacks/*/.terraform.running"))


def _lives(file: Path) -> bool:
    """Tell whether the process exists and is the one that wrote the file: process numbers are reused."""
    try:
        number = int(file.read_text())
    except (OSError, ValueError):
        return False
    if Path("/proc/self/cmdline").exists():
        shown = Path(f"/proc/{number}/cmdline")
        return shown.exists() and b"terraform" in shown.read_bytes()
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(number)], capture_output=True, check=False)
    return b"terraform" in listed.stdout
