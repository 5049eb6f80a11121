"""
A small change of a deployed organization: the phase `changes` of `orgctl up`, on an emulated AWS.

A guardrail is attached to a unit, and a role of a group gets a policy in one account. Measured is the phase as it is,
which plans and deploys what differs, beside a plan of every stack: by this checkout, and by another one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import sample
from bench.measure import Measurement, measure
from bench.synthesis import ROOT
from emulator.run import emulated_project
from orgctl.demo.show import DEPLOY

AT_MOST = 1 / 20
"""Of the processor seconds of the checkout beside."""
_SECONDS = 0.2  # between two samples of the memory


@dataclass(frozen=True)
class Changes:
    """The measurements of a small change."""

    stacks: int
    affected: Measurement
    """The phase as it is: it plans and deploys what differs."""
    every: Measurement
    """A plan of every stack, by this checkout, which deploys nothing."""
    other: Measurement | None
    """The same, by the other checkout."""

    @property
    def ratio(self) -> float | None:
        """The processor seconds of the phase, as a part of the other checkout's."""
        return self.affected.processor_seconds / self.other.processor_seconds if self.other else None


def change(accounts: int, against: Path | None, progress: Callable[[str], None]) -> Changes:
    """Deploy an organization, change it, and measure. Raise CommandFailed, and the errors of `emulated_project`."""
    with TemporaryDirectory(prefix="bench-") as temporary:
        file = Path(temporary) / "organization.yaml"
        text = sample.organization(accounts).replace("{state: local}", "{state: account}")
        file.write_text(text)
        base = os.environ | {"ORGANIZATION_FILE": str(file)}
        with emulated_project(ROOT, base) as (_, folder, environment):
            bin_ = ROOT / "bin"
            progress(f"cdktf deploy of {accounts} accounts on the emulated AWS")
            measure((str(bin_ / DEPLOY[0]), *DEPLOY[1:]), cwd=folder, env=environment, interval=_SECONDS)
            stacks = len(list((folder / "cdktf.out" / "stacks").iterdir()))
            file.write_text(sample.with_small_change(text))

            def run(mode: str, checkout: Path) -> Measurement:
                progress(f"the phase changes: {mode}, by {'this' if checkout == ROOT else 'the other'} checkout")
                command = (sys.executable, "-P", str(ROOT / "bench" / "changed.py"), mode, str(folder))
                own = {**environment, "PYTHONPATH": str(checkout)}
                return measure(command, cwd=folder, env=own, interval=_SECONDS)

            other = run("all", against) if against else None
            return Changes(stacks, every=run("all", ROOT), affected=run("affected", ROOT), other=other)
