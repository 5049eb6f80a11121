"""`orgctl report`: prove the promises, and write the results into one HTML file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from access.promises.registry import PROMISES
from access.proof import Proof, Sources, prove_all
from access.questions.world import open_worlds
from orgctl.as_of import as_of
from orgctl.diff.command import compare_with
from orgctl.prove.command import own_rules
from orgctl.prove.reading import SYNTHESIZED, read_synthesized
from orgctl.prove.report import render
from orgctl.prove.words import verdict
from orgctl.report.data import Diff, Report
from orgctl.report.gather import Source, gather
from orgctl.report.gather.diff import diff
from orgctl.report.write import write

if TYPE_CHECKING:
    from rich.console import Console

FILE = "report.html"


@dataclass(frozen=True)
class Wanted:
    """The inputs of a report, and its output file."""

    folder: Path
    """The project's."""
    file: Path
    """The configuration."""
    output: Path
    access: Path | None = None
    outputs: Path | None = None
    base: str | None = None
    as_of: date = field(default_factory=lambda: as_of(None))
    """The day from which on requests are made, on both sides of a comparison too."""
    emulated: bool = False
    """True if the outputs are those of an emulated AWS, whose ids differ from those of the configuration."""


def report(wanted: Wanted, console: Console, *, with_proof: bool = False) -> int:
    """
    Write the report; with `with_proof`, print the proof too, as `orgctl prove` does.

    Return the exit status: 0 when it was written, with any result. Raise UserError when no proof is possible.
    """
    written, proof = _report(wanted)
    write(written, wanted.output)
    if with_proof:
        render(proof, console)
    else:
        console.print(verdict(proof), markup=False, highlight=False)
    if written.diff:
        console.print(f"Compared with {written.diff.base}: {written.diff.verdict}", markup=False, highlight=False)
    console.print(f"The report is in {_shown(wanted.output)}", markup=False, highlight=False, soft_wrap=True)
    return 0


def _shown(file: Path) -> Path:
    """Return a path relative to the current folder, if it is inside."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _report(wanted: Wanted) -> tuple[Report, Proof]:
    start = perf_counter()
    read = read_synthesized(wanted.folder, wanted.file, wanted.outputs, wanted.as_of, emulated=wanted.emulated)
    own = own_rules(wanted.access, wanted.file.parent, read.organization)
    with open_worlds((read.organization, read.intent)) as (world,):
        sources = Sources(read.lines, read.organization)
        proof = prove_all(read.name, world, sources, PROMISES, own.promises, started=start, accepted=own.accepted)
        return gather(Source(SYNTHESIZED, world, proof, read.lines), _diff(wanted)), proof


def _diff(wanted: Wanted) -> Diff | None:
    if wanted.base is None:
        return None
    found, base = compare_with(
        wanted.base, project=wanted.folder, file=wanted.file, outputs=wanted.outputs, as_of=wanted.as_of
    )
    return diff(found, base)
