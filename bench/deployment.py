"""
Deployments of the example to an emulated AWS: with cdktf, with Terraform alone, and in the demo.

Each begins with a bare account in an emulator of its own. Terraform alone gets the same JSON and the same provider, and
arrives at the same state in the same buckets; what it is spared is synthesis, what it lacks is more than one stack at
a time. Both wait for what the AWS provider waits for.
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
from bench.synthesis import EXAMPLE, MAIN, ROOT
from emulator.run import emulated_project
from orgctl.demo.show import DEPLOY

PLAIN = (sys.executable, "-m", "bench.plain")  # the copy of the project has a link to `bench`
SECONDS = 0.2  # between two looks at the memory: these take minutes


@dataclass(frozen=True)
class Deployment:
    """What each way took."""

    cdktf: Measurement
    terraform: Measurement
    demo: Measurement

    @property
    def ratio(self) -> float:
        """How many times as long as `cdktf deploy '*'` Terraform alone takes."""
        return self.terraform.seconds / self.cdktf.seconds


def deploy_example(tell: Callable[[str], None]) -> Deployment:
    """Measure each way once. Raises CommandFailed, and what `emulated_project` raises."""
    tell("cdktf deploy '*' on the emulated AWS")
    cdktf = _deploy(DEPLOY)
    tell("Terraform alone on the emulated AWS")
    terraform = _deploy(PLAIN, before=MAIN)
    tell("the demo")
    with TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"ORGANIZATION_FILE": str(EXAMPLE)}
        demo = measure((str(ROOT / "bin" / "orgctl"), "demo"), cwd=Path(folder), env=environment, interval=SECONDS)
    return Deployment(cdktf, terraform, demo)


def _deploy(command: Sequence[str], *, before: Sequence[str] | None = None) -> Measurement:
    """Run a command in a project of its own; `before` it another that is not measured."""
    base = os.environ | {"ORGANIZATION_FILE": str(EXAMPLE)}
    with emulated_project(ROOT, base) as (_, folder, environment):
        if before:
            measure(before, cwd=folder, env=environment)
        return measure(_found(command, environment["PATH"]), cwd=folder, env=environment, interval=SECONDS)


def _found(command: Sequence[str], path: str) -> list[str]:
    program = shutil.which(command[0], path=path)
    if program is None:
        raise CommandFailed(f"{command[0]} is not there")
    return [program, *command[1:]]
