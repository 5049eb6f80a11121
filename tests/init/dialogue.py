"""`orgctl init` without a terminal: typed answers and its output."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rich.console import Console

from orgctl import outcome
from orgctl.init import init
from orgctl.init.suggestions import Suggestions


class Person(Suggestions):
    """Suggestions for a user named ann in Oregon."""

    def login(self) -> str:
        return "ann"

    def region(self) -> str:
        return "us-west-2"


class NoSuggestions(Suggestions):
    """No known suggestions."""

    def login(self) -> str:
        return ""

    def region(self) -> str:
        return ""


class Typist:
    """Types one answer after the other and records the questions. Raises an answer that is an exception."""

    def __init__(self, answers: Iterable[str | BaseException]) -> None:
        self.answers = iter(answers)
        self.prompts: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        answer = next(self.answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def run_init(
    file: Path,
    typist: Typist | None = None,
    given: Mapping[str, str] = MappingProxyType({}),
    *,
    suggestions: Suggestions | None = None,
    yes: bool = False,
    users: Sequence[str] = (),
    groups: Sequence[str] = (),
) -> tuple[int, str]:
    """Return the exit status and the standard output."""
    shown = io.StringIO()
    status = outcome.run(
        lambda: init(
            file,
            name=given.get("name"),
            email=given.get("email"),
            region=given.get("region"),
            admin=given.get("admin"),
            users=users,
            groups=groups,
            yes=yes,
            console=Console(file=shown, highlight=False, width=80),
            ask=typist,
            suggestions=suggestions or Person(),
        )
    )
    return status, shown.getvalue()
