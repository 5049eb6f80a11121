"""
`orgctl prove` and `orgctl report` for synthesized organizations of some sizes.

Seconds and memory are those of the commands as users call them. The same `prove` of another checkout of this project
can be measured beside it, with the same organization, in turn.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import generated, sample
from bench.measure import CommandFailed, Measurement, best, measure
from bench.synthesis import MAIN, ROOT, command_of, synthesis_environment

EXAMPLE, GENERATED = "the example", f"{generated.ACCOUNTS} accounts, generated"
_FILES = ("organization.yaml", "access.yaml", "guardrails")


@dataclass(frozen=True)
class Targets:
    """The targets of one organization's proof; None where there is none."""

    seconds: float | None
    ratio: float
    """The most processor seconds, as a part of those of the build before the solver, commit 219d8d7."""
    megabytes: float | None = None


ORGANIZATIONS: Mapping[str | int, Targets] = {
    EXAMPLE: Targets(3.0, 1),
    GENERATED: Targets(None, 1 / 5),
    100: Targets(20.0, 1 / 5),
    500: Targets(None, 1 / 8, 400),
}
"""The measured organizations, by number of accounts or by name."""


@dataclass(frozen=True)
class Proof:
    """The measurements of a proof, and its targets."""

    name: str
    prove: Measurement
    report: Measurement
    megabytes: float
    """The size of the report."""
    targets: Targets
    before: Measurement | None = None
    """`prove` of the other checkout."""

    @property
    def reached(self) -> bool | None:
        """True when the target of seconds is reached; None without a target."""
        return None if self.targets.seconds is None else self.prove.seconds <= self.targets.seconds

    @property
    def ratio(self) -> float | None:
        """The processor seconds as a part of the other checkout's; None without it."""
        return self.prove.processor_seconds / self.before.processor_seconds if self.before else None

    @property
    def ratio_reached(self) -> bool | None:
        """True when the target of the ratio is reached; None without another checkout."""
        return None if self.ratio is None else self.ratio <= self.targets.ratio

    @property
    def memory_reached(self) -> bool | None:
        """True when the target of memory is reached; None without a target."""
        most = self.targets.megabytes
        return None if most is None else self.prove.peak_bytes <= most * 1e6

    def as_json(self) -> dict[str, Any]:
        """Return the figures and the results derived from them."""
        derived = ("reached", "ratio", "ratio_reached", "memory_reached")
        return asdict(self) | {name: getattr(self, name) for name in derived}


def prove(what: str | int, runs: int, against: Path | None = None) -> Proof:
    """Measure the commands as a whole, the best of several runs. Raise CommandFailed."""
    with TemporaryDirectory(prefix="bench-") as name, TemporaryDirectory(prefix="bench-") as other:
        folder = Path(name)
        _organization(what, folder)
        shutil.copy(ROOT / "cdktf.json", folder)
        environment = {**synthesis_environment(folder / "organization.yaml"), "CDKTF_OUTDIR": str(folder / "cdktf.out")}
        measure(command_of(MAIN), cwd=folder, env=environment)
        if against:
            _synthesized_by(against, what, Path(other))
        proofs: list[Measurement] = []
        before: list[Measurement] = []
        for _ in range(runs):
            proofs.append(_measured(ROOT, folder, "prove", "--json"))
            before += [_measured(against, Path(other), "prove", "--json")] if against else []
        reports = [_measured(ROOT, folder, "report") for _ in range(runs)]
        size = (folder / "report.html").stat().st_size / 1e6
    label = f"{what} accounts" if isinstance(what, int) else what
    return Proof(label, best(proofs), best(reports), size, ORGANIZATIONS[what], best(before) if before else None)


def _measured(checkout: Path, folder: Path, *command: str) -> Measurement:
    """Measure a command of a checkout's orgctl in a folder with a synthesized organization."""
    return measure((str(checkout / "bin" / "orgctl"), *command), cwd=folder, env=_plain())


def _synthesized_by(checkout: Path, what: str | int, folder: Path) -> None:
    """Synthesize the organization with another checkout, so that each proves what it built itself."""
    python, main = checkout / ".venv" / "bin" / "python", checkout / "main.py"
    if not python.exists() or not main.exists():
        raise CommandFailed(f"{checkout} is no checkout in which `make setup` has run")
    _organization(what, folder)
    shutil.copy(checkout / "cdktf.json", folder)
    app = ("synth", "--app", f'"{python}" "{main}"', "--output", str(folder / "cdktf.out"))
    environment = {**_plain(), "ORGANIZATION_FILE": str(folder / "organization.yaml")}
    measure((str(checkout / "bin" / "cdktf"), *app), cwd=folder, env=environment)


def _plain() -> dict[str, str]:
    """Return the environment without what would make orgctl or a synthesis look elsewhere, or compile modules anew."""
    unwanted = ("CDKTF_OUTDIR", "ORGANIZATION_FILE", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def _organization(what: str | int, folder: Path) -> None:
    if isinstance(what, int):
        (folder / "organization.yaml").write_text(sample.organization(what, everything=True))
        return
    if what == GENERATED:
        (folder / "organization.yaml").write_text(generated.organization())
        return
    for file in _FILES:
        source = ROOT / file
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / file)
