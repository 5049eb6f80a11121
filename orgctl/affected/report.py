"""The affected stacks as text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table

from foundation.words import listed, noun, plural
from terraform_json.affected import Affected

_MOST_LIKE = 6
"""Number of stacks that are named together for the same reasons."""


def render(found: Sequence[Affected], number: int, console: Console) -> None:
    """Print the affected stacks of all, in waves; stacks with the same reasons are named together."""
    if not found:
        console.print(
            f"No stack of {number} is affected: each was deployed as cdktf.out says. Changes made by hand are not "
            "looked at: orgctl up --all plans every stack.",
            highlight=False,
        )
        return
    console.print(
        f"{len(found)} of {plural(number, 'stack')} {noun(len(found), 'is', 'are')} affected.", highlight=False
    )
    for wave, of_wave in groupby(found, lambda one: one.wave):
        together = list(of_wave)
        maybe = [one for one in together if not one.is_certain]
        _print(f"Wave {wave}", [one for one in together if one.is_certain], console)
        _print(f"Wave {wave}, if what they read changes", maybe, console)


def _print(title: str, stacks: Sequence[Affected], console: Console) -> None:
    if not stacks:
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=False, max_width=28, overflow="fold")
    table.add_column(overflow="fold")
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in stacks:
        alike.setdefault(one.why, []).append(one.stack)
    for why, names in alike.items():
        table.add_row(f"  {listed(names, _MOST_LIKE)}", "\n".join(why))
    console.print(f"\n[bold]{title}[/bold]", highlight=False)
    console.print(table, highlight=False, markup=False)
