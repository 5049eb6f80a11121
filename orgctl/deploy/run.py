"""
The run of `cdktf deploy`, with its progress on the terminal.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from emulator.run import forwarded_signals
from foundation.machine import at_once
from orgctl.deploy.progress import Progress
from orgctl.deploy.report import Report

MEMORY = 450 * 1024**2
"""Bytes of a Terraform with its AWS provider, at most (measured with provider 5.100.0: 300 to 400 MB)."""
MOST_STACKS = 16
"""AWS's APIs of an organization answer a few requests a second: more stacks at once only wait for them."""
ERROR_LINES, LINE_LENGTH = 40, 400
PAUSE = 0.05  # seconds


@dataclass(frozen=True)
class Deployment:
    """
    A finished `cdktf deploy`: its exit status, its progress, and the log file of its output.

    `stopped` is the signal that asked to stop, if one came: then nothing more should be started.
    """

    status: int
    progress: Progress
    log: Path
    stopped: int | None = None

    def has_done(self, stack: str) -> bool:
        """Return whether a stack was deployed to its end, also if another one was not."""
        return self.progress.stacks.get(stack, False)

    @property
    def errors(self) -> str:
        """Terraform's errors, or else the last lines."""
        return "\n".join(self.progress.errors or self.progress.tail)


def parallel_stacks() -> int:
    """Return how many stacks are planned or deployed at the same time on this machine."""
    return at_once(MEMORY, per_processor=2, most=MOST_STACKS)


def follow(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    console: Console,
    *,
    stack: str = "",
    pass_fds: Sequence[int] = (),
    applied: Callable[[str], object] = lambda stack: None,
) -> Deployment:
    """
    Run a `cdktf deploy`, or the Terraform of a `stack`, to its end. The log is deleted after success.

    `applied` is called with each stack as soon as it is deployed.

    The program writes into the log itself, so it continues if this process ends. The terminal's Ctrl-C does not reach
    Terraform, which it would end in the middle of a change.
    """
    progress, log = Progress(), _new_log()
    signals: list[int] = []

    def stop(number: int) -> None:
        signals.append(number)
        console.print("\nTerraform finishes its current changes; then this stops.", highlight=False)

    report = Report(console, progress, synthesizes="--skip-synth" not in command and not stack)
    prefix = f"{stack}  " if stack else ""
    if stack:
        progress.stacks[stack] = False
    with forwarded_signals(stop) as forward_to, console.status("starting", spinner="line") as status:
        process = forward_to(_start(command, folder, environment, log, pass_fds, apart=bool(stack)))
        for line in _lines(log, process):
            for event in progress.read(prefix + line):
                report.print_event(event)
                if event.what == "applied":
                    applied(event.stack)
                status.update(report.status(event))
        code = process.wait()
    if code == 0:
        report.sum_up()
        log.unlink()
    return Deployment(code if code >= 0 else 128 - code, progress, log, signals[0] if signals else None)


def _start(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    pass_fds: Sequence[int],
    *,
    apart: bool,
) -> subprocess.Popen[bytes]:
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    with log.open("wb") as output:
        return subprocess.Popen(
            [program, *command[1:]],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds,
            start_new_session=apart,
        )


def _lines(log: Path, process: subprocess.Popen[bytes]) -> Iterator[str]:
    """Yield the lines of a growing file, until its writer has ended."""
    with log.open("rb") as file:
        rest = b""
        while True:
            ended = process.poll() is not None
            *lines, rest = (rest + file.read()).split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)
            if ended:
                yield rest.decode(errors="replace")
                return
            time.sleep(PAUSE)


def explain(deployment: Deployment, console: Console) -> None:
    """Print the errors of a failed deployment."""
    progress = deployment.progress
    console.print(f"\n[red]The deploy failed[/red] (exit status {deployment.status}):\n", highlight=False)
    for line in deployment.errors.splitlines()[:ERROR_LINES]:
        short = line if len(line) < LINE_LENGTH else f"{line[:LINE_LENGTH]} …"
        console.print(f"  {short}", markup=False, highlight=False, soft_wrap=True)
    if progress.stacks:
        done = [stack for stack, is_done in progress.stacks.items() if is_done]
        console.print(f"\nDone before that: {', '.join(done) or 'nothing'}", markup=False, highlight=False)
    console.print(f"\nEverything that cdktf printed: {deployment.log}", markup=False, highlight=False, soft_wrap=True)


def _new_log() -> Path:
    """Create a log file that outlives an error; the caller deletes it."""
    handle, path = tempfile.mkstemp(prefix="orgctl-deploy-", suffix=".log")
    os.close(handle)
    return Path(path)
