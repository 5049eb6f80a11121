"""
Run a command on an emulated AWS.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from emulator.bare_account import BareAccount
from emulator.faults import Faults
from emulator.process import REPOSITORY, Emulator
from emulator.scratch import make_scratch_copy

Process = subprocess.Popen[bytes]
FINISH_SECONDS = 30
NOT_EXECUTABLE, NOT_FOUND = 126, 127  # the shell's exit statuses


@contextmanager
def emulated_project(
    project: Path,
    base: Mapping[str, str],
    *,
    workdir: Path | None = None,
    log: Path | None = None,
    faults: Faults | None = None,
    account: BareAccount | None = None,
) -> Iterator[tuple[Emulator, Path, dict[str, str]]]:
    """
    Yield a running emulator, a copy of `project`, and the environment for a command in that copy.

    The copy is `workdir`, which is kept. Without `workdir` it is temporary and ends with the emulator, even when this
    process is killed. `faults` and `account` are those of `Emulator.start`. Raise EmulatorError, ScratchError and
    ToolchainError; SIGTERM and SIGHUP become SystemExit.
    """
    from toolchain.environment import prepare

    with _orderly_end():
        environment = prepare(base, REPOSITORY, offline=True)
        with Emulator.start(log=log, faults=faults, account=account) as emulator:
            folder = workdir.resolve() if workdir else emulator.folder / "project"
            make_scratch_copy(project, folder)
            try:
                yield emulator, folder, _with_tools(emulator.environment(environment))
            finally:
                _let_terraform_finish(folder)


def _let_terraform_finish(folder: Path) -> None:
    """Wait for Terraform, which finishes its stack after cdktf was stopped; without AWS it would retry for minutes."""
    end = time.monotonic() + FINISH_SECONDS
    while list(folder.glob("cdktf.out/stacks/*/.terraform.running")) and time.monotonic() < end:
        time.sleep(0.1)


def _with_tools(environment: dict[str, str]) -> dict[str, str]:
    tools = [str(REPOSITORY / "bin"), str(Path(sys.executable).parent)]
    return environment | {"PATH": os.pathsep.join([*tools, environment.get("PATH", os.defpath)])}


def run_command(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> int:
    """
    Run a command to its end and return its exit status (128 and the signal's number when a signal ended it).

    Forward SIGTERM and SIGHUP to it and wait for its end. Forward SIGINT too, unless it comes from a terminal, which
    has sent it to the command already: Terraform takes a second interrupt as the order to stop at once.
    """
    program = shutil.which(command[0], path=environment.get("PATH"))
    if program is None:
        print(f"orgctl: {command[0]}: command not found", file=sys.stderr)
        return NOT_FOUND
    with forwarded_signals() as forward_to:
        try:
            process = forward_to(subprocess.Popen([program, *command[1:]], cwd=cwd, env=dict(environment)))
        except OSError as error:
            print(f"orgctl: {command[0]}: {error.strerror}", file=sys.stderr)
            return NOT_EXECUTABLE
        status = process.wait()
    return status if status >= 0 else 128 - status


@contextmanager
def forwarded_signals(on_signal: Callable[[int], None] = lambda number: None) -> Iterator[Callable[[Process], Process]]:
    """
    Forward signals to a process while the block lasts, instead of ending before it.

    Yield a function to call with the process. Earlier signals are kept until then. `on_signal` is called with each
    signal.
    """
    processes: list[Process] = []
    early: list[int] = []

    def forward(number: int, frame: FrameType | None) -> None:
        on_signal(number)
        if not processes:
            early.append(number)
        elif processes[0].poll() is None and not (number == signal.SIGINT and _in_foreground()):
            processes[0].send_signal(number)

    def forward_to(process: Process) -> Process:
        processes.append(process)
        while early:
            forward(early.pop(0), None)
        return process

    with _handlers(forward, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield forward_to


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into SystemExit, so that cleanup runs."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handlers(leave, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def _handlers(handler: Callable[[int, FrameType | None], None], *numbers: signal.Signals) -> Iterator[None]:
    before = [signal.signal(number, handler) for number in numbers]
    try:
        yield
    finally:
        for number, previous in zip(numbers, before, strict=True):
            signal.signal(number, previous)


def _in_foreground() -> bool:
    """Return whether a terminal's Ctrl-C reaches this process group, and so the command as well."""
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False
