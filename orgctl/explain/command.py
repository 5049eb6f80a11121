"""`orgctl explain`: read, ask one thing, and say why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from access.explain.asking import Question
from access.explain.explanation import explanation
from access.world import open_worlds
from orgctl.explain.report import render
from orgctl.prove.reading import read_synthesized
from orgctl.prove.reasons import Sources

if TYPE_CHECKING:
    from rich.console import Console


def explain(question: Question, *, folder: Path, file: Path, outputs: Path | None, console: Console) -> int:
    """
    Print why a question is decided as it is. Returns the exit status: 0, whatever the decision, 2 for a question that
    is wrong, 1 when it is not decided. Raises UserError when nothing can be asked.
    """
    read = read_synthesized(folder, file, outputs)
    with open_worlds((read.organization, read.intent)) as (world,):
        found = explanation(world, question)
    render(found, Sources(read.lines, read.organization), console)
    return 1 if found.verdict.problem else 0
