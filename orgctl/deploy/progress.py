"""
The parser of `cdktf deploy`'s output: a few events.

cdktf prints the output of each Terraform, and redraws a status line in between. Lines of a stack begin with its name
and two blanks; indented lines that follow belong to the same stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
STACK_LINE = re.compile(r"(?P<stack>[A-Za-z0-9][\w.-]*)  (?=\S)(?P<text>.*)")
STATUS_LINE = re.compile(r"\d+ Stacks? deploying\b.*")
PLAN = re.compile(r"Plan: (?P<counts>\d+ to add, \d+ to change, \d+ to destroy)")
APPLIED = re.compile(
    r"Apply complete! Resources: (?P<counts>(\d+ imported, )?(?P<added>\d+) added, \d+ changed, \d+ destroyed)"
)
RESOURCE = re.compile(r"(?P<address>[\w.\[\]\"'/@+ -]+): (Creating|Modifying|Destroying)\.\.\.")
WAITING = re.compile(r"(data\.)?(?P<kind>aws_\w+)\.\S+: Still [a-z]+\.\.\. \[(?P<seconds>\d+)s elapsed\]")
PATIENCE = 20  # seconds of waiting before the reason is printed
SOURCE_LINE = re.compile(r"\d+: ")  # Terraform quotes the generated JSON, which is no help to readers
NOTHING = re.compile(r"\b0 [a-z ]+")


@dataclass(frozen=True)
class Event:
    """
    An event of a stack: `what` is one of started, planned, resource, waiting and applied.

    The detail of `waiting` is a type of resource.
    """

    stack: str
    what: str
    detail: str = ""


@dataclass
class Progress:
    """
    The state of a deployment, updated with each line of cdktf.

    `stacks` maps each stack to whether it is done; `errors` are Terraform's error boxes, and `tail` the last lines.
    """

    stacks: dict[str, bool] = field(default_factory=dict)
    resources: int = 0
    errors: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    _stack: str = ""
    _waiting: set[tuple[str, str]] = field(default_factory=set)
    _in_error: bool = False

    def read(self, raw: str) -> Iterator[Event]:
        """Yield the events of one line."""
        line = clean(raw)
        if not line.strip() or STATUS_LINE.fullmatch(line.strip()):
            return
        self.tail = [*self.tail[-19:], line]
        text = line.strip()
        if line in self.stacks:  # an empty line of that stack
            self._stack = line
        elif match := STACK_LINE.match(line):
            self._stack, text = match["stack"], match["text"].strip()
            if self._stack not in self.stacks and text.startswith("Initializing"):
                self.stacks[self._stack] = False
                yield Event(self._stack, "started")
        self._collect_error(text)
        if self._stack in self.stacks:
            yield from self._events(text)

    def _events(self, text: str) -> Iterable[Event]:
        if match := PLAN.search(text):
            yield Event(self._stack, "planned", short_counts(match["counts"]))
        elif match := APPLIED.search(text):
            self.stacks[self._stack] = True
            self.resources += int(match["added"])
            yield Event(self._stack, "applied", short_counts(match["counts"]))
        elif match := RESOURCE.match(text):
            yield Event(self._stack, "resource", match["address"])
        elif match := WAITING.match(text):
            place = (self._stack, match["kind"])
            if int(match["seconds"]) >= PATIENCE and place not in self._waiting:
                self._waiting.add(place)
                yield Event(self._stack, "waiting", match["kind"])

    def _collect_error(self, text: str) -> None:
        """Keep the lines of errors, which Terraform draws in boxes from ╷ to ╵, without those of warnings."""
        inside = text.removeprefix("│").strip()
        if inside.startswith("Error:"):
            self._in_error = True
            self.errors.append(f"{self._stack}: {inside}" if self._stack else inside)
        elif text.startswith("╵") or not text.startswith("│"):
            self._in_error = False
        elif self._in_error and inside and not SOURCE_LINE.match(inside):
            self.errors.append(f"  {inside}")


def clean(raw: str) -> str:
    """Return a line without colours and overwritten text."""
    return ANSI.sub("", raw).rsplit("\r", 1)[-1].rstrip()


def short_counts(counts: str) -> str:
    """Return `2 added, 0 changed, 0 destroyed` as `2 added`."""
    parts = [part for part in counts.split(", ") if not NOTHING.fullmatch(part)]
    return ", ".join(parts) or "no changes"
