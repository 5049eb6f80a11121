"""
Columns without lines.
"""

from __future__ import annotations

from rich.table import Table
from rich.text import Text


def grid(columns: int = 2) -> Table:
    """A dim first column and others that wrap."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Names of people's own may look like Rich's markup, and are none."""
    table.add_row(*map(Text, cells))
