"""The figures, for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from bench.figures import Figures
from bench.measure import Measurement


def show(figures: Figures, console: Console) -> None:
    """Print what was measured, then what was to be reached."""
    console.print(_synthesis(figures))
    if figures.accounts:
        console.print(_accounts(figures))
    for name, reason in figures.failures.items():
        console.print(f"{name} could not be measured: {reason}", style="yellow", markup=False)
    console.print(_targets(figures))


def _synthesis(figures: Figures) -> Table:
    table = _table("Synthesis of the example", "", "seconds", "peak memory", "× fast", "× floor")
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


def _accounts(figures: Figures) -> Table:
    table = _table(
        "A role for each of 5 groups in every account",
        "accounts",
        "resources",
        "seconds",
        "ms a resource",
        "peak memory",
    )
    for number, (took, resources) in sorted(figures.accounts.items()):
        milliseconds = figures.milliseconds_per_resource(number)
        table.add_row(f"{number:,}", f"{resources:,}", f"{took.seconds:.2f}", f"{milliseconds:.2f}", _megabytes(took))
    return table


def _targets(figures: Figures) -> Table:
    table = _table("To reach", "", "measured", "")
    for target in figures.targets():
        table.add_row(target.name, target.figure, "[green]reached[/]" if target.reached else "[red]missed[/]")
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _megabytes(took: Measurement) -> str:
    return f"{took.peak_bytes / 1e6:,.0f} MB"
