"""`python -m bench`, or `make bench`: measure synthesis and deployment, and print the figures."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console

from bench.figures import take
from bench.measure import CommandFailed
from bench.processes import HAS_PROC, INTERVAL
from bench.table import show
from toolchain import ToolchainError


def main() -> int:
    """Measure and print. Return 1 when a measurement failed, not when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--runs", type=_positive, default=5, metavar="N", help="runs of each, of which the best counts (5)"
    )
    parser.add_argument("--quick", action="store_true", help="leave out 1,000 accounts, and the deployments")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    arguments = parser.parse_args()

    errors = Console(stderr=True)
    try:
        with errors.status("measuring") as status:
            deploy = not arguments.quick
            sizes = (10, 100) if arguments.quick else (10, 100, 1000)
            figures = take(arguments.runs, sizes, lambda what: status.update(f"measuring {what}"), deploy=deploy)
    except (CommandFailed, ToolchainError) as failed:
        errors.print(str(failed), style="red", markup=False)
        return 1

    console = Console()
    show(figures, console)
    source = f"{'/proc' if HAS_PROC else 'ps'}, every {INTERVAL * 1000:.0f} ms"
    console.print(f"Best of several runs. Peak memory: all processes together ({source}).")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures.as_json(), indent=2) + "\n")
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
