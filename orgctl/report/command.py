"""`orgctl report`: prove the promises, and write the results into one HTML file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from access.promises.registry import PROMISES
from access.proof import Proof, prove_all
from access.world import World, open_worlds
from orgctl.diff.command import compare_with
from orgctl.prove.command import own_promises
from orgctl.prove.reading import SYNTHESIZED, Synthesized, read_synthesized
from orgctl.prove.reasons import Sources
from orgctl.prove.report import render, verdict
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


def report(wanted: Wanted, console: Console, *, with_proof: bool = False) -> int:
    """
    Write the report; with `with_proof`, print the proof too, as `orgctl prove` does.

    Return the exit status: 0 when it was written, with any result. Raise UserError when no proof is possible.
    """
    written, proof, sources = _report(wanted)
    write(written, wanted.output)
    if with_proof:
        render(proof, sources, console)
    else:
        console.print(verdict(proof), markup=False, highlight=False)
    if written.diff:
        console.print(f"Compared with {written.diff.base}: {written.diff.verdict}", markup=False, highlight=False)
    console.print(f"The report is in {_shown(wanted.output)}", markup=False, highlight=False, soft_wrap=True)
    return 0


def _shown(file: Path) -> Path:
    """Return a path relative to the current folder, if it is inside."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _report(wanted: Wanted) -> tuple[Report, Proof, Sources]:
    start = perf_counter()
    read = read_synthesized(wanted.folder, wanted.file, wanted.outputs)
    own = own_promises(wanted.access, wanted.file.parent, read.organization)
    with open_worlds((read.organization, read.intent)) as (world,):
        proof = prove_all(read.name, world, PROMISES, own, start)
    return gather(_source(read, world, proof), _diff(wanted)), proof, Sources(read.lines, read.organization)


def _source(read: Synthesized, world: World, proof: Proof) -> Source:
    results = [(one.promise, one.outcome) for one in proof.checked]
    return Source(read.name, SYNTHESIZED, world, proof.matrix, results, read.lines)


def _diff(wanted: Wanted) -> Diff | None:
    if wanted.base is None:
        return None
    found, base = compare_with(wanted.base, project=wanted.folder, file=wanted.file, outputs=wanted.outputs)
    return diff(found, base)
