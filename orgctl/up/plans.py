"""
Terraform's saved plans: the changes of a stack, read and printed.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from orgctl.up.phase import UpError, print_row
from terraform_json.folder import StackFolder

FILE = "plan"
"""The name that `cdktf diff` gives the plan in the folder of a stack."""

KINDS = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "destroy",
    ("create", "delete"): "replace",
    ("delete", "create"): "replace",
    ("forget",): "forget",
    ("create", "forget"): "replace",
}


STYLES = {
    "destroy": "bold red",
    "replace": "bold red",
    "forget": "red",
    "update": "yellow",
    "import": "cyan",
    "move": "cyan",
}
"""The kinds of changes that are listed one by one, and their styles."""


@dataclass(frozen=True)
class Plan:
    """
    The changes of a stack: pairs of kind and address, and the settings that change at an address.

    `people` are the accounts and users to create, in words.
    """

    stack: str
    changes: frozenset[tuple[str, str]]
    settings: Mapping[str, Sequence[str]] = field(default_factory=dict, compare=False)
    people: Sequence[str] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """True when the plan has no changes."""
        return not self.changes

    @property
    def destroys(self) -> bool:
        """True when an existing resource is destroyed, replaced or forgotten."""
        return any(kind in ("destroy", "replace", "forget") for kind, _ in self.changes)

    def shows(self, console: Console) -> None:
        """Print the plan: creations counted by type, every other change by address."""
        made = Counter(address.split(".")[0] for kind, address in self.changes if kind == "create")
        text = f"{sum(made.values())} to create" if made else "nothing to create"
        print_row(console, "plan", f"{self.stack}: {text}", style="bold")
        if made:
            counted = (f"{count}\N{NO-BREAK SPACE}{kind}" for kind, count in sorted(made.items()))
            print_row(console, "", ", ".join(counted))
        for name in self.people:
            print_row(console, "", f"create {name}", style="bold")
        for kind, address in sorted(self.changes):
            if kind in STYLES:
                settings = ", ".join(self.settings.get(address, ()))
                print_row(console, "", f"{kind} {address}{f': {settings}' if settings else ''}", style=STYLES[kind])


def read_plan(folder: Path, stack: str, environment: Mapping[str, str]) -> Plan:
    """Return the saved plan of a stack. Raise UpError."""
    shown = _show(folder, stack, environment, "-json")
    try:
        content = json.loads(shown)
    except ValueError:
        raise UpError(f"the plan of {stack} cannot be read") from None
    return Plan(stack, frozenset(_changes(content)), _settings(content), _people(content))


def full_text(folder: Path, stack: str, environment: Mapping[str, str]) -> str:
    """Return the whole plan, as Terraform prints it. Raise UpError."""
    return _show(folder, stack, environment, "-no-color")


def _changes(plan: dict[str, Any]) -> set[tuple[str, str]]:
    found = set()
    for item in plan.get("resource_changes", []):
        kind = KINDS.get(tuple(item["change"]["actions"]))
        if kind:
            found.add((kind, _shown_address(item)))
        elif item["change"].get("importing"):
            found.add(("import", item["address"]))
    for name, change in plan.get("output_changes", {}).items():
        if change["actions"] not in (["no-op"], ["read"]):
            found.add(("output", f"output.{name}"))
    return found


def _shown_address(item: dict[str, Any]) -> str:
    """Return the address of an instance; a deposed one, which is not live, is marked as Terraform does."""
    deposed = item.get("deposed")
    return f"{item['address']} (deposed object {deposed})" if deposed else str(item["address"])


def _settings(plan: dict[str, Any]) -> dict[str, list[str]]:
    """Return the settings of each updated resource that differ, or that are known after apply."""
    changes = {
        item["address"]: item["change"]
        for item in plan.get("resource_changes", [])
        if item["change"]["actions"] == ["update"]
    }
    return {
        address: sorted(
            {name for name, value in (change["after"] or {}).items() if (change["before"] or {}).get(name) != value}
            | {name for name, unknown in change.get("after_unknown", {}).items() if unknown}
        )
        for address, change in changes.items()
    }


def _people(plan: dict[str, Any]) -> list[str]:
    """Return the accounts and users to create: the administrator agrees to each by name."""
    made = [item for item in plan.get("resource_changes", []) if item["change"]["actions"] == ["create"]]
    accounts = [item["change"]["after"] for item in made if item["type"] == "aws_organizations_account"]
    users = [item["change"]["after"] for item in made if item["type"] == "aws_iam_user"]
    return [
        *(f"the account {account.get('name')}, {account.get('email')}" for account in accounts),
        *(f"the user {user.get('name')}" for user in users),
    ]


def _show(folder: Path, stack: str, environment: Mapping[str, str], option: str) -> str:
    shown = subprocess.run(
        [environment["ORGCTL_TERRAFORM"], "show", option, FILE],
        cwd=StackFolder.of(folder, stack).folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if shown.returncode:
        raise UpError(f"the plan of {stack} cannot be read: {shown.stderr.strip()}")
    return shown.stdout
