"""
The organizational units and accounts of an organization as a tree.
"""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from live.model import Account, Organization, Unit


def tree(organization: Organization, width: int) -> Tree:
    """Return the tree, for a terminal of this width."""
    root = organization.root
    label = Text.assemble(("Organization ", "bold"), (organization.id, "bold cyan"))
    tree = Tree(label, guide_style="dim")
    _grow(tree, root, organization.management_account, width - 4)
    return tree


def _grow(branch: Tree, unit: Unit, management: str, width: int) -> None:
    columns = max((len(account.name) for account in unit.accounts), default=0)
    for account in unit.accounts:
        branch.add(_leaf(account, account.number == management, columns, width))
    for child in unit.units:
        label = Text(f"{child.name}/", style="bold blue")
        _grow(branch.add(label), child, management, width - 4)


def _leaf(account: Account, is_management: bool, columns: int, width: int) -> Text:
    """Return an account on one line if it fits, else with the e-mail address below."""
    first = Text.assemble(account.name.ljust(columns), "  ", (account.number, "cyan"))
    remarks = ", ".join(filter(None, [is_management * "management account", _status(account)]))
    second = Text.assemble((account.email, "dim"), (f"  {remarks}" if remarks else "", "yellow"))
    separator = "  " if first.cell_len + 2 + second.cell_len <= width else "\n"
    return Text.assemble(first, separator, second)


def _status(account: Account) -> str:
    return "" if account.status == "ACTIVE" else account.status
