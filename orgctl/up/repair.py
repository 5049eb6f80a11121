"""
What AWS has and Terraform's state has not, or only half: the traces of an apply that was cut off.

Without this, Terraform would make a second account, which AWS refuses for its e-mail address, or replace what it takes
for broken, which is refused for its protection.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.names import ORG_ROOT
from orgctl.overview.accounts import status_of
from orgctl.overview.pages import pages
from orgctl.up.account import org_root_state
from orgctl.up.journey import Journey
from orgctl.up.phase import UpError, print_command, print_row
from orgctl.up.quietly import quietly

ACCOUNT, ORGANIZATION = "aws_organizations_account", "aws_organizations_organization"


@dataclass(frozen=True)
class Repair:
    """What is wrong, and the Terraform command that puts it right."""

    what: str
    command: tuple[str, ...]


def repair(journey: Journey) -> None:
    """Look for such traces in org-root, and put them right if that is agreed to. Raises UpError and Stopped."""
    for found in list(_repairs(journey)):
        print_row(journey.console, "half made", found.what, "yellow")
        text = shlex.join(["terraform", f"-chdir=cdktf.out/stacks/{ORG_ROOT}", *found.command])
        print_command(journey.console, "runs", text)
        if journey.dry_run:
            continue
        journey.dialogue.demand_agreement("Let Terraform know it?")
        _terraform(journey, "init", "-input=false")
        _terraform(journey, *found.command)


def _repairs(journey: Journey) -> Iterator[Repair]:
    state = org_root_state(journey)
    if not state:
        return
    listed = {str(item["Id"]): item for item in pages(journey.client("organizations"), "list_accounts", "Accounts")}
    for address, instance in _instances(state):
        made = str(instance["attributes"]["id"])
        if instance.get("status") == "tainted" and (address.startswith(ORGANIZATION) or made in listed):
            yield Repair(f"{address} is there as {made}, and Terraform takes it for broken", ("untaint", address))
    known = {address for address, _ in _instances(state)}
    active = {item["Email"].casefold(): number for number, item in listed.items() if status_of(item) == "ACTIVE"}
    for key in journey.organization.accounts:
        place = _address(journey, key)
        number = active.get(journey.organization.account_email(key).casefold())
        if place is not None and place not in known and number is not None:
            billing = "ALLOW" if journey.organization.has_billing_access(key) else "DENY"
            command = ("import", place, f"{number}_{billing}")
            yield Repair(f"the account {number} is there, and Terraform does not know it", command)


def _instances(state: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in state.get("resources", []):
        if item["mode"] == "managed" and item["type"] in (ACCOUNT, ORGANIZATION):
            for instance in item["instances"]:
                yield f"{item['type']}.{item['name']}", instance


def _address(journey: Journey, key: str) -> str | None:
    content = journey.stack(ORG_ROOT).content
    name = f"account_{key}"
    return f"{ACCOUNT}.{name}" if name in content.get("resource", {}).get(ACCOUNT, {}) else None


def _terraform(journey: Journey, *arguments: str) -> None:
    environment = journey.variables()
    folder = journey.stack(ORG_ROOT).folder
    ended = quietly([environment["TERRAFORM_BINARY_NAME"], *arguments], folder, environment, apart=True)
    if ended.returncode:
        raise UpError(f"terraform {shlex.join(arguments)} failed:\n{ended.stdout.strip()}")
