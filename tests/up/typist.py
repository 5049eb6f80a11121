"""A simulated administrator who types, without a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from rich.console import Console

from orgctl.up.dialogue import Dialogue

Answer = str | Callable[[], str]


class Typist(Console):
    """A console of 80 columns; its answers come in this order, and after the last one the input ends."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(file=io.StringIO(), width=80, highlight=False, force_terminal=False)
        self.answers = list(answers)
        self.asked: list[str] = []

    def input(self, prompt: object = "", **options: object) -> str:
        """Return the answer to a question."""
        self.asked.append(str(prompt))
        if not self.answers:
            raise EOFError
        answer = self.answers.pop(0)
        return answer if isinstance(answer, str) else answer()

    @property
    def text(self) -> str:
        """All that was printed."""
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()

    @property
    def one_line(self) -> str:
        """The output on one line."""
        return " ".join(self.text.split())


def key_on(typist: Typist) -> str:
    """Return the authenticator app's key that was shown."""
    return "".join(re.findall(r"^ +((?:[A-Z2-7]{4} ?)+)$", typist.text, re.MULTILINE)).replace(" ", "")


def talk(*answers: Answer, yes: bool = False, is_terminal: bool = True) -> tuple[Dialogue, Typist]:
    """Return a dialogue and the typist who answers."""
    typist = Typist(*answers)
    return Dialogue(typist, yes=yes, is_terminal=is_terminal), typist
