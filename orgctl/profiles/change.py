"""The change of an AWS config file by a merge, and its diff."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from orgctl.profiles.sections import lines_of


@dataclass(frozen=True)
class Change:
    """The text of a config file before and after a merge; `old` is None if there is no file yet."""

    path: Path
    old: str | None
    new: str

    @property
    def changes(self) -> bool:
        """True when the texts differ."""
        return self.new != (self.old or "")

    def diff(self) -> str:
        """
        Return the removed and added lines, each under the header of its section.

        No other line of the file is shown: it may hold keys.
        """
        old, new = ([line.rstrip("\r\n") for line in lines_of(text)] for text in (self.old or "", self.new))
        shown: list[str] = []
        for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                first = next((line for line in new[c:d] if line.strip()), "")
                header = "" if _is_header(first) else _header(new, c)
                shown += [*([f"  {header}"] if header and f"  {header}" not in shown else [])]
                shown += [*(f"- {line}" for line in old[a:b]), *(f"+ {line}" for line in new[c:d])]
        return "".join(f"{line}\n" for line in shown)


def _is_header(line: str) -> bool:
    return line.lstrip().startswith("[")


def _header(lines: list[str], number: int) -> str:
    return next((line.strip() for line in reversed(lines[:number]) if _is_header(line)), "")
