"""
Tables without lines.
"""

from __future__ import annotations

from rich.table import Table
from rich.text import Text


def grid(columns: int = 2) -> Table:
    """Return a table with a dim first column and others that wrap."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Add a row of plain text: names in AWS may look like Rich's markup."""
    table.add_row(*map(Text, cells))
