"""`orgctl prove`: read the stacks, evaluate the promises, and print the proof."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from access.model.organization import Organization
from access.own import FILE, load_promises
from access.promises.promise import Promise
from access.promises.registry import PROMISES
from access.proof import Proof, prove_all
from access.world import open_worlds
from orgctl.prove.data import as_json as json_of
from orgctl.prove.junit import as_junit
from orgctl.prove.reading import Synthesized, read_synthesized
from orgctl.prove.reasons import Sources
from orgctl.prove.report import render

if TYPE_CHECKING:
    from rich.console import Console


def prove(
    *,
    folder: Path,
    file: Path,
    access: Path | None,
    outputs: Path | None,
    as_json: bool,
    junit: Path | None,
    console: Console,
) -> int:
    """
    Print the proof about the organization that was synthesized in a project's `folder`.

    Return the exit status: 0 when every promise is kept, 1 when one is not. Raise UserError when no proof is possible.
    """
    start = perf_counter()
    read = read_synthesized(folder, file, outputs)
    own = own_promises(access, file.parent, read.organization)
    proof = _prove(read, own, start)
    sources = Sources(read.lines, read.organization)
    if junit:
        junit.write_bytes(as_junit(proof, sources))
    if as_json:
        print(json_of(proof, sources))
    else:
        render(proof, sources, console)
    return 0 if proof.holds else 1


def own_promises(access: Path | None, folder: Path, organization: Organization) -> tuple[Promise, ...]:
    """Return the promises of the named file, or of `access.yaml` if it exists."""
    path = access or folder / FILE
    return load_promises(path, organization) if access or path.exists() else ()


def _prove(read: Synthesized, own: tuple[Promise, ...], start: float) -> Proof:
    with open_worlds((read.organization, read.intent)) as (world,):
        return prove_all(read.name, world, PROMISES, own, start)
