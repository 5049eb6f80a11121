"""All figures of one `make bench`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import sample
from bench.measure import CommandFailed, Measurement, best
from bench.synthesis import CDKTF_SYNTH, FLOOR, MAIN, ROOT, Run, synthesize

EXAMPLE = ROOT / "organization.yaml"


@dataclass(frozen=True)
class Target:
    """Something to reach, and what was reached."""

    name: str
    figure: str
    reached: bool


@dataclass(frozen=True)
class Figures:
    """What was measured. A figure that could not be taken has its reason in `failures` instead."""

    plain: Measurement
    fast: Measurement
    floor: Measurement
    identical: bool
    cdktf_synth: Measurement | None
    accounts: dict[int, tuple[Measurement, int]]
    """By number of accounts: what it took, and the number of resources."""
    failures: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Everything, with what follows from it."""
        return asdict(self) | {"targets": [asdict(target) for target in self.targets()]}

    def milliseconds_per_resource(self, accounts: int) -> float:
        """Of the whole run, the time until the first resource included."""
        took, resources = self.accounts[accounts]
        return took.seconds * 1000 / resources

    def growth(self) -> list[float]:
        """Milliseconds that each further resource costs, from each number of accounts to the next."""
        taken = [self.accounts[number] for number in sorted(self.accounts)]
        return [(b.seconds - a.seconds) * 1000 / (more - less) for (a, less), (b, more) in pairwise(taken)]

    def targets(self) -> list[Target]:
        """What issue 2 asks for, in its order."""
        faster = self.plain.seconds / self.fast.seconds
        above_floor = self.fast.seconds / self.floor.seconds
        targets = [
            Target("the same JSON as plain synthesis", "identical" if self.identical else "different", self.identical),
            Target("at least 12 times faster than plain", f"{faster:.1f} times", faster >= 12),
            Target("at most 1.6 times the floor", f"{above_floor:.2f} times", above_floor <= 1.6),
        ]
        if len(growth := self.growth()) > 1:
            change = growth[-1] / growth[0]
            figure = " → ".join(f"{ms:.2f}" for ms in growth) + " ms for each further resource"
            targets.append(Target("linear growth (within a quarter)", figure, change <= 1.25))
        if 1000 in self.accounts:
            took, _ = self.accounts[1000]
            gigabytes = took.peak_bytes / 1e9
            targets += [
                Target("1,000 accounts in at most 15 s", f"{took.seconds:.1f} s", took.seconds <= 15),
                Target("1,000 accounts in at most 1.5 GB", f"{gigabytes:.2f} GB", gigabytes <= 1.5),
            ]
        return targets


def take(runs: int, sizes: Sequence[int], tell: Callable[[str], None]) -> Figures:
    """Measure everything, telling what is at work. Raises CommandFailed when the example cannot be synthesized."""
    tell("plain synthesis of the example")
    plain = [synthesize(MAIN, EXAMPLE, fast=False) for _ in range(min(runs, 2))]

    tell("fast synthesis and the floor, in turn")
    pairs = [(synthesize(MAIN, EXAMPLE), synthesize(FLOOR, EXAMPLE)) for _ in range(runs + 1)]
    fast = [run for run, _ in pairs]

    failures: dict[str, str] = {}
    tell("cdktf synth")
    cdktf_synth = _or_failure(failures, "cdktf synth", partial(_repeated, CDKTF_SYNTH, EXAMPLE, runs))

    accounts: dict[int, tuple[Measurement, int]] = {}
    for size in sizes:
        tell(f"{size:,} accounts")
        times = runs if size < 100 else min(runs, 2)
        if taken := _or_failure(failures, f"{size:,} accounts", partial(_of_size, size, times)):
            accounts[size] = (_best(taken), taken[0].resources)

    return Figures(
        plain=_best(plain),
        fast=_best(fast),
        floor=_best([run for _, run in pairs]),
        identical=bool(plain[0].stacks) and plain[0].stacks == fast[0].stacks,
        cdktf_synth=_best(cdktf_synth) if cdktf_synth else None,
        accounts=accounts,
        failures=failures,
    )


def _of_size(accounts: int, runs: int) -> list[Run]:
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "organization.yaml"
        file.write_text(sample.organization(accounts))
        return _repeated(MAIN, file, runs)


def _repeated(command: Sequence[str], organization: Path, runs: int) -> list[Run]:
    return [synthesize(command, organization) for _ in range(runs)]


def _or_failure(failures: dict[str, str], name: str, runs: Callable[[], list[Run]]) -> list[Run] | None:
    try:
        return runs()
    except CommandFailed as failed:
        failures[name] = str(failed)
        return None


def _best(runs: Sequence[Run]) -> Measurement:
    return best([run.took for run in runs])
