"""
The final text of a terminal, without colours and without overwritten text.
"""

from __future__ import annotations

import re

COLUMNS = 80
_PARTS = re.compile(r"\x1b\[(?P<numbers>[0-9;?]*)(?P<command>[A-Za-z])|\x1b[=>]|(?P<text>[^\x00-\x1f\x7f]+)|[\s\S]")


def lines_on(raw: str) -> list[str]:
    """Return all lines, also scrolled ones. Only the cursor movements of spinners and prompts are known."""
    rows, row, column = [""], 0, 0
    for part in _PARTS.finditer(raw):
        match part["command"], part[0]:
            case "A", _:
                row = max(row - int(part["numbers"] or 1), 0)
            case "K", _:
                rows[row] = "" if part["numbers"] == "2" else rows[row][:column]
            case None, "\r":
                column = 0
            case None, "\b":
                column = max(column - 1, 0)
            case None, "\n":
                row += 1
            case None, text if part["text"]:
                row, column = _write(rows, row, column, text)
        rows += [""] * (row + 1 - len(rows))
    return [line.rstrip() for line in rows]


def _write(rows: list[str], row: int, column: int, text: str) -> tuple[int, int]:
    """Write letters at the cursor, and wrap full lines; return the new cursor."""
    for letter in text:
        if column == COLUMNS:
            row, column = row + 1, 0
            rows += [""] * (row + 1 - len(rows))
        line = rows[row].ljust(column)
        rows[row] = line[:column] + letter + line[column + 1 :]
        column += 1
    return row, column
