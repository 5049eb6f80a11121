"""
Checks of root users.

Sources: IAM API Reference, GetAccountSummary (2026-11-22);
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html (2026-11-22);
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from live.services.read import read_root_access
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check

LATELY = timedelta(days=30)
CREDENTIALS = "As the root user, in the menu of the account: Security credentials"
FEATURES = ("RootCredentialsManagement", "RootSessions")


@check(
    "root-mfa",
    "the root user of the management account has MFA",
    reads="iam:GetAccountSummary",
    where="management",
)
def root_mfa(account: AccountFacts) -> Iterator[Finding]:
    if not account.summary.get("AccountMFAEnabled"):
        yield wrong(account.name, "the root user has no MFA", f"{CREDENTIALS}, Assign MFA device.")


@check(
    "root-keys",
    "the root user of the management account has no access key",
    reads="iam:GetAccountSummary",
    where="management",
)
def root_keys(account: AccountFacts) -> Iterator[Finding]:
    if account.summary.get("AccountAccessKeysPresent"):
        yield wrong(account.name, "the root user has an access key", f"{CREDENTIALS}, Access keys, Delete.")


@check(
    "root-used",
    "the root user of the management account was not used for 30 days",
    reads="iam:GenerateCredentialReport iam:GetCredentialReport",
    where="management",
)
def root_used(account: AccountFacts) -> Iterator[Finding]:
    used = account.root_user_last_used
    if used and account.facts.now - used < LATELY:
        text = f"the root user was used on {used:%Y-%m-%d}; whether it had to be cannot be known from here"
        yield unknown(account.name, text, "CloudTrail in us-east-1: Event history, User name: root.")


@check(
    "root-credentials",
    "the root user has no access key, and no password (without centralized root access: MFA)",
    reads="iam:GetAccountSummary",
    where="members",
)
def root_credentials(account: AccountFacts) -> Iterator[Finding]:
    central, found = account.organization.centralized_root_access, account.summary
    remedy = f"IAM of the management account: Root access management, {account.name}, Take privileged action."
    if found.get("AccountAccessKeysPresent"):
        yield wrong(account.name, "the root user has an access key", remedy)
    if "AccountPasswordPresent" not in found:
        yield unknown(account.name, "AWS does not say whether the root user has a password")
    elif found["AccountPasswordPresent"] and central:
        yield wrong(account.name, "the root user has a password", remedy)
    elif found["AccountPasswordPresent"] and not found.get("AccountMFAEnabled"):
        yield wrong(account.name, "the root user has a password, but no MFA", f"{CREDENTIALS}, Assign MFA device.")


@check(
    "root-access",
    "root users of member accounts are managed from the management account",
    reads="iam:ListOrganizationsFeatures",
    where="organization",
    applies=lambda account: account.organization.centralized_root_access,
)
def root_access(account: AccountFacts) -> Iterator[Finding]:
    found = read_root_access(account.access)
    if missing := [feature for feature in FEATURES if feature not in found]:
        yield wrong("organization", f"centralized root access is off: {', '.join(missing)}", account.deploy)
