"""
What is asked, and how an answer is got.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import indent

from rich.console import Console

from foundation.errors import UserError
from foundation.words import wrapped


class Stopped(Exception):
    """Whoever was asked does not want to go on."""


class NobodyToAsk(UserError):
    """Something must be asked, and there is no terminal."""


@dataclass(frozen=True)
class Dialogue:
    """
    Questions on a terminal.

    `yes` stands for whoever agrees to what is made or changed; what destroys is asked still, and codes and passwords.
    """

    console: Console
    yes: bool
    is_terminal: bool

    def demand_agreement(
        self, question: str, details: Callable[[], None] | None = None, *, destroys: bool = False
    ) -> None:
        """Go on only if somebody agrees; `details` shows more on request. Raises Stopped and NobodyToAsk."""
        options = "y/n, d for details" if details else "y/n"
        while True:
            answer = "y" if self.yes and not destroys else self.line(f"{question} [{options}] ").casefold()
            if answer in ("y", "yes"):
                return
            if answer in ("n", "no", "q"):
                raise Stopped
            if answer == "d" and details:
                details()

    def agrees(self, question: str) -> bool:
        """Whether somebody who is there agrees; without a word, no."""
        return not self.yes and self.is_terminal and self.line(f"{question} [y/N] ").casefold() in ("y", "yes")

    def choose(self, question: str, options: Sequence[str]) -> int:
        """The number of an option, the first one if Enter is pressed."""
        self.console.print(question)
        for number, option in enumerate(options, start=1):
            lines = "\n".join(wrapped(option, max(self.console.width - 5, 30), whole=True))
            self.console.print(f"  {number}  {indent(lines, '     ').lstrip()}", soft_wrap=True, markup=False)
        while True:
            answer = self.line(f"[1-{len(options)}, Enter for 1] ") or "1"
            if answer.isdecimal() and 1 <= int(answer) <= len(options):
                return int(answer) - 1

    def code(self, question: str) -> str:
        """Six digits of an authenticator app."""
        while True:
            answer = self.line(f"{question}: ").replace(" ", "")
            if len(answer) == 6 and answer.isdecimal():
                return answer
            self.console.print("A code has six digits.")

    def line(self, prompt: str) -> str:
        """A line. Raises Stopped at the end of the input and NobodyToAsk without a terminal."""
        self.demand_terminal(prompt)
        try:
            return self.console.input(prompt, markup=False).strip()
        except EOFError:
            self.console.print()
            raise Stopped from None

    def secret(self, prompt: str) -> str:
        """A line that is not shown."""
        self.demand_terminal(prompt)
        try:
            return getpass.getpass(prompt)
        except EOFError:
            self.console.print()
            raise Stopped from None

    def demand_terminal(self, prompt: str) -> None:
        """Raises NobodyToAsk where nobody can answer."""
        if not self.is_terminal:
            raise NobodyToAsk(prompt.strip(" :"))
