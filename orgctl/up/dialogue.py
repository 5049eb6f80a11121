"""
Questions to the administrator at the terminal, and their answers.
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
    """The administrator answered no."""


class NoTerminal(UserError):
    """An answer is needed, and there is no terminal."""


@dataclass(frozen=True)
class Dialogue:
    """
    Questions on a terminal.

    `yes` agrees to creations and changes. Deletions still ask for confirmation; codes and passwords are still asked,
    and so is what is not proven.
    """

    console: Console
    yes: bool
    is_terminal: bool

    def demand_agreement(
        self, question: str, details: Callable[[], None] | None = None, *, destroys: bool = False
    ) -> None:
        """Return if the administrator agrees, else raise Stopped or NoTerminal; `details` shows more on request."""
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
        """Ask at the terminal; return False by default, with `--yes` and without a terminal."""
        return not self.yes and self.is_terminal and self.line(f"{question} [y/N] ").casefold() in ("y", "yes")

    def demand_acceptance(self, question: str) -> None:
        """Return if the answer is yes, else raise Stopped or NoTerminal: no is the default, `yes` is no answer."""
        if self.line(f"{question} [y/N] ").casefold() not in ("y", "yes"):
            raise Stopped

    def choose(self, question: str, options: Sequence[str]) -> int:
        """Return the number of the chosen option, counted from 0; Enter chooses the first."""
        self.console.print(question)
        for number, option in enumerate(options, start=1):
            lines = "\n".join(wrapped(option, max(self.console.width - 5, 30), whole=True))
            self.console.print(f"  {number}  {indent(lines, '     ').lstrip()}", soft_wrap=True, markup=False)
        while True:
            answer = self.line(f"[1-{len(options)}, Enter for 1] ") or "1"
            if answer.isdecimal() and 1 <= int(answer) <= len(options):
                return int(answer) - 1

    def code(self, question: str) -> str:
        """Return six digits of an authenticator app."""
        while True:
            answer = self.line(f"{question}: ").replace(" ", "")
            if len(answer) == 6 and answer.isdecimal():
                return answer
            self.console.print("A code has six digits.")

    def line(self, prompt: str) -> str:
        """Return a line of input. Raise Stopped at its end, and NoTerminal without a terminal."""
        self.demand_terminal(prompt)
        try:
            return self.console.input(prompt, markup=False).strip()
        except EOFError:
            self.console.print()
            raise Stopped from None

    def secret(self, prompt: str) -> str:
        """Return a line that is not echoed. Raise Stopped and NoTerminal."""
        self.demand_terminal(prompt)
        try:
            return getpass.getpass(prompt)
        except EOFError:
            self.console.print()
            raise Stopped from None

    def demand_terminal(self, prompt: str) -> None:
        """Raise NoTerminal if there is no terminal to answer at."""
        if not self.is_terminal:
            raise NoTerminal(prompt.strip(" :"))
