"""
One step of the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from foundation.errors import UserError
from foundation.names import ADMIN_ROLE
from foundation.words import wrapped
from orgctl.up.journey import Journey

COLUMNS = 80


class UpError(UserError):
    """A phase cannot go on; the message says why, and what to do."""

    def report(self, program: str) -> str:
        """Return the message, wrapped; commands stay whole: they are on lines of their own, indented."""
        return "\n".join(
            line if line.startswith("  ") else "\n".join(wrapped(line, COLUMNS, whole=True))
            for line in super().report(program).splitlines()
        )


@dataclass(frozen=True)
class Phase:
    """
    A step: what it does, what of that cannot be undone, and the way back.

    `as_admin` phases are done as the role admin. `run` looks at what is there, says so, and does the rest after it was
    agreed to. It raises UpError, Stopped, NobodyToAsk, ToolchainError and botocore's errors.
    """

    name: str
    does: str
    for_good: str
    way_back: str
    run: Callable[[Phase, Journey], None]
    as_admin: bool = False

    def announce(self, journey: Journey, *commands: str) -> None:
        """Say what is about to be done, once, and with which commands."""
        rows = {"does": self.does, "as": self._whose(journey), "for good": self.for_good, "way back": self.way_back}
        if journey.announced != self.name:
            journey.announced = self.name
            for name, text in rows.items():
                print_row(journey.console, name, text)
        for number, command in enumerate(commands):
            print_command(journey.console, "" if number else "runs", command)

    def _whose(self, journey: Journey) -> str:
        """A dry run may look at what others will do."""
        if self.as_admin and not journey.identity.is_admin:
            return f"the role {ADMIN_ROLE} of the account {journey.account}"
        return str(journey.identity)


def print_row(console: Console, name: str, text: str, style: str = "") -> None:
    """A name, and a text that is wrapped beside it."""
    width = max(console.width - 13, 30)
    lines = [line for part in text.splitlines() for line in wrapped(part, width) or [""]]
    for number, line in enumerate(lines):
        shown = Text(line.replace("\N{NO-BREAK SPACE}", " "), style=style)
        console.print(Text.assemble((f"  {'' if number else name:<9}  ", "dim"), shown), soft_wrap=True)


def print_command(console: Console, name: str, command: str) -> None:
    """A command that can be copied: it goes on after a backslash, and no word of it is broken."""
    width = max(console.width - 15, 30)
    lines = wrapped(command, width, rest="  ", whole=True)
    for number, line in enumerate(lines):
        end = " \\" if number < len(lines) - 1 else ""
        first = f"  {'' if number else name:<9}  "
        console.print(Text.assemble((first, "dim"), (line + end, "bold")), soft_wrap=True)


def done(journey: Journey, text: str) -> None:
    """Say what was found to be so."""
    print_row(journey.console, "ok", text, style="green")
