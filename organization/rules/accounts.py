"""Rules for OUs, accounts, their e-mail addresses and aliases."""

from __future__ import annotations

from foundation.names import BOOTSTRAP, ID, ORG_ROOT
from organization import limits, names, targets
from organization.keys import unit_path
from organization.model import Account, Organization
from organization.problem import Path, quoted
from organization.rules.findings import Findings

_RESERVED = (ORG_ROOT, "root", "default")


def check(findings: Findings) -> None:
    """Check the tree of OUs and the accounts in it."""
    _units(findings)
    places = account_paths(findings.organization)
    _count(findings, places)
    _keys(findings, places)
    _closed(findings)
    _template(findings)
    _details(findings, places)


def account_paths(organization: Organization) -> list[tuple[str, Path, Account]]:
    """Return every account, including those with equal keys: key, place in the file, account."""
    return [
        (key, (*unit_path(path), "accounts", key), account)
        for path, unit, _ in organization.units()
        for key, account in unit.accounts.items()
    ]


def _units(findings: Findings) -> None:
    units = list(findings.organization.units())
    findings.at_most(("organizational_units",), len(units), limits.OUS)
    policies: dict[str, str] = {}
    for path, unit, _ in units:
        place, shown = unit_path(path), "/".join(path)
        findings.value(place, path[-1], names.ou_name(path[-1]), key=True)
        if len(path) == 1 and (path[0] in (targets.ROOT, ORG_ROOT) or path[0].startswith(targets.ACCOUNT)):
            findings.add(
                place, f"{quoted(path[0])} is the name of another target of guardrails; choose another", key=True
            )
        if len(path) == limits.OU_DEPTH.value + 1:
            message = f"{quoted(shown)} is {len(path)} levels below the root, {limits.OU_DEPTH.value} are allowed"
            findings.add(place, message, key=True)
        if unit.quarantine:
            policy = f"deny-all-{'-'.join(path)}"
            error = names.policy_name(policy)
            findings.value(place, policy, f"as a policy's name {error}" if error else None, key=True)
            other = policies.setdefault(policy, shown)
            if other != shown:
                message = f"{quoted(shown)} and {quoted(other)} give the same policy name {quoted(policy)}; rename one"
                findings.add(place, message, key=True)


def _count(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    count = len(places) + 1
    findings.at_most(("organizational_units",), count, limits.ACCOUNTS)


def _keys(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    first: dict[str, Path] = {}
    for key, place, _ in places:
        if key in first:
            line = findings.document.find(first[key], key=True).line
            findings.add(place, f"the account {quoted(key)} already exists in line {line}; keep one", key=True)
        first.setdefault(key, place)
        if key in _RESERVED or key.startswith(BOOTSTRAP):
            message = f"{quoted(key)} is reserved for the stacks of this project; choose another key"
            findings.add(place, message, key=True)
        elif names.alias_part(key):
            findings.value(place, key, names.alias_part(key), key=True)
        elif _has_name(findings):
            alias = findings.organization.alias(key)
            findings.value(place, alias, _alias_error(alias), key=True)
    if ID not in first and findings.is_complete("accounts"):
        findings.add(("organizational_units",), f"the account {ID!r} is missing; every person and group lives in it")
    elif ID in first and ID in findings.organization.quarantined:
        findings.add(first[ID], f"the account {ID!r} must not be quarantined: no user could sign in", key=True)
    org_root = findings.organization.alias(ORG_ROOT)
    if _has_name(findings):
        findings.value(("name",), org_root, _alias_error(org_root))


def _closed(findings: Findings) -> None:
    closed = findings.organization.closed_accounts
    findings.unique(("closed_accounts",), closed)
    for index, key in enumerate(closed):
        path = ("closed_accounts", index)
        findings.value(path, key, names.alias_part(key))
        if key in findings.organization.accounts:
            message = f"the account {quoted(key)} is in an organizational unit too; remove it there if it was closed"
            findings.add(path, message)


def _alias_error(alias: str) -> str | None:
    error = names.alias(alias)
    return f"as an account alias {error}" if error else None


def _has_name(findings: Findings) -> bool:
    """Return True if aliases and account names can be made from the organization's name."""
    return findings.is_from_file("name") and not names.alias_part(findings.organization.name)


def _template(findings: Findings) -> None:
    template = findings.organization.email
    if "{account}" not in template:
        findings.add(("email",), f"{quoted(template)} must hold {{account}}, as in aws+{{account}}@example.com")
    findings.value(("email",), template, names.email_form(template.replace("{account}", "a")))


def _has_template(findings: Findings) -> bool:
    """Return True if addresses can be made from the organization's e-mail template."""
    template = findings.organization.email
    wrong = "{account}" not in template or names.email_form(template.replace("{account}", "a"))
    return findings.is_from_file("email") and not wrong


def _details(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    """Check each account's address and name. Generated ones come first, so a clash is reported at the written one."""
    organization = findings.organization
    made = [(key, place, account) for key, place, account in places if not names.alias_part(key)]
    emails: dict[str, str] = {}
    for key, place, account in made if _has_template(findings) else []:
        if account.email is None:
            _address(findings, place, organization.email.replace("{account}", key), key, emails)
    account_names: dict[str, str] = {}
    for key, place, account in made if _has_name(findings) else []:
        if account.name is None:
            _name(findings, place, organization.alias(key), key, account_names)
    for key, place, account in places:
        if account.email is not None:
            _address(findings, (*place, "email"), account.email, key, emails)
        if account.name is not None:
            _name(findings, (*place, "name"), account.name, key, account_names)
        _tags(findings, (*place, "tags"), account)


def _tags(findings: Findings, path: Path, account: Account) -> None:
    """Check an account's tags. The account has the organization's tags too."""
    findings.tags(path, account.tags)
    if account.tags and len(account.tags) <= limits.TAGS.value:
        findings.at_most(path, len({*findings.organization.tags, *account.tags}), limits.TAGS)


def _address(findings: Findings, path: Path, email: str, key: str, seen: dict[str, str]) -> None:
    """Check an account's address. AWS demands that it is unique among all AWS accounts."""
    given = path[-1] == "email"
    error = names.email(email)
    findings.value(path, email, error if given or not error else f"(from the e-mail template) {error}", key=not given)
    _once(findings, path, "e-mail address", email, key, seen)


def _name(findings: Findings, path: Path, name: str, key: str, seen: dict[str, str]) -> None:
    given = path[-1] == "name"
    error = names.account_name(name)
    findings.value(path, name, f"as an account name {error}" if error else None, key=not given)
    _once(findings, path, "name", name, key, seen)


def _once(findings: Findings, path: Path, what: str, value: str, key: str, seen: dict[str, str]) -> None:
    other = seen.setdefault(value.casefold(), key)
    if other != key:
        message = f"the {what} {quoted(value)} already belongs to the account {quoted(other)}; each needs its own"
        findings.add(path, message, key=path[-1] == key)
