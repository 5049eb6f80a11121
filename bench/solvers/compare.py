"""
The comparison: each program's answers and processor seconds, and the right answers.

The right answer to a question is "allowed" when the evaluator, which is a program of its own, allows a request that one
of the programs names, or one of those that are tried: each action of the question on one of its resources. Otherwise it
is "none". That is not proven by the evaluator, which decides single requests. How many of these reach has proven too is
counted; the others rest on the solver and on all requests that were tried. A request that lacks or contradicts what AWS
itself sends (the caller's account, MFA) is decided with what AWS sends.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Any

from access.decision import Evaluator, Request
from access.decision.symbolic.catalog import CATALOG
from access.model.organization import Organization
from access.read import read_organization
from bench.measure import CommandFailed, measure
from bench.solvers.others import OTHERS, PACKAGES, REACH, Said, command_lines
from bench.solvers.own import ASKED, EASY
from bench.solvers.questions import Question, easy, questions
from bench.synthesis import MAIN, ROOT, command_of, synthesis_environment

SECONDS = 20.0
"""Processor seconds after which a program's answer to a question is not waited for."""
AVERAGE, LONGEST = 10.0, 1000.0
"""The targets of the solver, in milliseconds for a question."""
OWN, TOGETHER = "this project", "in one process"
_DRIVER = Path(__file__).parent / "forked.py"
_EXAMPLE = ("organization.yaml", "guardrails")


@dataclass(frozen=True)
class Side:
    """The figures of one program: milliseconds of the processor for a question, and its answers."""

    name: str
    average: float
    """Of all questions; an answer that was not waited for counts with the limit."""
    median: float
    longest: float
    right: int
    wrongly_allowed: int
    wrongly_none: int
    undecided: int
    """Answers that the program itself leaves open, and failures."""
    unanswered: int
    """Answers that were not waited for."""

    @property
    def reached(self) -> bool:
        """True when the targets of the solver are reached."""
        wrong = self.wrongly_allowed + self.wrongly_none + self.undecided + self.unanswered
        return self.average <= AVERAGE and self.longest <= LONGEST and wrong == 0


