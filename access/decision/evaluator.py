"""The evaluator of requests; each different question is decided once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from access.decision.layers import Layer, layers_of
from access.decision.narrowing import Narrow, narrowed, whole
from access.decision.process import Answer, EvaluatorError, Process
from access.decision.question import Question, Questions
from access.decision.reasons import reasons_of
from access.decision.request import Request
from access.decision.verdict import Result, Verdict
from access.model.organization import Organization

__all__ = ["Evaluator", "EvaluatorError"]

_LINE = 250
"""Questions in one line of the protocol."""
_RESULTS: dict[str, Result] = {
    "Allowed": "allowed",
    "ExplicitlyDenied": "explicitly denied",
    "ImplicitlyDenied": "implicitly denied",
}


class Evaluator:
    """
    The evaluator of requests within an organization; it decides equal questions once.

    Use it as a context manager: its own process ends with it. A process that is passed in may serve others, and stays.
    """

    def __init__(
        self,
        organization: Organization,
        *,
        narrow: Narrow = narrowed,
        rename: bool = True,
        process: Process | None = None,
    ) -> None:
        self._questions = Questions(organization, narrow, rename=rename)
        self._whole = Questions(organization, whole, rename=False)
        self._process = process or Process()
        self._is_mine = process is None
        self._keys: set[str] = set()
        self.requests = 0
        """Number of requests so far."""

    def of(self, organization: Organization) -> Evaluator:
        """Return the evaluator of requests within another organization, in the same process."""
        return Evaluator(organization, process=self._process)

    def __enter__(self) -> Evaluator:
        return self

    def __exit__(self, *error: object) -> None:
        if self._is_mine:
            self._process.__exit__(*error)

    @property
    def questions(self) -> int:
        """The number of different questions that the requests led to."""
        return len(self._keys)

    def decide(self, request: Request) -> Verdict:
        """Return the verdict on a request."""
        return self.decide_all([request])[0]

    def decide_all(self, requests: Iterable[Request]) -> list[Verdict]:
        """Return the verdicts on requests, in their order."""
        questions = [self._questions.ask(request) for request in requests]
        self.requests += len(questions)
        known = self._process.known
        new = {question.key: question for question in questions if question.key not in known}
        for some in _lines(list(new.values())):
            known |= {question.key: answer for question, answer in zip(some, self._answers(some), strict=True)}
        self._keys |= {question.key for question in questions}
        return [_verdict(known[question.key]) for question in questions]

    def explain(self, request: Request) -> Verdict:
        """Return the verdict on a request, with every statement that decided it."""
        return self.layers(request)[0]

    def layers(self, request: Request) -> tuple[Verdict, tuple[Layer, ...]]:
        """Return the same verdict, and the result of each layer."""
        question = self._whole.ask(request)
        asked = Question({**question.body, "reasons": True}, question.documents, question.key)
        answer = self._answers([asked])[0]
        verdict = Verdict(_verdict(answer).result, reasons_of(request, answer), _verdict(answer).problem)
        return verdict, layers_of(request, answer)

    def _answers(self, questions: Sequence[Question]) -> list[Answer]:
        sent = self._process.sent
        documents = {name: text for one in questions for name, text in one.documents.items() if name not in sent}
        sent |= documents.keys()
        return self._process.answers([question.body for question in questions], documents)


def _lines(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for start in range(0, len(questions), _LINE):
        yield questions[start : start + _LINE]


def _verdict(answer: Answer) -> Verdict:
    if "error" in answer:
        return Verdict("undecided", problem=_problem(answer["error"]))
    return Verdict(_RESULTS[answer["result"]])


def _problem(error: dict[str, Any]) -> str:
    details = {name: value for name, value in error.items() if name != "message"}
    return f"{error.get('message')} {details or ''}".strip()
