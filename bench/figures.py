"""All figures of one `make bench`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bench import sample
from bench.check import SECONDS, Check, check
from bench.deployment import Deployment, deploy_example
from bench.fresh import fresh_checkout
from bench.measure import CommandFailed, Measurement, best
from bench.proof import EXAMPLE as PROVED_EXAMPLE
from bench.proof import ORGANIZATIONS, Proof, prove
from bench.solvers.compare import Comparison, compare
from bench.synthesis import CDKTF_SYNTH, EXAMPLE, FLOOR, GUIDE, MAIN, Run, synthesize
from bench.targets import Target, fresh_targets, memory_target, targets
from emulator import EmulatorError

EVERYTHING = 100  # accounts with all services on
LARGE = 1000
Synthesize = Callable[..., Run]
T = TypeVar("T")


@dataclass(frozen=True)
class Figures:
    """All measurements. `failures` has the reasons for figures that could not be taken."""

    plain: Measurement
    fast: Measurement
    floor: Measurement
    identical: bool
    unprepared: Measurement
    """`fast` where setup only installs: not the first run, which unpacks the libraries, but each later one."""
    fresh: Measurement
    """`fast` as the first run of a fresh checkout after `make setup`."""
    cdktf_synth: Measurement | None
    cdktf_synth_fresh: Measurement | None
    cdktf_synth_large: Measurement | None
    """`cdktf synth` of 1,000 accounts."""
    accounts: dict[int, tuple[Measurement, int]]
    """By number of accounts: the measurement, and the number of resources."""
    everything: dict[str, tuple[Measurement, int]]
    """The same for organizations with all services on, by label."""
    checks: list[Check]
    proofs: list[Proof]
    solvers: Comparison | None
    deployment: Deployment | None
    failures: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return all figures and the results derived from them."""
        ratio = {"deployment_ratio": self.deployment.ratio} if self.deployment else {}
        reached = {
            "checks": [asdict(one) | {"reached": one.reached} for one in self.checks],
            "proofs": [one.as_json() for one in self.proofs],
            "solvers": self.solvers.as_json() if self.solvers else None,
        }
        return asdict(self) | {"targets": [asdict(target) for target in self.targets()]} | ratio | reached

    def targets(self) -> list[Target]:
        """Return the targets of synthesis."""
        found = targets(
            plain=self.plain, fast=self.fast, floor=self.floor, identical=self.identical, accounts=self.accounts
        )
        found += fresh_targets("main.py", self.fresh, self.fast)
        if self.cdktf_synth and self.cdktf_synth_fresh:
            found += fresh_targets("cdktf synth", self.cdktf_synth_fresh, self.cdktf_synth)
        large = {f"check of {one.accounts:,}": one.took for one in self.checks if one.accounts == LARGE}
        if self.cdktf_synth_large:
            large[f"cdktf synth of {LARGE:,}"] = self.cdktf_synth_large
        return found + [memory_target(name, took) for name, took in large.items()]


def take(
    runs: int, sizes: Sequence[int], progress: Callable[[str], None], *, deploy: bool, against: Path | None = None
) -> Figures:
    """
    Measure everything, and report each step to `progress`. Raise CommandFailed when synthesis fails.

    `against` is another checkout, whose proofs are measured too.
    """
    figures = take_synthesis(runs, sizes, progress)
    return replace(
        figures,
        proofs=take_proofs(runs, progress, figures.failures, large=deploy, against=against),
        solvers=take_solvers(progress, figures.failures),
        deployment=_or_failure(figures.failures, "deployment", partial(deploy_example, progress)) if deploy else None,
    )


