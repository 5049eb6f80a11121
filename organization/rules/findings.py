"""The problems that the rules find."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from organization import limits, names
from organization.hints import Hints
from organization.limits import Limit
from organization.model import Organization
from organization.problem import Path, Problem, field_path, quoted
from organization.shape import Shape
from organization.yaml_source import Node


@dataclass
class Findings:
    """An organization under examination, the document that it was read from, and the problems found so far."""

    organization: Organization
    document: Node
    folder: FilePath
    shape: Shape
    problems: list[Problem] = field(default_factory=list)

    @property
    def hints(self) -> Hints:
        """Suggests the word that was meant."""
        return self.shape.hints

    def is_from_file(self, *path: str | int) -> bool:
        """Return True if the value at a path is the file's own, not a replacement for a missing or misshapen value."""
        return not any(path[:length] in self.shape.replaced for length in range(1, len(path) + 1))

    def is_whole(self, path: Path) -> bool:
        """Return True if every value at a path and below could be read."""
        return self.is_from_file(*path) and not any(place[: len(path)] == path for place in self.shape.replaced)

    def is_complete(self, name: str) -> bool:
        """Return True if every entry of a field (accounts, users) could be read, so that other names are unknown."""
        return name not in self.shape.incomplete

    @property
    def account_keys(self) -> Collection[str] | None:
        """The keys of the member accounts; None if some could not be read."""
        return self.organization.accounts if self.is_complete("accounts") else None

    def add(self, path: Path, message: str, *, key: bool = False, warning: bool = False) -> None:
        """Add a problem at a path; with `key`, at the key rather than at its value."""
        if self.is_from_file(*(path[:-1] if key else path)):
            node = self.document.find(path, key=key)
            self.problems.append(Problem(node.line, node.column, field_path(path), message, warning))

    def add_all(self, path: Path, messages: Iterable[str]) -> None:
        """Add several problems at one path."""
        for message in messages:
            self.add(path, message)

    def value(self, path: Path, value: str, error: str | None, *, key: bool = False) -> None:
        """Add the error that a rule of `organization.names` returned for a value, if any."""
        if error:
            self.add(path, f"{quoted(value)} {error}", key=key)

    def may_hold(self, path: Path, values: Iterable[str], word: str, allowed: Collection[str]) -> bool:
        """Return True if a list holds a word, holds it misspelt, or has an entry that could not be read."""
        return any(
            value == word
            or not self.is_from_file(*path, index)
            or (value not in allowed and self.hints.word(value, allowed) == word)
            for index, value in enumerate(values)
        )

    def at_most(self, path: Path, count: int, limit: Limit) -> None:
        """Add a problem when a count exceeds a limit; a warning up to the number to which AWS raises the quota."""
        most = limit.most or limit.value
        if count > most:
            self.add(path, f"{count} {limit.unit}, {most} are allowed")
        elif count > limit.value:
            message = f"{count} {limit.unit}; the quota is {limit.value} until AWS raises it for you (Service Quotas)"
            self.add(path, message, warning=True)

    def between(self, path: Path, value: int | None, shortest: Limit, longest: Limit) -> None:
        """Add a problem when a number is out of its range."""
        if value is not None and not shortest.value <= value <= longest.value:
            self.add(path, f"{value} is out of range, {shortest.value} to {longest.value} {longest.unit} are allowed")

    def unique(self, path: Path, values: Iterable[str]) -> None:
        """Add a problem for every value of a list that occurs before, ignoring case."""
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if not self.is_from_file(*path, index):
                continue
            if value.lower() in first:
                message = f"{quoted(value)} is already in the list, at [{first[value.lower()]}]; keep one"
                self.add((*path, index), message)
            first.setdefault(value.lower(), index)

    def tags(self, path: Path, tags: dict[str, str]) -> None:
        """Check the tags of a resource. IAM treats keys that differ only in case as one key."""
        self.at_most(path, len(tags), limits.TAGS)
        seen: dict[str, str] = {}
        for key, value in tags.items():
            self.value((*path, key), key, names.tag_key(key), key=True)
            self.value((*path, key), value, names.tag_value(value))
            other = seen.setdefault(key.lower(), key)
            if other != key:
                self.add(
                    (*path, key),
                    f"{quoted(key)} and {quoted(other)} are the same key to IAM, which ignores case; keep one",
                    key=True,
                )
