"""
The OUs of an organization and their accounts.

Source: Organizations API Reference, ListOrganizationalUnitsForParent, ListAccountsForParent (2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from live.pages import pages

Path = tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """The ids of the OUs and the root, by path, and the paths of the accounts, by number."""

    ids: dict[Path, str] = field(default_factory=dict)
    homes: dict[str, Path] = field(default_factory=dict)


def read_tree(organizations: Any, root_id: str) -> Tree:
    """Return all OUs and accounts below the root."""
    tree = Tree()
    _add(organizations, tree, (), root_id)
    return tree


def _add(organizations: Any, tree: Tree, path: Path, id: str) -> None:
    tree.ids[path] = id
    for account in pages(organizations, "list_accounts_for_parent", "Accounts", ParentId=id):
        tree.homes[account["Id"]] = path
    units = pages(organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=id)
    for unit in units:
        _add(organizations, tree, (*path, unit["Name"]), unit["Id"])
