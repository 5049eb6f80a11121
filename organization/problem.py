"""What is wrong with a file, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way from the top of the file to a value: keys, and positions in lists."""


@dataclass(frozen=True, order=True)
class Problem:
    """
    One thing that is wrong (or, as a warning, merely doubtful) at one place of a file. Lines and columns count from
    1.
    """

    line: int
    column: int
    field: str
    message: str
    warning: bool = False

    def text(self, file: str) -> str:
        """The problem as one line: ``FILE:LINE:COLUMN  field.path: message``."""
        kind = "warning: " if self.warning else ""
        field = f"{self.field}: " if self.field else ""
        return f"{file}:{self.line}:{self.column}  {field}{kind}{self.message}"


class InvalidFile(Exception):
    """A file has problems; carries every one of them, in the order of the file."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = sorted(set(problems))
        super().__init__("\n".join(problem.text(file) for problem in self.problems))


def field_path(path: Path) -> str:
    """``("groups", "infra", "users", 0)`` as ``groups.infra.users[0]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_one_line(part)}" if text else _one_line(part)
    return text


def quoted(value: object, longest: int = 60) -> str:
    """A value as it is shown in a message: on one line, shortened when it is long."""
    if value is None:
        return "nothing"
    text = _one_line(str(value))
    if len(text) > longest:
        text = f"{text[:longest]}…"
    return f"'{text}'" if isinstance(value, str) else text


def _one_line(text: str) -> str:
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
