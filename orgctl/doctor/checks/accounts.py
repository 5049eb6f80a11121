"""
Checks of accounts and OUs: those in AWS against those of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from foundation.names import ACCESS_ROLE, ORG_ROOT
from live.accounts import status_of
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check

FILE = "organization.yaml"
ADMIN = "Check that the credentials are of the role admin: aws sts get-caller-identity."


@check(
    "accounts",
    f"the organization has the accounts of {FILE}, all open, and no others",
    reads="organizations:DescribeOrganization organizations:ListAccounts sts:GetCallerIdentity",
    where="organization",
)
def accounts(account: AccountFacts) -> Iterator[Finding]:
    facts, organization = account.facts, account.organization
    for key in organization.accounts:
        if key not in facts.matched:
            yield wrong(facts.name(key), f"is in {FILE}, but not in AWS", f"cdktf deploy {ORG_ROOT}")
        elif not facts.is_active(key):
            status = status_of(facts.matched[key])
            yield wrong(facts.name(key), f"is {status} in AWS", f"Move its key in {FILE} to closed_accounts.")
    known = {account.number, *facts.numbers.values()}
    closed = {organization.alias(key) for key in organization.closed_accounts}
    for other in facts.listed:
        status = status_of(other)
        if other["Id"] in known or status in ("SUSPENDED", "CLOSED", "PENDING_CLOSURE"):
            continue
        if other["Name"] in closed:
            remedy = f"aws organizations close-account --account-id {other['Id']} {account.profile}"
            yield wrong(other["Name"], f"is in closed_accounts, but {status} in AWS", remedy)
        else:
            remedy = f"Add it to {FILE} and import it (docs/accounts.md), or close it."
            yield wrong(other["Name"], f"account {other['Id']} is in AWS, but not in {FILE}", remedy)


@check(
    "account-names",
    f"accounts have the names and e-mail addresses of {FILE}",
    reads="organizations:ListAccounts",
    where="organization",
)
def account_names(account: AccountFacts) -> Iterator[Finding]:
    facts, organization = account.facts, account.organization
    for key, found in facts.matched.items():
        name, email = organization.account_name(key), organization.account_email(key)
        if found["Name"] != name:
            yield wrong(name, f"is called {found['Name']} in AWS", f"Set its name in {FILE}: name: {found['Name']}")
        if found["Email"].casefold() != email.casefold():
            text = f"has the e-mail address {found['Email']}, not {email}"
            yield wrong(name, text, f"Set its address in {FILE}: email: {found['Email']}")


@check(
    "account-units",
    f"accounts are in the OUs of {FILE}",
    reads="organizations:ListAccountsForParent organizations:ListOrganizationalUnitsForParent",
    where="organization",
)
def account_units(account: AccountFacts) -> Iterator[Finding]:
    facts = account.facts
    for path, unit, _ in account.organization.units():
        for key in unit.accounts:
            home = facts.tree.homes.get(facts.numbers.get(key, ""))
            if home is not None and home != path:
                text = f"is in {'/'.join(home) or 'the root'}, not in {'/'.join(path)}"
                yield wrong(facts.name(key), text, f"cdktf deploy {ORG_ROOT}")


@check(
    "units",
    f"the organization has the OUs of {FILE}, and no others",
    reads="organizations:ListOrganizationalUnitsForParent",
    where="organization",
)
def units(account: AccountFacts) -> Iterator[Finding]:
    ids = account.facts.tree.ids
    named = {path for path, _, _ in account.organization.units()}
    for path in sorted(named - set(ids)):
        yield wrong(f"unit {'/'.join(path)}", f"is in {FILE}, but not in AWS", f"cdktf deploy {ORG_ROOT}")
    for path in sorted(set(ids) - named - {()}):
        remedy = f"aws organizations delete-organizational-unit --organizational-unit-id {ids[path]} {account.profile}"
        yield wrong(f"unit {'/'.join(path)}", f"is in AWS, but not in {FILE}", remedy)


@check(
    "access-role",
    f"the role {ACCESS_ROLE} of the account can be assumed",
    reads="sts:AssumeRole",
    where="members",
)
def access_role(account: AccountFacts) -> Iterator[Finding]:
    if account.key in account.organization.quarantined:
        yield unknown(account.name, "is in quarantine: only its responder has access")
        return
    found = account.entry_problem
    if found is None:
        return
    if account.facts.is_root_user:
        yield unknown(account.name, "these are credentials of the root user, which may assume no role", ADMIN)
        return
    text = f"{account.facts.role_name} cannot be assumed: {found.reason}"
    remedy = f"{ADMIN} If they are, create the role again: it must trust the management account."
    yield (wrong if found.reason == "AccessDenied" else unknown)(account.name, text, remedy)


@check("alias", "the account has the alias of its sign-in address", reads="iam:ListAccountAliases")
def alias(account: AccountFacts) -> Iterator[Finding]:
    found = account.aliases
    expected = account.organization.alias(account.key)
    if found != [expected]:
        what = f"has the alias {found[0]}, not {expected}" if found else f"has no alias; it should be {expected}"
        yield wrong(account.name, what, account.bootstrap)
