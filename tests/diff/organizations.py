"""The example and its variants, each synthesized once for all tests that compare it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from tests.stacks.variations import EXAMPLE

Content = dict[str, Any]


def changed(change: Callable[[Content], object], of: Content = EXAMPLE) -> Content:
    """Return a configuration after a change."""
    content = copy.deepcopy(of)
    change(content)
    return content


def accounts(content: Content, unit: str = "spacecats") -> dict[str, Any]:
    """Return the accounts of an OU."""
    found: dict[str, Any] = (content["organizational_units"][unit] or {}).setdefault("accounts", {})
    return found


def _hire(content: Content) -> None:
    content["users"].append("ann")
    content["groups"]["infra"]["users"].append("ann")


def _widen(content: Content) -> None:
    content["groups"]["infra"]["roles"]["infra"] = "AdministratorAccess"


def _without_imdsv2(content: Content) -> None:
    del content["guardrails"]["require-imdsv2"]


def _other_instances(content: Content) -> None:
    content["guardrails"]["limit-instance-types"]["parameters"]["instance_types"] = ["t3.*", "m7g.*", "p5.*"]


def _leaving_in_spacecats(content: Content) -> None:
    content["guardrails"]["deny-leaving-organization"] = "spacecats"


def _add_dev(content: Content) -> None:
    accounts(content)["dev"] = None
    content["groups"]["infra"]["roles"]["dev"] = "PowerUserAccess"


def _shut_dev(content: Content) -> None:
    _add_dev(content)
    accounts(content, "suspended")["dev"] = accounts(content).pop("dev")


def _close_dev(content: Content) -> None:
    content["closed_accounts"] = ["dev"]


def _rename_unit(content: Content) -> None:
    units = content["organizational_units"]
    content["organizational_units"] = {"spaceships": units["spacecats"], "suspended": units["suspended"]}
    for name, rail in content["guardrails"].items():
        if rail == "spacecats":
            content["guardrails"][name] = "spaceships"
        elif isinstance(rail, dict) and rail["targets"] == "spacecats":
            rail["targets"] = "spaceships"


def _rename_account(content: Content) -> None:
    accounts(content)["infra"] = {"name": "spacecats-tools", "email": "tools@example.com"}


def _trail_off(content: Content) -> None:
    content["cloudtrail"] = False
    del content["root_sign_in_alarm"], content["guardrails"]["protect-cloudtrail"]


def _central_state(content: Content) -> None:
    content["deployment"] = {"state": "central"}


ORGANIZATIONS: dict[str, Content] = {
    "example": EXAMPLE,
    "ann": changed(_hire),
    "wider": changed(_widen),
    "no-imdsv2": changed(_without_imdsv2),
    "other-instances": changed(_other_instances),
    "leaving-in-spacecats": changed(_leaving_in_spacecats),
    "dev": changed(_add_dev),
    "dev-shut": changed(_shut_dev),
    "dev-closed": changed(_close_dev),
    "spaceships": changed(_rename_unit),
    "tools": changed(_rename_account),
    "no-trail": changed(_trail_off),
    "central": changed(_central_state),
}
