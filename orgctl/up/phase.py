"""
A phase of `orgctl up`, and the rows that it prints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from foundation.errors import UserError
from foundation.names import ADMIN_ROLE
from foundation.words import wrapped, wrapped_message
from orgctl.up.journey import Journey

COLUMNS = 80


class UpError(UserError):
    """A phase cannot continue; the message gives the reason and the remedy."""

    def report(self, program: str) -> str:
        """Return the message, wrapped; commands stay whole: they are on lines of their own, indented."""
        return wrapped_message(super().report(program), COLUMNS)


@dataclass(frozen=True)
class Phase:
    """
    A phase: its action, the part of it that cannot be undone, and the way back.

    `as_admin` phases run as the role admin. `run` reads what exists, prints it, and does the rest once the
    administrator agrees. It raises UpError, Stopped, NoTerminal, ToolchainError and botocore's errors.
    """

    name: str
    does: str
    for_good: str
    way_back: str
    run: Callable[[Phase, Journey], None]
    as_admin: bool = False

    def announce(self, journey: Journey, *commands: str) -> None:
        """Print the phase's action, once, and the commands."""
        rows = {
            "does": self.does,
            "as": self._role_or_identity(journey),
            "for good": self.for_good,
            "way back": self.way_back,
        }
        if journey.announced != self.name:
            journey.announced = self.name
            for name, text in rows.items():
                print_row(journey.console, name, text)
        for number, command in enumerate(commands):
            print_command(journey.console, "" if number else "runs", command)

    def _role_or_identity(self, journey: Journey) -> str:
        """Return the identity that acts; in a dry run it may be a role that is not assumed yet."""
        if self.as_admin and not journey.identity.is_admin:
            return f"the role {ADMIN_ROLE} of the account {journey.account}"
        return str(journey.identity)


def print_row(console: Console, name: str, text: str, style: str = "") -> None:
    """Print a name, and a text wrapped beside it."""
    width = max(console.width - 13, 30)
    lines = [line for part in text.splitlines() for line in wrapped(part, width) or [""]]
    for number, line in enumerate(lines):
        shown = Text(line.replace("\N{NO-BREAK SPACE}", " "), style=style)
        console.print(Text.assemble((f"  {'' if number else name:<9}  ", "dim"), shown), soft_wrap=True)


def print_command(console: Console, name: str, command: str) -> None:
    """Print a command that can be copied: it continues after a backslash, and no word of it is broken."""
    width = max(console.width - 15, 30)
    lines = wrapped(command, width, rest="  ", whole=True)
    for number, line in enumerate(lines):
        end = " \\" if number < len(lines) - 1 else ""
        first = f"  {'' if number else name:<9}  "
        console.print(Text.assemble((first, "dim"), (line + end, "bold")), soft_wrap=True)


def done(journey: Journey, text: str) -> None:
    """Print a confirmed result."""
    print_row(journey.console, "ok", text, style="green")