def take_synthesis(runs: int, sizes: Sequence[int], progress: Callable[[str], None]) -> Figures:
    """Measure synthesis in fresh checkouts, and `orgctl check`. Raise CommandFailed when synthesis fails."""
    progress("the first run of a fresh checkout")
    failures: dict[str, str] = {}
    fresh = [_first_run(MAIN) for _ in range(min(runs, 2))]
    first_synth = _or_failure(failures, "first cdktf synth", lambda: [_first_run(CDKTF_SYNTH) for _ in fresh])

    with fresh_checkout(prepared=False) as checkout:
        unprepared = [synthesize(MAIN, GUIDE, checkout=checkout) for _ in range(3)][1:]
    with fresh_checkout() as checkout:
        warm = partial(synthesize, checkout=checkout)
        progress("fast synthesis and the floor, in turn")
        pairs = [(warm(MAIN, GUIDE), warm(FLOOR, GUIDE)) for _ in range(runs + 1)]
        fast = [run for run, _ in pairs]

        progress("plain synthesis of the guide's organization")
        plain = [warm(MAIN, GUIDE, fast=False) for _ in range(min(runs, 2))]

        progress("cdktf synth")
        cdktf_synth = _or_failure(failures, "cdktf synth", partial(_repeated, warm, CDKTF_SYNTH, GUIDE, runs + 1))

        accounts: dict[int, tuple[Measurement, int]] = {}
        for size in sizes:
            progress(f"{size:,} accounts")
            times = runs if size < 100 else min(runs, 2)
            if taken := _or_failure(failures, f"{size:,} accounts", partial(_of_size, warm, size, times)):
                accounts[size] = _counted(taken)
        large = None
        if LARGE in sizes:
            progress(f"cdktf synth of {LARGE:,} accounts")
            whole = partial(_of_size, warm, LARGE, 1, program=CDKTF_SYNTH)
            large = _or_failure(failures, f"cdktf synth of {LARGE:,} accounts", whole)
        everything = _everything(failures, warm, min(runs, 3), progress)

    progress("orgctl check")
    checks = [
        _or_failure(failures, f"orgctl check of {size:,} accounts", partial(check, size, runs)) for size in SECONDS
    ]
    return Figures(
        plain=_best(plain),
        fast=_best(fast),
        floor=_best([run for _, run in pairs]),
        identical=bool(plain[0].stacks) and plain[0].stacks == fast[0].stacks,
        unprepared=_best(unprepared),
        fresh=_best(fresh),
        cdktf_synth=_best(cdktf_synth) if cdktf_synth else None,
        cdktf_synth_fresh=_best(first_synth) if first_synth else None,
        cdktf_synth_large=_best(large) if large else None,
        accounts=accounts,
        everything=everything,
        checks=[one for one in checks if one],
        proofs=[],
        solvers=None,
        deployment=None,
        failures=failures,
    )


def _everything(
    failures: dict[str, str], synthesized_by: Synthesize, runs: int, progress: Callable[[str], None]
) -> dict[str, tuple[Measurement, int]]:
    """Measure the example and an organization of many accounts, with all services on."""
    kinds: dict[str, Callable[[], list[Run]]] = {
        "the example": partial(_repeated, synthesized_by, MAIN, EXAMPLE, runs),
        f"{EVERYTHING} accounts": partial(_of_size, synthesized_by, EVERYTHING, min(runs, 2), everything=True),
    }
    found: dict[str, tuple[Measurement, int]] = {}
    for name, synthesized in kinds.items():
        progress(f"{name} with all services on")
        if taken := _or_failure(failures, f"{name} with all services on", synthesized):
            found[name] = _counted(taken)
    return found


def take_proofs(
    runs: int, progress: Callable[[str], None], failures: dict[str, str], *, large: bool, against: Path | None
) -> list[Proof]:
    """Measure the proofs; without `large` those that take less than a minute. Reasons of failures go to `failures`."""
    found: list[Proof] = []
    for what in ORGANIZATIONS:
        if what == 500 and not large:
            continue
        label = f"{what} accounts" if isinstance(what, int) else what
        progress(f"orgctl prove and report of {label}")
        times = runs if what == PROVED_EXAMPLE else min(runs, 2)
        if one := _or_failure(failures, f"orgctl prove of {label}", partial(prove, what, times, against)):
            found.append(one)
    return found


def take_solvers(progress: Callable[[str], None], failures: dict[str, str]) -> Comparison | None:
    """Compare the solver with other programs; None with a reason in `failures` when these cannot be had."""
    return _or_failure(failures, "the comparison with other programs", partial(compare, progress))


def _first_run(program: str) -> Run:
    with fresh_checkout() as checkout:
        return synthesize(program, GUIDE, checkout=checkout)


def _of_size(
    synthesized_by: Synthesize, accounts: int, runs: int, *, everything: bool = False, program: str = MAIN
) -> list[Run]:
    with TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "organization.yaml"
        file.write_text(sample.organization(accounts, everything=everything))
        return _repeated(synthesized_by, program, file, runs)


def _repeated(synthesized_by: Synthesize, program: str, organization: Path, runs: int) -> list[Run]:
    return [synthesized_by(program, organization) for _ in range(runs)]


def _or_failure(failures: dict[str, str], name: str, take: Callable[[], T]) -> T | None:
    try:
        return take()
    except (CommandFailed, EmulatorError) as failed:
        failures[name] = str(failed)
        return None


def _counted(runs: Sequence[Run]) -> tuple[Measurement, int]:
    return _best(runs), runs[0].resources


def _best(runs: Sequence[Run]) -> Measurement:
    return best([run.took for run in runs])
