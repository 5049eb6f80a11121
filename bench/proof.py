"""Seconds of `orgctl prove` and `orgctl report` for synthesized organizations of some sizes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import sample
from bench.measure import Measurement, best, measure
from bench.synthesis import MAIN, ROOT, synthesis_environment

EXAMPLE = "the example"
SECONDS: Mapping[str | int, float | None] = {EXAMPLE: 3.0, 100: 20.0, 500: None}
"""The targets by number of accounts; the example has 3."""
_FILES = ("organization.yaml", "access.yaml", "guardrails")


@dataclass(frozen=True)
class Proof:
    """The measured and the allowed seconds of a proof."""

    name: str
    prove: Measurement
    report: Measurement
    megabytes: float
    """The size of the report."""
    at_most: float | None

    @property
    def reached(self) -> bool | None:
        """True when the target is reached; None without a target."""
        return None if self.at_most is None else self.prove.seconds <= self.at_most


def prove(what: str | int, runs: int) -> Proof:
    """Measure both commands as a whole, the best of several runs. Raise CommandFailed."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        _organization(what, folder)
        shutil.copy(ROOT / "cdktf.json", folder)
        environment = {**synthesis_environment(folder / "organization.yaml"), "CDKTF_OUTDIR": str(folder / "cdktf.out")}
        measure(MAIN, cwd=folder, env=environment)
        orgctl = str(ROOT / "bin" / "orgctl")
        proofs = [measure((orgctl, "prove", "--json"), cwd=folder, env=os.environ) for _ in range(runs)]
        reports = [measure((orgctl, "report"), cwd=folder, env=os.environ) for _ in range(runs)]
        size = (folder / "report.html").stat().st_size / 1e6
    label = f"{what} accounts" if isinstance(what, int) else what
    return Proof(label, best(proofs), best(reports), size, SECONDS[what])


def _organization(what: str | int, folder: Path) -> None:
    if isinstance(what, int):
        (folder / "organization.yaml").write_text(sample.organization(what, everything=True))
        return
    for file in _FILES:
        source = ROOT / file
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / file)
