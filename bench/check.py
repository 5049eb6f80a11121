"""Seconds of `orgctl check`, for organizations with guardrails at the root and in every unit."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import sample
from bench.measure import Measurement, best, measure
from bench.synthesis import ROOT

SECONDS = {3: 0.5, 100: 1.0, 1000: 5.0}
"""The targets by number of accounts."""


@dataclass(frozen=True)
class Check:
    """The measured and the allowed seconds of a check of so many accounts."""

    accounts: int
    took: Measurement
    at_most: float

    @property
    def reached(self) -> bool:
        return self.took.seconds <= self.at_most


def check(accounts: int, runs: int) -> Check:
    """Measure the whole command, the best of several runs. Raise CommandFailed."""
    with TemporaryDirectory(prefix="bench-") as name:
        file = Path(name) / "organization.yaml"
        file.write_text(sample.guarded(accounts))
        command = (str(ROOT / "bin" / "orgctl"), "check", str(file))
        took = best([measure(command, cwd=file.parent, env=os.environ) for _ in range(runs)])
    return Check(accounts, took, SECONDS[accounts])
