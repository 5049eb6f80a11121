"""The solver of this project as a program: `main([FOLDER, KIND, NUMBER])` prints the answer to a question as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from access.decision import Evaluator
from access.decision.process import Process
from access.decision.solver import Solver
from access.model.organization import Organization
from access.read import read_organization
from bench.solvers.questions import Question, easy, questions

EASY, ASKED = "easy", "asked"


def main(arguments: Sequence[str]) -> int:
    """Print the answer to the question of a kind with a number, about the organization in a folder."""
    folder, kind, number = arguments
    organization, solver, asked = _started(folder)
    answer = solver.find(asked[kind][int(number)].sought(organization))
    found = answer.request
    request = found and {
        "action": found.action,
        "resource": found.resource,
        "context": {**found.context, **dict.fromkeys(found.without)},
    }
    print(json.dumps({"request": request, "problem": answer.problem}))
    return 0


@cache
def _started(folder: str) -> tuple[Organization, Solver, Mapping[str, Sequence[Question]]]:
    organization = read_organization(Path(folder))
    solver = Solver(organization, Evaluator(organization, process=Process()))
    return organization, solver, {EASY: easy(organization), ASKED: questions(organization)}
