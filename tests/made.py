"""Things that only some tests need, installed by `make` while other tests run."""

from __future__ import annotations

import fcntl
import os
import subprocess

from tests.synthesis import ROOT

OUTER_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
"""Variables that a `make` which runs the tests sets, and that the targets here must not inherit."""


def make(target: str) -> None:
    """Run a target of the Makefile. Raises AssertionError with its output when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in OUTER_MAKE}
    done = subprocess.run(
        ["make", "--no-print-directory", target],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def made(target: str) -> None:
    """Run a target that installs something; a worker that needs it at the same time waits."""
    lock = ROOT / ".tools" / f"{target.replace('/', '-')}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        make(target)
