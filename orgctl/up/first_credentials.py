"""
The temporary identities that only the beginning needed: they go once the new way in has been tried.
"""

from __future__ import annotations

from typing import Any

from foundation.names import ADMIN_SUFFIX
from live import iam as account_iam
from live import writes
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done, print_row


def remove(phase: Phase, journey: Journey) -> None:
    """Raises UpError when something is left that should be gone."""
    if not journey.identity.is_admin:
        print_row(journey.console, "not yet", "nothing is removed before the new way in was tried", "yellow")
        return
    iam = journey.iam
    users = _strangers(journey, iam)
    key = _root_key(journey)
    if users or key:
        phase.announce(journey)
    for user in users:
        _tell(journey, iam, user)
        if not journey.dry_run:
            _remove_if_agreed(journey, iam, user)
    if key and not journey.dry_run:
        _remove_root_key(journey, key)
    _confirm(journey, iam)


def _confirm(journey: Journey, iam: Any) -> None:
    if not _strangers(journey, iam):
        done(journey, "no IAM user is left in the account but the administrators")
    if account_iam.account_summary(iam).get("AccountAccessKeysPresent"):
        text = "an access key of the root user. As the root user: account name, Security credentials, Access keys"
        print_row(journey.console, "left", text, "yellow")
    else:
        done(journey, "the root user has no access key")
    if journey.first.variables().get("AWS_SESSION_TOKEN") and not journey.first.is_admin:
        print_row(journey.console, "", "the first credentials end by themselves: aws logout, or sign out")


def _remove_root_key(journey: Journey, key: str) -> None:
    journey.dialogue.demand_agreement(f"Remove the root user's access key {key}?")
    writes.delete_access_key(journey.first.client("iam"), key)
    done(journey, f"the root user's access key {key} is gone")


def _strangers(journey: Journey, iam: Any) -> list[str]:
    """IAM users of the management account that the file does not give, the first credentials' before the others."""
    known = {*journey.admin_users, *(name + ADMIN_SUFFIX for name in journey.organization.org_root.former_admins)}
    found = [name for name in account_iam.users(iam) if name not in known]
    return sorted(found, key=lambda name: (not _is_first(journey, name), name))


def _is_first(journey: Journey, user: str) -> bool:
    first = journey.first.caller
    return first.kind == "user" and first.name == user


def _root_key(journey: Journey) -> str | None:
    """The long-lived key that we came with; root's keys can be removed by the root user only."""
    if journey.first.caller.kind != "root":
        return None
    key = journey.first.variables()["AWS_ACCESS_KEY_ID"]
    return key if key.startswith("AKIA") else None


def _tell(journey: Journey, iam: Any, user: str) -> None:
    keys = [f"key {key}" for key in account_iam.access_keys(iam, user)]
    what = ", ".join([*account_iam.attached_policies(iam, user), *keys]) or "no policies, no keys"
    whose = ", whose credentials these were" if _is_first(journey, user) else ", which organization.yaml does not know"
    print_row(journey.console, "remove", f"the IAM user {user}{whose} ({what})")


def _remove_if_agreed(journey: Journey, iam: Any, user: str) -> None:
    """Whether a user was made for this alone, nobody can know but whoever is asked: so `--yes` leaves it."""
    if not journey.dialogue.agrees(f"Remove the IAM user {user}, with its keys, password and MFA device?"):
        print_row(
            journey.console, "left", f"the IAM user {user}; to remove it later, at a terminal: orgctl up", "yellow"
        )
        return
    writes.remove_user(iam, user)
    if user in account_iam.users(iam):
        raise UpError(f"the IAM user {user} is still there")
    done(journey, f"the IAM user {user} is gone")
