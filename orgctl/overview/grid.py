"""
Columns without lines.
"""

from __future__ import annotations

from rich.table import Table


def grid(columns: int = 2) -> Table:
    """A dim first column and others that wrap."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table
