"""Problems of a file: place, rule and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.errors import UserError
from foundation.words import plural

Path = tuple[str | int, ...]
"""The path from the top of the file to a value: keys, and positions in lists."""


@dataclass(frozen=True, order=True)
class Problem:
    """
    An error or a warning at one place of a file. Lines and columns count from 1.
    """

    line: int
    column: int
    field: str
    message: str
    warning: bool = False

    def text(self, file: str) -> str:
        """Return the problem as one line: ``FILE:LINE:COLUMN  field.path: message``."""
        kind = "warning: " if self.warning else ""
        field = f"{self.field}: " if self.field else ""
        return f"{file}:{self.line}:{self.column}  {field}{kind}{self.message}"


class InvalidFile(UserError):
    """Raised with every problem of a file, in the order of the file."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = sorted(set(problems))
        super().__init__(*(problem.text(file) for problem in self.problems))

    def report(self, program: str) -> str:
        """Return the problems, one a line with its place, and the number of errors."""
        return "\n".join(report_lines(self.file, self.problems))


def report_lines(file: str, problems: Iterable[Problem]) -> list[str]:
    """Return problems as lines, each with its place, and a last line with the number of errors, if there are any."""
    found = list(problems)
    errors = sum(1 for problem in found if not problem.warning)
    last = [f"{plural(errors, 'error')} in {file}; nothing was changed."] if errors else []
    return [*(problem.text(file) for problem in found), *last]


def field_path(path: Path) -> str:
    """Write ``("groups", "infra", "users", 0)`` as ``groups.infra.users[0]``."""
    text = ""
    for part in path:
        shown = f"[{part}]" if isinstance(part, int) else shortened(part, longest=200)
        text += f".{shown}" if text and isinstance(part, str) else shown
    return text


def quoted(value: str) -> str:
    """Return a text quoted and shortened for a message."""
    return f"'{shortened(value)}'"


def shortened(text: str, longest: int = 60) -> str:
    """Return a text on one printable line, cut off when it is long."""
    begin = text if len(text) <= longest else f"{text[:longest]}…"
    return begin if begin.isprintable() else begin.encode("unicode_escape").decode("ascii")
