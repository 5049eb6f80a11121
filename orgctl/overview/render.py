"""
An organization as text: the tree of OUs, its policies and services, then the identities of each account.
"""

from __future__ import annotations

import re

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from live.model import Account, Organization
from orgctl.overview.grid import add_row, grid
from orgctl.overview.render_identities import identities
from orgctl.overview.render_policies import policies
from orgctl.overview.render_tree import tree
from orgctl.overview.services.render import service_rows

STATE_BUCKET = re.compile(r".+-tf-state-(?!log-).+")


def render(organization: Organization, console: Console) -> None:
    """Print an organization; the console determines width, colour and line drawing."""
    accounts = list(organization.root.all_accounts())
    names = {account.number: account.name for account in accounts}
    _print(console, tree(organization, console.width))
    console.print("\n[bold]Policies[/bold]")
    _print(console, Padding(policies(organization), (0, 0, 0, 2)))
    console.print(f"\n[bold]Services[/bold]  [dim]in {', '.join(organization.regions)}[/dim]")
    _print(console, Padding(_services(organization), (0, 0, 0, 2)))
    for account in accounts:
        console.print()
        console.print(_heading(account))
        for bucket in filter(STATE_BUCKET.fullmatch, account.settings.buckets):
            console.print(f"  [dim]state in[/dim] {bucket}")
        _print(console, Padding(identities(account, names), (0, 0, 0, 2)))


def _print(console: Console, renderable: RenderableType) -> None:
    """Print without trailing blanks outside a terminal: Rich fills tables with them."""
    with console.capture() as capture:
        console.print(renderable)
    text = capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    console.file.write(text)


def _services(organization: Organization) -> RenderableType:
    table = grid(columns=1)
    for name, text in service_rows(organization):
        add_row(table, name, text)
    return table


def _heading(account: Account) -> Text:
    alias = account.identities.alias
    return Text.assemble(
        (account.name, "bold"), "  ", (account.number, "cyan"), (f"  alias {alias}" if alias else "", "dim")
    )
