"""The sections and settings of an AWS config file."""

from __future__ import annotations

import io
import shlex
from dataclasses import dataclass, field


class ConfigFileError(Exception):
    """A file that the AWS CLI would reject or misread; carries every error with its line."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(f"line {line}: {message}" for line, message in self.problems))


@dataclass
class Setting:
    """A setting: the line it begins in, the lines that continue it (both counted from 0), and its value."""

    line: int
    indent: str
    value: str
    more: list[int] = field(default_factory=list)


@dataclass
class Section:
    """A section: its header's line, counted from 0, and its settings by key."""

    name: str
    line: int
    indent: str
    settings: dict[str, Setting] = field(default_factory=dict)

    @property
    def profile(self) -> str | None:
        """The name of its profile; None for a section of another kind."""
        if self.name == "default":
            return self.name
        if not self.name.startswith("profile"):
            return None
        try:
            words = shlex.split(self.name)
        except ValueError:
            return None
        return words[1] if len(words) == 2 else None

    @property
    def last(self) -> int:
        """The line after which a setting can be added."""
        return max([self.line, *(line for one in self.settings.values() for line in (one.line, *one.more))])


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, with their ends."""
    return list(io.StringIO(text, newline=""))


def again(section: Section, first: int) -> str:
    """Return the message for a section that exists already, in another line."""
    return f"repeats [{section.name}] of line {first + 1}; merge the two sections"
