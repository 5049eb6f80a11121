"""The affected stacks as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foundation.words import listed, noun, plural
from terraform_json.affected import Affected

_MOST_LIKE = 6
"""Number of stacks that are named together for the same reasons."""
_MOST_CAUSES = 3
_INDENT = (0, 0, 0, 2)


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


def render_unread(unread: Mapping[str, str], console: Console) -> None:
    """Print why states or fingerprints could not be read."""
    if not unread:
        return
    console.print("\n[bold red]Not read[/bold red], so counted as affected", highlight=False)
    for name, cause in [*unread.items()][:_MOST_CAUSES]:
        console.print(Padding(Text(f"{name}: {cause}"), _INDENT), highlight=False)
    if len(unread) > _MOST_CAUSES:
        console.print(f"  and {plural(len(unread) - _MOST_CAUSES, 'more stack')}", highlight=False)


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
        table.add_row(listed(names, _MOST_LIKE), "\n".join(why))
    console.print(f"\n[bold]{title}[/bold]", highlight=False)
    console.print(Padding(table, _INDENT), highlight=False, markup=False)
