"""
Deploy to an emulated AWS with progress on the terminal, then show what stands there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.status import Status

from organization.load import default_file, load
from orgctl.demo.progress import Progress
from orgctl.demo.report import Report
from orgctl.emulator.run import emulated_project, forwarded_signals
from orgctl.overview import read_organization, render

PARALLEL_STACKS = 4  # each is a Terraform and a provider of some 200 MB
DEPLOY = ("cdktf", "deploy", "*", "--auto-approve", f"--parallelism={PARALLEL_STACKS}")
NEXT = """\
Nothing of this is in AWS, and the emulated AWS is gone again. Now:

  edit organization.yaml and run 'orgctl demo' again
  orgctl check                                       is the file right?
  orgctl emulate -- cdktf diff bootstrap-org-root    try commands of your own
  cdktf deploy bootstrap-org-root                    begin for real: README"""


def demo(project: Path, console: Console) -> int:
    """The exit status: 0 when everything was deployed. Raises EmulatorError, ScratchError, ToolchainError."""
    console.print("Starting an emulated AWS: no AWS account and no credentials are used.", highlight=False)
    with emulated_project(project, os.environ) as (emulator, folder, environment):
        console.print("Deploying with [bold]cdktf deploy '*'[/bold]\n", highlight=False)
        log = _new_log()
        if status := _deploy(folder, environment, console, log):
            return status
        log.unlink()
        console.print("\nThe organization as it stands now, read back through the AWS API:\n", highlight=False)
        organization, _ = load(folder / default_file(environment))
        render(read_organization(emulator.session(), regions=organization.all_regions), console)
    console.print(f"\n{NEXT}", highlight=False, soft_wrap=True)
    return 0


def _deploy(folder: Path, environment: Mapping[str, str], console: Console, log: Path) -> int:
    progress = Progress()
    report = Report(console, progress)
    with (
        forwarded_signals() as forward_to,
        log.open("wb") as file,
        console.status("synthesizing", spinner="line") as status,
    ):
        process = forward_to(_start(folder, environment))
        assert process.stdout
        _follow(process.stdout, progress, report, file, status)
        code = process.wait()
    if code:
        explain(code, progress, console, log)
    else:
        report.sum_up()
    return code if code >= 0 else 128 - code


def _start(folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    program = shutil.which(DEPLOY[0], path=environment["PATH"]) or DEPLOY[0]
    return subprocess.Popen(
        [program, *DEPLOY[1:]],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _follow(output: IO[bytes], progress: Progress, report: Report, log: IO[bytes], status: Status) -> None:
    for raw in output:
        log.write(raw)
        log.flush()
        for event in progress.read(raw.decode(errors="replace")):
            report.tell(event)
            status.update(report.status(event))


def explain(code: int, progress: Progress, console: Console, log: Path) -> None:
    """Terraform's errors; without any, the last lines."""
    console.print(f"\n[red]The deploy failed[/red] (exit status {code}):\n", highlight=False)
    done = [stack for stack, is_done in progress.stacks.items() if is_done]
    for line in (progress.errors or progress.tail)[:40]:
        console.print(
            f"  {line if len(line) < 400 else line[:400] + ' …'}", markup=False, highlight=False, soft_wrap=True
        )
    if progress.stacks:
        console.print(f"\nDone before that: {', '.join(done) or 'nothing'}", markup=False, highlight=False)
    console.print(f"\nEverything that cdktf printed: {log}", markup=False, highlight=False, soft_wrap=True)


def _new_log() -> Path:
    """A log file that outlives an error; whoever needs it no more removes it."""
    handle, path = tempfile.mkstemp(prefix="orgctl-demo-", suffix=".log")
    os.close(handle)
    return Path(path)