@dataclass(frozen=True)
class Comparison:
    """All figures of the comparison."""

    questions: int
    allowed: int
    """Questions whose right answer is that there is an allowed request."""
    proven_by_reach: int
    """Questions with the right answer that there is none, of which reach says the same."""
    sides: tuple[Side, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures and the results derived from them."""
        return asdict(self) | {"reached": {one.name: one.reached for one in self.sides}}


@dataclass(frozen=True)
class Answer:
    """An answer, and the milliseconds of the processor that it took; `ended` is False when it was not waited for."""

    said: Said
    milliseconds: float
    ended: bool


def compare(progress: Callable[[str], None]) -> Comparison:
    """Ask all programs all questions about the example. Raise CommandFailed when the others cannot be installed."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        progress("installing reach-security and iamprover")
        environment = _installed(folder / "venv")
        organization = _synthesized(folder)
        asked = questions(organization)
        answers: dict[str, list[Answer]] = {}
        for own, together in ((OWN, False), (TOGETHER, True)):
            progress(f"{len(asked)} questions to {own}")
            answers[own] = _own(folder, len(asked), together=together)
        for other in OTHERS:
            progress(f"{len(asked)} questions to {other}")
            answers[other] = _other(other, organization, asked, folder, environment)
        progress("the right answers")
        with Evaluator(organization) as evaluator:
            right = [
                _is_allowed(evaluator, question, [some[at].said for some in answers.values()])
                for at, question in enumerate(asked)
            ]
    return compared(right, answers)


def compared(right: Sequence[bool], answers: Mapping[str, Sequence[Answer]]) -> Comparison:
    """Return the figures of answers, given the right ones."""
    reach = answers.get(REACH, ())
    return Comparison(
        questions=len(right),
        allowed=sum(right),
        proven_by_reach=sum(
            not allowed and one.said.allowed is False for allowed, one in zip(right, reach, strict=False)
        ),
        sides=tuple(_side(name, right, some) for name, some in answers.items()),
    )


def _side(name: str, right: Sequence[bool], answers: Sequence[Answer]) -> Side:
    took = [one.milliseconds for one in answers]
    pairs = [(wanted, one.said.allowed) for wanted, one in zip(right, answers, strict=True) if one.ended]
    return Side(
        name=name,
        average=mean(took),
        median=median(took),
        longest=max(took),
        right=sum(wanted is said for wanted, said in pairs),
        wrongly_allowed=sum(said is True and not wanted for wanted, said in pairs),
        wrongly_none=sum(said is False and wanted for wanted, said in pairs),
        undecided=sum(said is None for _, said in pairs),
        unanswered=sum(not one.ended for one in answers),
    )


def _installed(folder: Path) -> Path:
    """Install the other programs into a new environment and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:")
    try:
        measure((str(python), "-m", "pip", "install", *quiet, *PACKAGES.values()), cwd=folder, env=os.environ)
    except CommandFailed as failed:
        reason = str(failed).splitlines()[-1]
        raise CommandFailed(f"{' and '.join(PACKAGES.values())} cannot be had from PyPI: {reason}") from failed
    return python


def _synthesized(folder: Path) -> Organization:
    for name in _EXAMPLE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    out = folder / "cdktf.out"
    environment = {**synthesis_environment(folder / "organization.yaml"), "CDKTF_OUTDIR": str(out)}
    measure(command_of(MAIN), cwd=folder, env=environment)
    return read_organization(out)


def _own(folder: Path, number: int, *, together: bool) -> list[Answer]:
    out = str(folder / "cdktf.out")
    first = [[out, EASY, str(at)] for at in range(len(easy(read_organization(folder / "cdktf.out"))))]
    lines = [[out, ASKED, str(at)] for at in range(number)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = _driven(Path(sys.executable), "bench.solvers.own:main", first, lines, environment, together=together)
    return [_answer(one, _own_said) for one in told]


def _own_said(output: str) -> Said:
    try:
        answer = json.loads(output)
    except ValueError:
        return Said(None)
    if request := answer["request"]:
        return Said(True, request["action"], request["resource"], request["context"])
    return Said(None if answer["problem"] else False)


def _other(
    name: str, organization: Organization, asked: Sequence[Question], folder: Path, python: Path
) -> list[Answer]:
    first = command_lines(name, organization, easy(organization), folder / "easy")
    lines = command_lines(name, organization, asked, folder / "asked")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    told = _driven(python, name, first, lines, environment, together=False)
    return [_answer(one, OTHERS[name].read) for one in told]


def _answer(told: Mapping[str, Any], read: Callable[[str], Said]) -> Answer:
    said = read(told["output"]) if told["ended"] else Said(None)
    return Answer(said, (told["seconds"] if told["ended"] else SECONDS) * 1000, told["ended"])


def _driven(
    python: Path,
    program: str,
    first: Sequence[Sequence[str]],
    lines: Sequence[Sequence[str]],
    environment: Mapping[str, str],
    *,
    together: bool,
) -> list[dict[str, Any]]:
    """Return what the driver tells about each question: whether it ended, its seconds and its output."""
    given = json.dumps({"easy": first, "questions": lines, "together": together})
    command = (str(python), str(_DRIVER), program, str(SECONDS))
    done = subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise CommandFailed("\n".join(done.stderr.splitlines()[-3:]) or f"{program} could not be asked")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _is_allowed(evaluator: Evaluator, question: Question, said: Sequence[Said]) -> bool:
    """Return whether the evaluator allows a request that a program names, or one of those that are tried."""
    named = [_named(question, one) for one in said if one.allowed]
    return any(verdict.allowed for verdict in evaluator.decide_all([*named, *_tried(question)]))


def _named(question: Question, said: Said) -> Request:
    """Return the request that a program names, with what AWS itself sends."""
    sent = {key.lower() for key in question.caller.context}
    keys = {key: value for key, value in (said.context or {}).items() if key.lower() not in sent}
    lacking = {key.lower() for key, value in keys.items() if value is None}
    present = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in keys.items() if value}
    wanted = {key.lower() for key in question.lacking}
    context = {key: value for key, value in present.items() if key.lower() not in wanted}
    action = next(CATALOG.each(CATALOG.matching(said.action)), said.action)
    return Request(
        question.caller, action, said.resource, question.account, question.policy, context, frozenset(lacking)
    )


def _tried(question: Question) -> Iterator[Request]:
    """Yield a request for each action of a question, on one of its resources."""
    resource = question.resources.replace("*", "example")
    asked = Request(question.caller, "", resource, question.account, question.policy)
    for action in CATALOG.each(CATALOG.matching(question.actions)):
        yield replace(asked, action=action)
