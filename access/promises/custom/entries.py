"""Checks of the entries of `accepted` in `access.yaml`, with the place of every error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.language.names import action_error
from access.promises.custom.model import AccessFile, Entry
from access.promises.custom.rules import Rules
from access.promises.registry import PROMISES
from access.questions.accepting import what_of
from foundation.days import WRITTEN, day_in
from organization.problem import Path, quoted
from organization.yaml_source import Node

_LONGEST = 500
"""Characters of a reason."""


@dataclass(frozen=True)
class EntryRules:
    """The check of the entries of a file; what it finds joins the problems of the lines."""

    file: AccessFile
    document: Node
    rules: Rules

    def check(self) -> None:
        """Check every entry."""
        for index, entry in enumerate(self.file.accepted):
            path: Path = ("accepted", index)
            self._promise(entry, path)
            self._reason(entry, path)
            self._until(entry, path)
            for name, patterns in (("who", entry.who), ("what", entry.what)):
                self._patterns((*path, name), patterns, given=name in entry.model_fields_set)

    def _promise(self, entry: Entry, path: Path) -> None:
        known = [*(one.name for one in PROMISES), *self.file.promises]
        if entry.promise not in known:
            meant = self.rules.hints.phrase(entry.promise, known)
            names = f"; the built-in ones are {', '.join(one.name for one in PROMISES)}, others need their sentence"
            self.rules.add((*path, "promise"), f"{quoted(entry.promise)} is no promise{meant or names}")

    def _reason(self, entry: Entry, path: Path) -> None:
        reason = in_one_line(entry.reason)
        if not reason:
            self.rules.add((*path, "reason"), "is empty; write why this is accepted, for the auditor")
        elif len(reason) > _LONGEST or not reason.isprintable():
            message = f"the reason must have 1 to {_LONGEST} printable characters, got {quoted(reason)}"
            self.rules.add((*path, "reason"), message)

    def _until(self, entry: Entry, path: Path) -> None:
        if "until" in entry.model_fields_set and day_in(entry.until) is None:
            self.rules.add((*path, "until"), f"must be a day of the calendar, got {quoted(entry.until)}: {WRITTEN}")

    def _patterns(self, path: Path, patterns: Sequence[str], *, given: bool) -> None:
        if given and not patterns:
            self.rules.add(path, f"names nothing; write a pattern, or remove '{path[-1]}' to accept any")
        for index, pattern in enumerate(patterns):
            self.rules.say(path, index, self._error(pattern, is_what=path[-1] == "what"))

    def _error(self, pattern: str, *, is_what: bool) -> str:
        if not pattern.strip() or not pattern.isprintable():
            return f"{quoted(pattern)} must be a text on one line, as 'ann' or 's3:GetObject'"
        action = what_of(pattern).action if is_what else ""
        return action_error(action, self.rules.hints) if action else ""


def in_one_line(text: str) -> str:
    """Return a text of several lines in one."""
    return " ".join(text.split())
