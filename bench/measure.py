"""The measurement of a command: its seconds, those of the processor and its memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import INTERVAL, memory_of_tree
from foundation.errors import UserError

_PAUSE = 0.002


class CommandFailed(UserError):
    """A measured command ended with an error; the message is the end of its output."""


@dataclass(frozen=True)
class Measurement:
    """Seconds, processor seconds and peak memory of a command with all its processes."""

    seconds: float
    peak_bytes: int
    processor_seconds: float
    """User and system seconds of the command and of the processes that it waited for."""


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
            if (processor := _ended(process, interval)) is not None:
                break
        seconds = time.perf_counter() - began
    if status := process.returncode:
        raise CommandFailed("\n".join(output.read_text(errors="replace").splitlines()[-5:]) or f"exit status {status}")
    return Measurement(seconds, peak, processor)


def best(measurements: Sequence[Measurement]) -> Measurement:
    """Return the shortest times and the lowest peak of several runs of one command."""
    return Measurement(
        min(run.seconds for run in measurements),
        min(run.peak_bytes for run in measurements),
        min(run.processor_seconds for run in measurements),
    )


def _ended(process: subprocess.Popen[bytes], interval: float) -> float | None:
    """Wait up to `interval` for a process. Return its processor seconds if it has ended, otherwise None."""
    until = time.perf_counter() + interval
    while True:
        found, status, usage = os.wait4(process.pid, os.WNOHANG)
        if found:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime
        if time.perf_counter() >= until:
            return None
        time.sleep(_PAUSE)
