"""`orgctl prove`: read the stacks, evaluate the promises, and print the proof."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from access.model.organization import Organization
from access.promises.acceptance import Acceptance
from access.promises.custom import FILE, Own, load_own
from access.promises.registry import PROMISES
from access.proof import Proof, Sources, as_json, prove_all
from access.questions.world import open_worlds
from orgctl.proof_form import ProofForm
from orgctl.prove.accept import demand_accepted, on_the_command_line
from orgctl.prove.junit import as_junit
from orgctl.prove.markdown import as_markdown
from orgctl.prove.reading import read_synthesized
from orgctl.prove.recording import Recording
from orgctl.prove.report import render

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class Wanted:
    """The inputs of a proof."""

    folder: Path
    """The project's, which holds `cdktf.out`."""
    file: Path
    """The configuration."""
    access: Path | None
    outputs: Path | None
    as_of: date
    """The day from which on requests are made."""
    kept_by: bool = False
    """True to tell which statements keep each promise."""
    accept: tuple[str, ...] = ()
    """The promises that are accepted in this run: names of built-in ones, sentences of others."""


def prove(wanted: Wanted, *, form: ProofForm, junit: Path | None, console: Console) -> int:
    """
    Print the proof about a synthesized organization, and write it into the file `junit` for CI, if one is given.

    Return the exit status: 0 when it is proven, but for what is accepted, else 1. Raise UserError when no proof is
    possible, and UsageError when a promise that is to be accepted is unknown or kept.
    """
    recording = Recording(wanted.folder, wanted.file, wanted.access)
    proof = _proof(wanted)
    if warning := recording.write(proof, wanted.accept):
        print(f"orgctl: {warning}", file=sys.stderr)
    if junit:
        junit.write_bytes(as_junit(proof))
    if form is ProofForm.TEXT:
        render(proof, console)
    else:
        print(_document(proof, form), end="")
    return 0 if proof.passed else 1


def own_rules(access: Path | None, folder: Path, organization: Organization) -> Own:
    """Return the promises, and what is accepted, of the named file, or of `access.yaml` if it exists."""
    path = access or folder / FILE
    return load_own(path, organization) if access or path.exists() else Own()


def _proof(wanted: Wanted) -> Proof:
    start = perf_counter()
    read = read_synthesized(wanted.folder, wanted.file, wanted.outputs, wanted.as_of)
    own = own_rules(wanted.access, wanted.file.parent, read.organization)
    accepted: tuple[Acceptance, ...] = (*own.accepted, *on_the_command_line(wanted.accept, PROMISES, own.promises))
    sources = Sources(read.lines, read.organization)
    with open_worlds((read.organization, read.intent), tells_statements=wanted.kept_by) as (world,):
        proof = prove_all(read.name, world, sources, PROMISES, own.promises, started=start, accepted=accepted)
    demand_accepted(wanted.accept, proof)
    return proof


def _document(proof: Proof, form: ProofForm) -> str:
    if form is ProofForm.JSON:
        return f"{as_json(proof)}\n"
    return as_junit(proof).decode() if form is ProofForm.JUNIT else as_markdown(proof)
