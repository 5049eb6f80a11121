"""
Checks of contacts, and of access to billing.

Sources: Account Management API Reference, GetContactInformation, GetAlternateContact (2026-11-22);
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/control-access-billing.html (2026-11-22): no operation
reports whether IAM access to billing is activated.
"""

from __future__ import annotations

from collections.abc import Iterator

from live.attempt import Problem
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check

FIELDS = {"Name": "name", "Title": "title", "EmailAddress": "email", "PhoneNumber": "phone"}
KINDS = ("security", "operations", "billing")


@check(
    "alternate-contacts",
    "the alternate contacts are those of organization.yaml",
    reads="account:GetAlternateContact",
    applies=lambda account: any(getattr(account.organization.alternate_contacts, kind) for kind in KINDS),
)
def alternate_contacts(account: AccountFacts) -> Iterator[Finding]:
    for kind in KINDS:
        expected = getattr(account.organization.alternate_contacts, kind)
        if expected is None:
            continue
        found = account.alternate_contact(kind)
        if isinstance(found, Problem):
            yield unknown(account.name, f"the {kind} contact cannot be read: {found.reason}")
        elif found is None:
            yield wrong(account.name, f"there is no {kind} contact", account.deploy)
        elif any(found.get(name) != getattr(expected, field) for name, field in FIELDS.items()):
            text = f"the {kind} contact is {found.get('EmailAddress')}, with other details"
            yield wrong(account.name, f"{text} than in organization.yaml", account.deploy)


@check("primary-contact", "the account has a primary contact", reads="account:GetContactInformation")
def primary_contact(account: AccountFacts) -> Iterator[Finding]:
    found = account.primary_contact
    remedy = f"Console of {account.name}: in the menu of the account, Account, Contact information, Edit."
    if isinstance(found, Problem):
        yield unknown(account.name, f"the primary contact cannot be read: {found.reason}")
    elif found is None or not found.get("PhoneNumber"):
        yield wrong(account.name, "there is no primary contact with a telephone number", remedy)


@check(
    "billing-access",
    "IAM access to billing is activated",
    reads="",
    where="management",
    applies=lambda account: account.organization.billing_group is not None,
)
def billing_access(account: AccountFacts) -> Iterator[Finding]:
    group = account.organization.billing_group
    text = f"whether the group {group} sees the bills: no operation of AWS reports whether IAM access to billing is on"
    remedy = "As the root user, in the menu of the account: Account, IAM user and role access to Billing information."
    yield unknown(account.name, text, remedy)
