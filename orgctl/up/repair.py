"""
Resources that exist in AWS but are missing or tainted in Terraform's state, after an apply that was cut off.

Without this, Terraform would create a second account, which AWS refuses for its e-mail address, or replace a tainted
resource, which its protection from destroy refuses.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.names import ORG_ROOT
from live.accounts import status_of
from live.org_root import ORGANIZATION, account_address
from orgctl.up.account import org_root_state
from orgctl.up.journey import Journey
from orgctl.up.phase import UpError, print_command, print_row
from orgctl.up.quietly import quietly


@dataclass(frozen=True)
class Repair:
    """A defect of the state, and the Terraform command that corrects it."""

    defect: str
    command: tuple[str, ...]


def repair(journey: Journey) -> None:
    """Find and correct such resources of org-root, if the administrator agrees. Raise UpError and Stopped."""
    for found in list(_repairs(journey)):
        print_row(journey.console, "half made", found.defect, "yellow")
        text = shlex.join(["terraform", f"-chdir=cdktf.out/stacks/{ORG_ROOT}", *found.command])
        print_command(journey.console, "runs", text)
        if journey.dry_run:
            continue
        journey.dialogue.demand_agreement("Correct Terraform's state?")
        _terraform(journey, "init", "-input=false")
        _terraform(journey, *found.command)


def _repairs(journey: Journey) -> Iterator[Repair]:
    state = org_root_state(journey)
    if not state.exists:
        return
    listed = {str(item["Id"]): item for item in journey.listed_accounts()}
    for one in state.tainted():
        if one.type == ORGANIZATION or one.id in listed:
            defect = f"{one.address} exists as {one.id}, but is tainted in Terraform's state"
            yield Repair(defect, ("untaint", one.address))
    known = state.addresses
    active = {item["Email"].casefold(): number for number, item in listed.items() if status_of(item) == "ACTIVE"}
    for key in journey.organization.accounts:
        place = _address(journey, key)
        number = active.get(journey.organization.account_email(key).casefold())
        if place is not None and place not in known and number is not None:
            billing = "ALLOW" if journey.organization.has_billing_access(key) else "DENY"
            command = ("import", place, f"{number}_{billing}")
            yield Repair(f"the account {number} exists, but is not in Terraform's state", command)


def _address(journey: Journey, key: str) -> str | None:
    address = account_address(key)
    return address if address in journey.stack(ORG_ROOT).resources else None


def _terraform(journey: Journey, *arguments: str) -> None:
    environment = journey.variables()
    folder = journey.stack(ORG_ROOT).folder
    ended = quietly([environment["TERRAFORM_BINARY_NAME"], *arguments], folder, environment, apart=True)
    if ended.returncode:
        raise UpError(f"terraform {shlex.join(arguments)} failed:\n{ended.stdout.strip()}")
