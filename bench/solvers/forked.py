"""
A program that answers each question in a fork of itself: `forked.py PROGRAM SECONDS < questions.json > answers.json`.

PROGRAM is the name of a command that the Python in use has installed, or `module:function`; either takes a list of
arguments. The questions are such lists. Those of `easy` are answered before the forks, so that what a program loads
once is loaded. With `together`, the process itself answers the others too, without a limit. The script needs only
Python's library, so that it runs in any environment.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.metadata
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

Program = Callable[[Sequence[str]], object]
_HAS_CLOCKS = sys.platform == "linux"


def main(name: str, seconds: float) -> None:
    """Answer the questions of standard input, each within so many processor seconds."""
    given = json.load(sys.stdin)
    program = _program(name)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "output.txt"
        for easy in given["easy"]:
            _run(program, easy, file)
        helpers = _children()
        gc.collect()
        gc.freeze()  # or the forks copy what the collector touches
        how = _together if given["together"] else _answer
        answers = [how(program, one, seconds, file, helpers) for one in given["questions"]]
    json.dump(answers, sys.stdout)


def _program(name: str) -> Program:
    if ":" in name:
        return cast(Program, importlib.metadata.EntryPoint("", name, "").load())
    (found,) = importlib.metadata.entry_points(group="console_scripts", name=name)
    return cast(Program, found.load())


def _run(program: Program, arguments: Sequence[str], file: Path) -> tuple[float, object]:
    """Run a program with its output in a file. Return its processor seconds and exit status."""
    status: object = 0
    with file.open("w") as sink, contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
        began = _used()
        try:
            status = program(arguments)
        except SystemExit as end:
            status = end.code
        except Exception as error:  # an answer too: the program failed
            print(f"{type(error).__name__}: {error}")
            status = 1
        return _used() - began, status


def _answer(
    program: Program, arguments: Sequence[str], seconds: float, file: Path, helpers: Sequence[int]
) -> dict[str, Any]:
    """Return the output of a program in a fork, and its processor seconds with those of its helpers."""
    before = sum(map(_processor_seconds, helpers))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))
        took, _ = _run(program, arguments, file)
        os.write(writing, f"{took:.6f}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    usage = os.wait4(child, 0)[2]
    if not said and helpers:
        raise SystemExit(f"{arguments} took more than {seconds} s, and left its helpers in the middle of an answer")
    took = float(said) if said else usage.ru_utime + usage.ru_stime
    beside = sum(map(_processor_seconds, helpers)) - before
    return {"ended": bool(said), "seconds": took + beside, "output": file.read_text() if said else ""}


def _together(
    program: Program, arguments: Sequence[str], _seconds: float, file: Path, helpers: Sequence[int]
) -> dict[str, Any]:
    """Return the same from this process, which keeps what it has learned."""
    before = sum(map(_processor_seconds, helpers))
    took, _ = _run(program, arguments, file)
    beside = sum(map(_processor_seconds, helpers)) - before
    return {"ended": True, "seconds": took + beside, "output": file.read_text()}


def _used() -> float:
    """Return the processor seconds of this process; its clock lags by up to 4 ms where there is a limit."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _children() -> list[int]:
    """Return the processes that this one has started."""
    listing = subprocess.run(["ps", "-axo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    return [int(pid) for pid, parent, name in rows if int(parent) == os.getpid() and not name.endswith("ps")]


def _processor_seconds(pid: int) -> float:
    """Return the processor seconds of another process so far; outside of Linux in hundredths."""
    if _HAS_CLOCKS:
        return time.clock_gettime(~pid << 3 | 2)  # the clock of a process: clock_getcpuclockid(3)
    said = subprocess.run(["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    minutes, _, rest = said.strip().rpartition(":")
    return int(minutes or 0) * 60 + float(rest)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
