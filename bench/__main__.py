"""`python -m bench`, or `make bench`: measure synthesis, proof and deployment, and print the figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.changes import change
from bench.figures import Figures, take, take_proofs, take_solvers, take_synthesis
from bench.measure import CommandFailed
from bench.processes import HAS_PROC, INTERVAL
from bench.table import show, show_changes, show_failures, show_proofs, show_solvers
from toolchain import ToolchainError


def main() -> int:
    """Measure and print. Return 1 when a measurement failed, not when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=PARTS, default="all", help=f"what to measure: {', '.join(PARTS)} (all)"
    )
    parser.add_argument(
        "--runs", type=_positive, default=5, metavar="N", help="runs of each, of which the best counts (5)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out 1,000 accounts, the proof of 500, and the deployments"
    )
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="another checkout, set up, measured beside ours: proof, changes"
    )
    parser.add_argument("--accounts", type=_positive, default=30, metavar="N", help="accounts of the part changes (30)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    arguments = parser.parse_args()
    if arguments.against:
        arguments.against = arguments.against.resolve()

    errors, console = Console(stderr=True), Console()
    try:
        with errors.status("measuring") as status:
            measured = _MEASURE[arguments.part](arguments, lambda what: status.update(f"measuring {what}"))
    except (CommandFailed, ToolchainError) as failed:
        errors.print(str(failed), style="red", markup=False)
        return 1

    measured.show(console)
    if arguments.json:
        arguments.json.write_text(json.dumps(measured.figures, indent=2) + "\n")
    return 0


@dataclass(frozen=True)
class _Measured:
    """The figures of a part, and what prints them."""

    figures: Mapping[str, Any]
    show: Callable[[Console], None]


def _synthesis(arguments: argparse.Namespace, progress: Callable[[str], None]) -> _Measured:
    return _shown(take_synthesis(arguments.runs, _sizes(arguments), progress))


def _all(arguments: argparse.Namespace, progress: Callable[[str], None]) -> _Measured:
    against = arguments.against
    return _shown(take(arguments.runs, _sizes(arguments), progress, deploy=not arguments.quick, against=against))


def _sizes(arguments: argparse.Namespace) -> tuple[int, ...]:
    return (10, 100) if arguments.quick else (10, 100, 1000)


def _shown(figures: Figures) -> _Measured:
    def shown(console: Console) -> None:
        show(figures, console)
        _how(console)

    return _Measured(figures.as_json(), shown)


def _proof(arguments: argparse.Namespace, progress: Callable[[str], None]) -> _Measured:
    failures: dict[str, str] = {}
    against = arguments.against
    proofs = take_proofs(arguments.runs, progress, failures, large=not arguments.quick, against=against)

    def shown(console: Console) -> None:
        show_proofs(proofs, console)
        show_failures(failures, console)
        _how(console)

    return _Measured({"proofs": [one.as_json() for one in proofs], "failures": failures}, shown)


def _solvers(_arguments: argparse.Namespace, progress: Callable[[str], None]) -> _Measured:
    failures: dict[str, str] = {}
    comparison = take_solvers(progress, failures)

    def shown(console: Console) -> None:
        if comparison:
            show_solvers(comparison, console)
        show_failures(failures, console)

    return _Measured({"solvers": comparison.as_json() if comparison else None, "failures": failures}, shown)


def _changes(arguments: argparse.Namespace, progress: Callable[[str], None]) -> _Measured:
    found = change(arguments.accounts, arguments.against, progress)

    def shown(console: Console) -> None:
        show_changes(found, console)
        _how(console)

    return _Measured({"changes": asdict(found) | {"ratio": found.ratio}}, shown)


def _how(console: Console) -> None:
    source = f"{'/proc' if HAS_PROC else 'ps'}, every {INTERVAL * 1000:.0f} ms"
    console.print(f"Best of several runs. Peak memory: all processes together ({source}).")


_MEASURE: Mapping[str, Callable[[argparse.Namespace, Callable[[str], None]], _Measured]] = {
    "all": _all,
    "synthesis": _synthesis,
    "proof": _proof,
    "solvers": _solvers,
    "changes": _changes,
}
PARTS = tuple(_MEASURE)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
