"""The figures as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.check import Check
from bench.deployment import Deployment
from bench.figures import Figures
from bench.measure import Measurement
from bench.proof import Proof


def show(figures: Figures, console: Console) -> None:
    """Print the measurements, then the targets."""
    console.print(_synthesis(figures))
    if figures.accounts:
        console.print(_sizes("No services, a role for each of 5 groups in every account", "accounts", figures.accounts))
    if figures.everything:
        console.print(_sizes("All services on", "", figures.everything))
    if figures.checks:
        console.print(_checks(figures.checks))
    if figures.proofs:
        console.print(_proofs(figures.proofs))
    if figures.deployment:
        console.print(_deployment(figures.deployment))
    for name, reason in figures.failures.items():
        console.print(f"{name} could not be measured: {reason}", style="yellow", markup=False)
    console.print(_targets(figures))


def _synthesis(figures: Figures) -> Table:
    table = _table(
        "Synthesis of the guide's organization, without services",
        "",
        "seconds",
        "peak memory",
        "× fast",
        "× floor",
    )
    rows: list[tuple[str, Measurement | None]] = [
        ("plain: python main.py with FAST_SYNTHESIS=off", figures.plain),
        ("fast: python main.py", figures.fast),
        ("floor: a CDKTF app without provider", figures.floor),
        ("cdktf synth as a whole", figures.cdktf_synth),
    ]
    for name, took in rows:
        if took is not None:
            times = [f"{took.seconds / other.seconds:.2f}" for other in (figures.fast, figures.floor)]
            table.add_row(name, f"{took.seconds:.2f}", _megabytes(took), *times)
    return table


def _sizes(title: str, what: str, taken: Mapping[Any, tuple[Measurement, int]]) -> Table:
    table = _table(title, what, "resources", "seconds", "ms a resource", "peak memory")
    for name, (took, resources) in taken.items():
        milliseconds = f"{took.seconds * 1000 / resources:.2f}"  # of the whole run
        label = f"{name:,}" if isinstance(name, int) else name
        table.add_row(label, f"{resources:,}", f"{took.seconds:.2f}", milliseconds, _megabytes(took))
    return table


def _checks(checks: Sequence[Check]) -> Table:
    title = "orgctl check, with guardrails in every unit"
    table = _table(title, "accounts", "seconds", "target", "", "peak memory")
    for one in checks:
        row = (f"{one.accounts:,}", f"{one.took.seconds:.2f}", f"{one.at_most:.1f}")
        table.add_row(*row, _verdict(one.reached), _megabytes(one.took))
    return table


def _proofs(proofs: Sequence[Proof]) -> Table:
    title = "orgctl prove and report, all services on"
    table = _table(title, "", "seconds", "target", "", "peak memory", "report", "its size")
    for one in proofs:
        wanted = ("", "") if one.at_most is None else (f"{one.at_most:.0f}", _verdict(bool(one.reached)))
        report = (f"{one.report.seconds:.2f}", f"{one.megabytes:.1f} MB")
        table.add_row(one.name, f"{one.prove.seconds:.2f}", *wanted, _megabytes(one.prove), *report)
    return table


def _deployment(deployment: Deployment) -> Table:
    """Return one measurement of each way to deploy the example, from a bare account of the emulated AWS."""
    table = _table("Deployment of the example to the emulated AWS", "", "seconds", "peak memory", "× cdktf")
    rows = {
        "cdktf deploy '*', synthesis included": deployment.cdktf,
        "Terraform alone, one stack after the other": deployment.terraform,
        "make demo: emulator, deployment, overview": deployment.demo,
    }
    for name, took in rows.items():
        ratio = f"{took.seconds / deployment.cdktf.seconds:.2f}"
        table.add_row(name, f"{took.seconds:.1f}", _megabytes(took), ratio)
    return table


def _targets(figures: Figures) -> Table:
    table = _table("Targets without services", "", "measured", "")
    for target in figures.targets():
        table.add_row(target.name, target.figure, _verdict(target.reached))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _verdict(reached: bool) -> str:
    return "[green]reached[/]" if reached else "[red]missed[/]"


def _megabytes(took: Measurement) -> str:
    return f"{took.peak_bytes / 1e6:,.0f} MB"
