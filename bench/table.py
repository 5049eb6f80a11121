"""The figures as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.changes import AT_MOST, Changes
from bench.check import Check
from bench.deployment import Deployment
from bench.figures import Figures
from bench.measure import Measurement
from bench.proof import Proof
from bench.solvers.compare import AVERAGE, LONGEST, SECONDS, Comparison


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
        show_proofs(figures.proofs, console)
    if figures.solvers:
        show_solvers(figures.solvers, console)
    if figures.deployment:
        console.print(_deployment(figures.deployment))
    show_failures(figures.failures, console)
    console.print(_targets(figures))


def show_changes(changes: Changes, console: Console) -> None:
    """Print the measurements of a small change."""
    table = Table(title=f"A small change of an organization of {changes.stacks} stacks", title_justify="left")
    for name in ("", "seconds", "CPU", "of the other", "at most"):
        table.add_column(name, justify="left" if not name else "right")
    ratio = changes.ratio
    missed = ratio is not None and ratio > AT_MOST
    rows = {
        "orgctl up: what differs, deployed": (changes.affected, f"{ratio:.3f}" if ratio else "", f"{AT_MOST:.3f}"),
        "every stack planned": (changes.every, "", ""),
        "every stack planned by the other": (changes.other, "", ""),
    }
    for name, (took, part, target) in rows.items():
        if took:
            shown = f"{target} ✗" if missed and target else target
            table.add_row(name, f"{took.seconds:.1f}", f"{took.processor_seconds:.1f}", part, shown if part else "")
    console.print(table)


def show_proofs(proofs: Sequence[Proof], console: Console) -> None:
    """Print the measurements of the proofs and, if there is another checkout, the ratios."""
    console.print(_proofs(proofs))
    if any(one.before for one in proofs):
        console.print(_ratios(proofs))


def show_solvers(comparison: Comparison, console: Console) -> None:
    """Print the comparison with other programs."""
    table = _table(
        f"{comparison.questions} questions: milliseconds of the processor for each, without the start",
        *("", "average", "median", "longest", "right", "wrong", "open", "no end"),
    )
    for one in comparison.sides:
        no_end = one.unanswered > 0
        times = (f"{'> ' * no_end}{one.average:,.1f}", f"{one.median:,.1f}", f"{'> ' * no_end}{one.longest:,.0f}")
        answers = (one.right, one.wrongly_allowed + one.wrongly_none, one.undecided, one.unanswered)
        table.add_row(one.name, *times, *map(str, answers))
    console.print(table)
    none = comparison.questions - comparison.allowed
    console.print(
        f"Right: an allowed request for {comparison.allowed} questions, confirmed by the evaluator, and none for "
        f"{none}, {comparison.proven_by_reach} of them proven by reach too. No end: after {SECONDS:.0f} s. "
        f"Target of the solver: {AVERAGE:.0f} ms on average, {LONGEST:,.0f} at most, all right."
    )


def show_failures(failures: Mapping[str, str], console: Console) -> None:
    """Print why figures are missing."""
    for name, reason in failures.items():
        console.print(f"{name} could not be measured: {reason}", style="yellow", markup=False)


def _synthesis(figures: Figures) -> Table:
    title = "Synthesis of the guide's organization, without services"
    table = _table(title, "", "seconds", "CPU", "memory", "× warm", "× floor")
    rows: list[tuple[str, Measurement | None]] = [
        ("plain: FAST_SYNTHESIS=off", figures.plain),
        ("main.py, only installed", figures.unprepared),
        ("main.py, fresh checkout", figures.fresh),
        ("main.py, warm", figures.fast),
        ("floor: app without provider", figures.floor),
        ("cdktf synth, fresh checkout", figures.cdktf_synth_fresh),
        ("cdktf synth, warm", figures.cdktf_synth),
    ]
    for name, took in rows:
        if took is not None:
            times = [f"{took.seconds / other.seconds:.2f}" for other in (figures.fast, figures.floor)]
            cells = (f"{took.seconds:.2f}", f"{took.processor_seconds:.2f}", _megabytes(took))
            table.add_row(name, *cells, *times)
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
    table = _table(title, "", "seconds", "at most", "CPU", "memory", "at most", "report", "size")
    for one in proofs:
        prove, targets = one.prove, one.targets
        wanted = _wanted(one.reached, f"{targets.seconds:.0f}" if targets.seconds else "")
        memory = _wanted(one.memory_reached, f"{targets.megabytes:.0f}" if targets.megabytes else "")
        report = (f"{one.report.seconds:.1f}", f"{one.megabytes:.1f} MB")
        figures = (f"{prove.seconds:.1f}", wanted, f"{prove.processor_seconds:.1f}", _megabytes(prove), memory)
        table.add_row(one.name, *figures, *report)
    return table


def _ratios(proofs: Sequence[Proof]) -> Table:
    """Return the processor seconds and the memory beside those of the other checkout."""
    title = "orgctl prove beside the other checkout: processor seconds"
    table = _table(title, "", "other", "this", "ratio", "at most", "memory", "other's")
    for one in proofs:
        if one.before and one.ratio is not None:
            seconds = (f"{one.before.processor_seconds:.1f}", f"{one.prove.processor_seconds:.1f}")
            ratio = (f"{one.ratio:.3f}", _wanted(one.ratio_reached, f"{one.targets.ratio:.3f}"))
            table.add_row(one.name, *seconds, *ratio, _megabytes(one.prove), _megabytes(one.before))
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


def _wanted(reached: bool | None, target: str) -> str:
    """Return a target in the colour of its verdict, with a mark where it is missed."""
    if reached is None:
        return target
    return f"[green]{target}[/]" if reached else f"[red]{target} ✗[/]"


def _megabytes(took: Measurement) -> str:
    return f"{took.peak_bytes / 1e6:,.0f} MB"
