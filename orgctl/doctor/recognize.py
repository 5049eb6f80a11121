"""
The match of the credentials' organization, and of its accounts, with those of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import UserError
from foundation.names import ORG_ROOT
from live.access import Access, role_arn
from live.accounts import Listed, list_accounts, status_of
from live.live_organization import Membership, read_membership
from organization.model import Organization
from orgctl.doctor.facts import ACTIVE, Facts

if TYPE_CHECKING:
    from live.session import Session

MOST = 5  # accounts that are named


class NotOurs(UserError):
    """The credentials are not of the organization's management account; the message says whose they are."""


def recognize(organization: Organization, folder: Path, session: Session, *, role_name: str, now: datetime) -> Facts:
    """
    Return the facts of the organization that the session's account manages.

    Raise NotOurs, and botocore's ClientError and BotoCoreError when the organization cannot be read.
    """
    membership = read_membership(session)
    described = _organization(membership)
    management = Access(session, str(described["MasterAccountId"]))
    listed = list_accounts(management.client("organizations"))
    members = [account for account in listed if account["Id"] != management.number]
    matched = match(organization, members)
    if organization.accounts and not matched:
        raise NotOurs(_no_account(organization, described, members))
    open_accounts = {key: account for key, account in matched.items() if status_of(account) == ACTIVE}
    return Facts(
        organization,
        folder,
        management=management,
        listed=listed,
        matched=matched,
        account_access={ORG_ROOT: management}
        | {key: Access(session, account["Id"], role_arn(account, role_name)) for key, account in open_accounts.items()},
        role_name=role_name,
        is_root_user=membership.is_root_user,
        now=now,
    )


def match(organization: Organization, listed: Sequence[Listed]) -> dict[str, Listed]:
    """
    Return the existing accounts of the file, by key: matched by e-mail address, which AWS never reuses, or by name.
    """
    emails = {str(account["Email"]).casefold(): account for account in listed}
    names = {str(account["Name"]): account for account in listed}
    by_email = {key: emails.get(organization.account_email(key).casefold()) for key in organization.accounts}
    taken = {account["Id"] for account in by_email.values() if account}
    found: dict[str, Listed] = {}
    for key, account in by_email.items():
        namesake = names.get(organization.account_name(key))
        if account:
            found[key] = account
        elif namesake and namesake["Id"] not in taken:
            found[key] = namesake
    return found


def _organization(membership: Membership) -> Listed:
    """Return the organization, if the session's account manages it; else raise NotOurs."""
    number, described = membership.account, membership.organization
    if described is None:
        raise NotOurs(f"account {number} belongs to no organization yet; 'orgctl up' creates one")
    if described["MasterAccountId"] != number:
        raise NotOurs(
            f"these are credentials of account {number}, a member of {described['Id']}; its management account is "
            f"{described['MasterAccountId']}: use those of the role admin there"
        )
    return described


def _no_account(organization: Organization, described: Listed, members: Sequence[Listed]) -> str:
    known = ", ".join(sorted(str(account["Name"]) for account in members)[:MOST]) or "none"
    return (
        f"the organization {described['Id']} of account {described['MasterAccountId']} has no account of "
        f"{organization.name} (it has: {known}); either these are credentials of another organization, or nothing is "
        "deployed yet: 'cdktf deploy org-root'"
    )
