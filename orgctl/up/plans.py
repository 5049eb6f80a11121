"""
What Terraform is about to do, from the plan that it saved.
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
"""What is named one by one, and how."""


@dataclass(frozen=True)
class Plan:
    """
    The changes that a stack needs: what happens to which address, and to which of its settings.

    `people` are the accounts and users that are made, in words.
    """

    stack: str
    changes: frozenset[tuple[str, str]]
    settings: Mapping[str, Sequence[str]] = field(default_factory=dict, compare=False)
    people: Sequence[str] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether all is as it should be."""
        return not self.changes

    @property
    def destroys(self) -> bool:
        """Whether anything that is there goes."""
        return any(kind in ("destroy", "replace", "forget") for kind, _ in self.changes)

    def shows(self, console: Console) -> None:
        """What is made is counted by its type; each change of what is there, and each destruction, is named."""
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
    """The plan that was saved for a stack. Raises UpError."""
    shown = _show(folder, stack, environment, "-json")
    try:
        content = json.loads(shown)
    except ValueError:
        raise UpError(f"the plan of {stack} cannot be read") from None
    return Plan(stack, frozenset(_changes(content)), _settings(content), _people(content))


def full_text(folder: Path, stack: str, environment: Mapping[str, str]) -> str:
    """The whole plan, as Terraform prints it. Raises UpError."""
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
    """Return the address of an instance; a deposed one, which is not the live one, is told apart as Terraform does."""
    deposed = item.get("deposed")
    return f"{item['address']} (deposed object {deposed})" if deposed else str(item["address"])


def _settings(plan: dict[str, Any]) -> dict[str, list[str]]:
    """What is different in each resource that is updated, or is known only afterwards."""
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
    """Accounts cannot be unmade, and nobody should be let in without being named."""
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
