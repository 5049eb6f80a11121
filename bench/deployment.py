"""
Deployments of the example to an emulated AWS: with cdktf, with Terraform alone, and in the demo.

Each begins with a bare account in its own emulator. Terraform alone gets the same JSON and the same provider, and
reaches the same state in the same buckets. It needs no synthesis, and deploys one stack at a time. Both wait for the
AWS provider's own waits.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import CommandFailed, Measurement, measure
from bench.synthesis import EXAMPLE, MAIN, ROOT, command_of
from emulator.run import emulated_project
from orgctl.demo.show import DEPLOY

PLAIN = (sys.executable, "-m", "bench.plain")  # the copy of the project links to `bench`
SECONDS = 0.2  # between two samples of the memory, because these commands take minutes


@dataclass(frozen=True)
class Deployment:
    """The measurements of the three ways to deploy."""

    cdktf: Measurement
    terraform: Measurement
    demo: Measurement

    @property
    def ratio(self) -> float:
        """The time of Terraform alone, as a multiple of the time of `cdktf deploy '*'`."""
        return self.terraform.seconds / self.cdktf.seconds


def deploy_example(progress: Callable[[str], None]) -> Deployment:
    """Measure each way once. Raise CommandFailed, and the errors of `emulated_project`."""
    progress("cdktf deploy '*' on the emulated AWS")
    cdktf = _deploy(DEPLOY)
    progress("Terraform alone on the emulated AWS")
    terraform = _deploy(PLAIN, before=command_of(MAIN))
    progress("the demo")
    with TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"ORGANIZATION_FILE": str(EXAMPLE)}
        demo = measure((str(ROOT / "bin" / "orgctl"), "demo"), cwd=Path(folder), env=environment, interval=SECONDS)
    return Deployment(cdktf, terraform, demo)


def _deploy(command: Sequence[str], *, before: Sequence[str] | None = None) -> Measurement:
    """Measure a command in its own project, after an unmeasured command `before` it."""
    base = os.environ | {"ORGANIZATION_FILE": str(EXAMPLE)}
    with emulated_project(ROOT, base) as (_, folder, environment):
        if before:
            measure(before, cwd=folder, env=environment)
        return measure(_found(command, environment["PATH"]), cwd=folder, env=environment, interval=SECONDS)


def _found(command: Sequence[str], path: str) -> list[str]:
    program = shutil.which(command[0], path=path)
    if program is None:
        raise CommandFailed(f"{command[0]} is missing")
    return [program, *command[1:]]
