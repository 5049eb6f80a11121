"""`orgctl explain`: read the stacks, decide one request, and print the reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from access.explain.asking import Question
from access.explain.explanation import explanation
from access.proof import Sources
from access.questions.world import open_worlds
from orgctl.explain.report import render
from orgctl.prove.reading import read_synthesized

if TYPE_CHECKING:
    from rich.console import Console


def explain(
    question: Question, *, folder: Path, file: Path, outputs: Path | None, as_of: date, console: Console
) -> int:
    """
    Print the decision on a request with its reasons. Return the exit status: 0 for either decision, 1 when it is
    undecided. Raise UserError for an invalid question, or when the stacks cannot be read.
    """
    read = read_synthesized(folder, file, outputs, as_of)
    with open_worlds((read.organization, read.intent)) as (world,):
        found = explanation(world, question)
    render(found, Sources(read.lines, read.organization), console)
    return 1 if found.verdict.problem else 0
