"""
Checks of IAM users, and of how they sign in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from foundation.names import ID, ORG_ROOT
from live.people import Key, Person
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, wrong
from orgctl.doctor.registry import check

OLD = timedelta(days=90)
FIRST_PASSWORD = timedelta(days=7)


def has_people(account: AccountFacts) -> bool:
    """Tell whether the file gives an account any users."""
    return account.key in (ORG_ROOT, ID)


@check("users", "the account has the IAM users of organization.yaml, and no others", reads="iam:ListUsers")
def users(account: AccountFacts) -> Iterator[Finding]:
    found = {person.name for person in account.people}
    for name in sorted(account.named_users - found):
        yield wrong(f"{account.name} {name}", "this user is in organization.yaml, but not in AWS", account.deploy)
    for name in sorted(found - account.named_users - account.former_users):
        remedy = f"IAM of {account.name}: Users, {name}, Delete. If it is still needed, name it in organization.yaml."
        yield wrong(f"{account.name} {name}", "this user is in AWS, but not in organization.yaml", remedy)


@check(
    "user-mfa", "every user who can sign in has MFA", reads="iam:ListMFADevices iam:GetLoginProfile", applies=has_people
)
def user_mfa(account: AccountFacts) -> Iterator[Finding]:
    for person in account.staff:
        if person.can_sign_in and not person.mfa:
            url = f"https://{account.organization.alias(account.key)}.signin.aws.amazon.com/console"
            remedy = f"{person.name} assigns one in the console (Security credentials), signed in at {url}"
            yield wrong(f"{account.name} {person.name}", "this user has no MFA device", remedy)


@check(
    "user-passwords",
    "every user can sign in, and does",
    reads="iam:GetLoginProfile iam:ListAccessKeys iam:ListUsers",
    applies=has_people,
)
def user_passwords(account: AccountFacts) -> Iterator[Finding]:
    for person in account.staff:
        place, now = f"{account.name} {person.name}", account.facts.now
        if not person.can_sign_in:
            yield wrong(place, "this user has neither password nor access key", f"orgctl invite {_person(person.name)}")
        elif person.password and not person.signed_in and now - person.password > FIRST_PASSWORD:
            text = f"the first password, of {person.password:%Y-%m-%d}, was never used: its finder could sign in"
            remedy = f"aws iam delete-login-profile --user-name {person.name} {account.profile}"
            yield wrong(place, text, remedy)
        elif person.password and person.signed_in and now - max(person.signed_in, person.password) > OLD:
            text = f"the password was last used on {person.signed_in:%Y-%m-%d}"
            yield wrong(
                place, text, f"If {person.name} has left, name them in former_users (former_admins) and deploy."
            )


@check(
    "user-keys",
    "no active access key is older than 90 days or was not used for as long",
    reads="iam:ListAccessKeys iam:GetAccessKeyLastUsed",
    applies=has_people,
)
def user_keys(account: AccountFacts) -> Iterator[Finding]:
    for person in account.staff:
        for key in person.active_keys:
            if text := _age(key, account.facts.now):
                yield wrong(f"{account.name} {person.name}", text, _deactivate(account, person, key))


@check("user-two-keys", "no user has two active access keys", reads="iam:ListAccessKeys", applies=has_people)
def user_two_keys(account: AccountFacts) -> Iterator[Finding]:
    for person in account.staff:
        if len(person.active_keys) > 1:
            oldest = min(person.active_keys, key=lambda key: key.created)
            text = "this user has two active access keys; two are only for replacing one by the other"
            yield wrong(f"{account.name} {person.name}", text, _deactivate(account, person, oldest))


def _age(key: Key, now: datetime) -> str | None:
    if now - (key.used or key.created) > OLD:
        when = f"since {key.used:%Y-%m-%d}" if key.used else f"since it was created on {key.created:%Y-%m-%d}"
        return f"the access key {key.id} was not used {when}"
    return f"the access key {key.id} is of {key.created:%Y-%m-%d}" if now - key.created > OLD else None


def _deactivate(account: AccountFacts, person: Person, key: Key) -> str:
    options = f"--user-name {person.name} --access-key-id {key.id} --status Inactive {account.profile}"
    return f"aws iam update-access-key {options}"


def _person(user: str) -> str:
    return user.removesuffix(f".{ORG_ROOT}")
