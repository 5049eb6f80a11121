"""The measurement of a command: its seconds and its memory."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import INTERVAL, memory_of_tree
from foundation.errors import UserError


class CommandFailed(UserError):
    """A measured command ended with an error; the message is the end of its output."""


@dataclass(frozen=True)
class Measurement:
    """Seconds and peak memory of a command."""

    seconds: float
    peak_bytes: int


def measure(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], interval: float = INTERVAL) -> Measurement:
    """Run a command. Raise CommandFailed when it cannot be started or ends with an error."""
    output = cwd / "output.txt"
    with output.open("w+b") as sink:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        except OSError as error:
            raise CommandFailed(str(error)) from error
        peak = 0
        while True:
            peak = max(peak, memory_of_tree(process.pid))
            try:
                status = process.wait(interval)
                break
            except subprocess.TimeoutExpired:
                continue
        seconds = time.perf_counter() - began
    if status:
        raise CommandFailed("\n".join(output.read_text(errors="replace").splitlines()[-5:]) or f"exit status {status}")
    return Measurement(seconds, peak)


def best(measurements: Sequence[Measurement]) -> Measurement:
    """Return the shortest time and the lowest peak of several runs of one command."""
    return Measurement(min(run.seconds for run in measurements), min(run.peak_bytes for run in measurements))
