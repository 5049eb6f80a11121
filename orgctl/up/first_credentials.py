"""
The deletion of the temporary first credentials, once the administrator has signed in as the role admin.
"""

from __future__ import annotations

from typing import Any

from foundation.names import ADMIN_SUFFIX
from live import iam as account_iam
from live import writes
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done, print_row


def remove(phase: Phase, journey: Journey) -> None:
    """Delete the first credentials. Raise UpError when a deletion did not take effect."""
    if not journey.identity.is_admin:
        print_row(
            journey.console, "not yet", "nothing is deleted before the sign-in as the role admin was tried", "yellow"
        )
        return
    iam = journey.iam
    users = _unknown_users(journey, iam)
    key = _root_key(journey)
    if users or key:
        phase.announce(journey)
    for user in users:
        _print_user(journey, iam, user)
        if not journey.dry_run:
            _remove_if_agreed(journey, iam, user)
    if key and not journey.dry_run:
        _remove_root_key(journey, key)
    _confirm(journey, iam)


def _confirm(journey: Journey, iam: Any) -> None:
    if not _unknown_users(journey, iam):
        done(journey, "the administrators are the only IAM users left in the account")
    if account_iam.account_summary(iam).get("AccountAccessKeysPresent"):
        text = "an access key of the root user. As the root user: account name, Security credentials, Access keys"
        print_row(journey.console, "left", text, "yellow")
    else:
        done(journey, "the root user has no access key")
    if journey.first.variables().get("AWS_SESSION_TOKEN") and not journey.first.is_admin:
        print_row(
            journey.console, "", "the first credentials expire by themselves; to end them now: aws logout, or sign out"
        )


def _remove_root_key(journey: Journey, key: str) -> None:
    journey.dialogue.demand_agreement(f"Delete the root user's access key {key}?")
    writes.delete_access_key(journey.first.client("iam"), key)
    done(journey, f"the root user's access key {key} is deleted")


def _unknown_users(journey: Journey, iam: Any) -> list[str]:
    """Return IAM users of the management account that are not in the file, the first credentials' user first."""
    known = {*journey.admin_users, *(name + ADMIN_SUFFIX for name in journey.organization.org_root.former_admins)}
    found = [name for name in account_iam.users(iam) if name not in known]
    return sorted(found, key=lambda name: (not _is_first(journey, name), name))


def _is_first(journey: Journey, user: str) -> bool:
    first = journey.first.caller
    return first.kind == "user" and first.name == user


def _root_key(journey: Journey) -> str | None:
    """Return the root user's long-lived key if it is the first credential; only the root user can delete its keys."""
    if journey.first.caller.kind != "root":
        return None
    key = journey.first.variables()["AWS_ACCESS_KEY_ID"]
    return key if key.startswith("AKIA") else None


def _print_user(journey: Journey, iam: Any, user: str) -> None:
    keys = [f"key {key}" for key in account_iam.access_keys(iam, user)]
    rights = ", ".join([*account_iam.attached_policies(iam, user), *keys]) or "no policies, no keys"
    origin = ", the first credentials" if _is_first(journey, user) else ", which is not in organization.yaml"
    print_row(journey.console, "delete", f"the IAM user {user}{origin} ({rights})")


def _remove_if_agreed(journey: Journey, iam: Any, user: str) -> None:
    """Delete a user if the administrator agrees; `--yes` keeps it, since only they know what else it serves."""
    if not journey.dialogue.agrees(f"Delete the IAM user {user}, with its keys, password and MFA device?"):
        print_row(
            journey.console, "left", f"the IAM user {user}; to delete it later, at a terminal: orgctl up", "yellow"
        )
        return
    writes.remove_user(iam, user)
    if user in account_iam.users(iam):
        raise UpError(f"the IAM user {user} still exists")
    done(journey, f"the IAM user {user} is deleted")
