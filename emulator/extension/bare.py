"""
The state that `BareAccount` describes, created in moto.

Source: IAM and AWS Organizations API References (attributes of a user, a root user and an organization).
"""

from __future__ import annotations

import time

from moto.iam.models import iam_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends

from emulator.bare_account import LOGIN_KEY, ROOT_KEY, SETUP_USER, USER_KEY, BareAccount
from emulator.environment import MANAGEMENT_ACCOUNT
from emulator.extension.accounts import used_emails
from emulator.extension.people import sign_in
from emulator.extension.root_user import Root
from emulator.extension.sessions import Session, sessions
from emulator.extension.stable_ids import next_id
from emulator.extension.start_options import start_options

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
FOREIGN_ACCOUNT, FOREIGN_EMAIL = "210987654321", "owner@else.example"
LOGIN_SECONDS = 43_200


def prepare() -> None:
    """Create everything that exists before the first request."""
    account = start_options.account
    used_emails.update(email.casefold() for email in account.taken_emails)
    _make_credentials(account)
    if account.foreign_organization == "management":
        _organizations(MANAGEMENT_ACCOUNT).create_organization("us-east-1", FeatureSet="ALL")
    elif account.foreign_organization == "member":
        _join_foreign_organization()


def _make_credentials(account: BareAccount) -> None:
    if account.credentials == "operator" and not account.root_access_key:
        return  # saves the time to create an account's policies
    iam = iam_backends[MANAGEMENT_ACCOUNT]["aws"]
    assert isinstance(iam, Root)
    if account.root_access_key:
        iam.add_access_key(iam.root)
    if account.credentials == "root":
        iam.add_access_key(iam.root, ROOT_KEY)
    elif account.credentials == "login":
        sign_in(iam.root)
        iam.access_keys[LOGIN_KEY] = iam.access_keys.pop(iam.create_temp_access_key().access_key_id)
        sessions[LOGIN_KEY] = Session(time.time() + LOGIN_SECONDS, user=iam.root, mfa=account.root_mfa)
    elif account.credentials == "user":
        user = iam.create_user("us-east-1", SETUP_USER, "/", [])
        iam.attach_user_policy(ADMINISTRATOR, SETUP_USER)
        iam.add_access_key(user, USER_KEY)


def _join_foreign_organization() -> None:
    """Let an organization of another owner create this account."""
    foreign = _organizations(FOREIGN_ACCOUNT)
    foreign.create_organization("us-east-1", FeatureSet="ALL")
    assert foreign.org is not None
    foreign.accounts[0].email = foreign.org.master_account_email = FOREIGN_EMAIL
    with next_id("make_random_account_id", MANAGEMENT_ACCOUNT):
        OrganizationsBackend.create_account(foreign, AccountName="member", Email="management@example.com")


def _organizations(account: str) -> OrganizationsBackend:
    return organizations_backends[account]["aws"]
