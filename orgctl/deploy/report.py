"""
The progress of a deployment on the terminal.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from foundation.words import plural, wrapped
from orgctl.deploy.progress import Event, Progress

WAITING = {
    "aws_s3_bucket_lifecycle_configuration": "S3 life-cycle rules: the AWS provider watches new ones for 50 s",
    "aws_organizations_account": "AWS to create an account",
}
"""The reason for a wait, by type of resource. In AWS the provider waits as well."""


class Report:
    """The lines on the terminal: seconds since the start, stack, event."""

    def __init__(
        self,
        console: Console,
        progress: Progress,
        clock: Callable[[], float] = time.monotonic,
        *,
        synthesizes: bool = True,
    ) -> None:
        self._console = console
        self._progress = progress
        self._clock = clock
        self._begin = clock()
        self._is_synthesized = not synthesizes
        self._is_deploying = False

    def print_event(self, event: Event) -> None:
        """Print an event, unless it is for the status line only."""
        if not self._is_synthesized:
            self._is_synthesized = True
            self._line("", "synthesized")
        if event.what != "started" and not self._is_deploying:
            self._is_deploying = True
            self._line("", f"{_stacks(self._progress)} initialized")
        if event.what == "applied":
            self._line(event.stack, f"done: {event.detail}", style="green")
        elif event.what == "waiting":
            self._line(event.stack, f"waits for {WAITING.get(event.detail, event.detail)}", style="dim")

    def status(self, event: Event) -> Text:
        """Return the status line of an event."""
        stacks = self._progress.stacks
        done = f"{sum(stacks.values())} of {len(stacks)} stacks done" if self._is_deploying else "initializing"
        text = Text(done if event.what == "applied" else f"{done}  {event.stack}: {event.detail or event.what}")
        text.truncate(self._console.width - 4, overflow="ellipsis")
        return text

    def sum_up(self) -> None:
        """Print the totals."""
        resources = self._progress.resources
        self._line("", f"{_stacks(self._progress)}, {plural(resources, 'resource')}")

    def _line(self, stack: str, text: str, style: str = "") -> None:
        columns = max(map(len, self._progress.stacks), default=0) + 2 if stack else 0
        head = f"{self._clock() - self._begin:6.1f} s  {stack.ljust(columns)}"
        body = f"\n{' ' * len(head)}".join(wrapped(text, max(self._console.width - len(head), 20)))
        self._console.print(Text.assemble(head, (body, style)))


def _stacks(progress: Progress) -> str:
    return plural(len(progress.stacks), "stack")
