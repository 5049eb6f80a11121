"""`orgctl explain`: read, ask one thing, and say why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from access.decision import Evaluator, EvaluatorError
from access.errors import AccessError
from access.explain.asking import Question
from access.explain.explanation import explanation
from access.world import World
from organization.check import report as report_problems
from organization.problem import InvalidFile
from orgctl.explain.report import render
from orgctl.prove.reading import read_synthesized
from orgctl.prove.reasons import Sources
from terraform_json.outputs import OutputsError

if TYPE_CHECKING:
    from rich.console import Console


def explain(question: Question, *, folder: Path, file: Path, outputs: Path | None, console: Console) -> int:
    """
    Print why a question is decided as it is. Returns the exit status: 0, whatever the decision, 2 for a question that
    cannot be asked, 1 when nothing can be, or it is not decided.
    """
    try:
        read = read_synthesized(folder, file, outputs)
        with Evaluator(read.organization) as evaluator:
            world = World(read.organization, evaluator, read.intent)
            try:
                found = explanation(world, question)
            except AccessError as error:
                print(*(f"orgctl: {line}" for line in str(error).splitlines()), sep="\n", file=sys.stderr)
                return 2
    except InvalidFile as invalid:
        return report_problems(invalid.file, invalid.problems)
    except (AccessError, EvaluatorError, OutputsError, OSError) as error:
        print(f"orgctl: {error}", file=sys.stderr)
        return 1
    render(found, Sources(read.lines, read.organization), console)
    return 1 if found.verdict.problem else 0
