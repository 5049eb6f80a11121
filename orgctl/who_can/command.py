"""`orgctl who-can`: read the stacks, look for every principal that can make a call, and print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from access.questions.world import open_worlds
from access.who_can.answer import who_can as answer
from access.who_can.asking import asked
from access.who_can.data import as_json
from orgctl.prove.reading import read_synthesized
from orgctl.who_can.report import render

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class Wanted:
    """The question, and where the organization is."""

    action: str
    resource: str | None
    folder: Path
    """The project's, which holds `cdktf.out`."""
    file: Path
    """The configuration."""
    outputs: Path | None
    as_of: date


def who_can(wanted: Wanted, *, json: bool, console: Console) -> int:
    """
    Print every principal that can make a call. Return the exit status: 0, or 1 if something is not decided.

    Raise UserError for an invalid question, or when the stacks cannot be read.
    """
    read = read_synthesized(wanted.folder, wanted.file, wanted.outputs, wanted.as_of)
    question = asked(wanted.action, wanted.resource, read.organization)
    with open_worlds((read.organization, read.intent)) as (world,):
        found = answer(world, question, read.name)
    if json:
        print(as_json(found))
    else:
        render(found, read.organization, console)
    return 0 if found.decided else 1
