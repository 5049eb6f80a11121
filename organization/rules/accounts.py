"""Organizational units, accounts, their e-mail addresses and aliases."""

from __future__ import annotations

from organization import limits, names
from organization.model import ID, ORG_ROOT, Account, Organization
from organization.problem import Path, quoted
from organization.rules.findings import Findings

_RESERVED = (ORG_ROOT, "root", "default")


def check(findings: Findings) -> None:
    """Check the tree of OUs and the accounts in it."""
    _units(findings)
    places = account_paths(findings.organization)
    _count(findings, places)
    _keys(findings, places)
    _template(findings)
    _details(findings, places)


def unit_path(path: tuple[str, ...]) -> Path:
    """Where the OU of a path stands in the file."""
    return tuple(part for name in path for part in ("organizational_units", name))


def account_paths(organization: Organization) -> list[tuple[str, Path, Account]]:
    """Every account, also one whose key stands twice: key, place in the file, account."""
    return [
        (key, (*unit_path(path), "accounts", key), account)
        for path, unit, _ in organization.units()
        for key, account in unit.accounts.items()
    ]


def _units(findings: Findings) -> None:
    units = list(findings.organization.units())
    findings.at_most(("organizational_units",), len(units), limits.OUS)
    for path, unit, _ in units:
        place = unit_path(path)
        findings.value(place, path[-1], names.ou_name(path[-1]), key=True)
        if len(path) == limits.OU_DEPTH.value + 1:
            message = (
                f"{quoted('/'.join(path))} is {len(path)} levels below the root, {limits.OU_DEPTH.value} are allowed"
            )
            findings.add(place, message, key=True)
        if unit.quarantine:
            policy = f"deny-all-{'-'.join(path)}"
            findings.at_most(place, len(policy), limits.POLICY_NAME)


def _count(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    count = len(places) + 1
    findings.at_most(("organizational_units",), count, limits.ACCOUNTS, most=limits.ACCOUNTS_MOST)


def _keys(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    first: dict[str, Path] = {}
    for key, place, _ in places:
        if key in first:
            line = findings.document.find(first[key], key=True).line
            findings.add(place, f"the account {quoted(key)} stands in line {line} already; keep one", key=True)
        first.setdefault(key, place)
        if key in _RESERVED or key.startswith("bootstrap-"):
            message = f"{quoted(key)} is taken by the stacks of this project; choose another key"
            findings.add(place, message, key=True)
        elif names.alias_part(key):
            findings.value(place, key, names.alias_part(key), key=True)
        elif not names.alias_part(findings.organization.name):
            alias = findings.organization.alias(key)
            findings.value(place, alias, _alias_error(alias), key=True)
    if ID not in first:
        findings.add(("organizational_units",), f"the account {ID!r} is missing; every person and group lives in it")
    elif ID in findings.organization.quarantined:
        findings.add(first[ID], f"the account {ID!r} must not be quarantined: nobody could sign in", key=True)
    org_root = findings.organization.alias(ORG_ROOT)
    if not names.alias_part(findings.organization.name):
        findings.value(("name",), org_root, _alias_error(org_root))


def _alias_error(alias: str) -> str | None:
    error = names.alias(alias)
    return f"as an account alias {error}" if error else None


def _template(findings: Findings) -> None:
    template = findings.organization.email
    error = names.email(template.replace("{account}", "a" * (1 if len(template) > 12 else 6)))
    if "{account}" not in template:
        findings.add(("email",), f"{quoted(template)} must hold {{account}}, as in aws+{{account}}@example.com")
    elif error and not error.startswith("has "):
        findings.value(("email",), template, error)


def _details(findings: Findings, places: list[tuple[str, Path, Account]]) -> None:
    emails: dict[str, str] = {}
    account_names: dict[str, str] = {}
    template = findings.organization.email
    template_is_right = "{account}" in template and not names.email(template.replace("{account}", "a" * 6))
    for key, place, account in places:
        email = account.email or template.replace("{account}", key)
        name = account.name or findings.organization.alias(key)
        own = (*place, "email") if account.email else place
        if account.email or template_is_right:
            findings.value(own, email, _email_error(account, email), key=not account.email)
            _once(findings, own, "e-mail address", email, key, emails)
        if account.name or not names.alias_part(findings.organization.name):
            findings.value((*place, "name") if account.name else place, name, _name_error(name), key=not account.name)
        if account.name:
            _once(findings, (*place, "name"), "name", name, key, account_names)
        account_names.setdefault(name.casefold(), key)
        findings.tags((*place, "tags"), account.tags)


def _name_error(name: str) -> str | None:
    error = names.account_name(name)
    return f"as an account name {error}" if error else None


def _email_error(account: Account, email: str) -> str | None:
    error = names.email(email)
    return error if account.email or not error else f"(from the e-mail template) {error}"


def _once(findings: Findings, path: Path, what: str, value: str, key: str, seen: dict[str, str]) -> None:
    """AWS wants an e-mail address once in the whole world, people an account's name once in an organization."""
    other = seen.setdefault(value.casefold(), key)
    if other != key:
        findings.add(
            path, f"the {what} {quoted(value)} belongs to the account {quoted(other)} already; each needs its own"
        )
