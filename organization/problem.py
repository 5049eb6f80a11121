"""What is wrong with a file, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

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
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def quoted(value: object, longest: int = 60) -> str:
    """A value as it is shown in a message: on one line, shortened when it is long."""
    text = f"'{value}'" if isinstance(value, str) else _plain(value)
    text = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return text if len(text) <= longest else f"{text[: longest - 2]}…{text[-1]}"


def nearest(value: str, allowed: Iterable[str], *, cutoff: float = 0.6) -> str:
    """``, did you mean 'x'?`` for the allowed word most like the value, or nothing when none is like it."""
    by_lower = {word.lower(): word for word in allowed}
    found = get_close_matches(value.lower(), by_lower, n=1, cutoff=cutoff)
    return f", did you mean '{by_lower[found[0]]}'?" if found else ""


def _plain(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return str(value)
