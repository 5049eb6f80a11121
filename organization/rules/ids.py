"""Rules for the ids that AWS assigned: the organization's, and the numbers of its accounts."""

from __future__ import annotations

from foundation.ids import ORGANIZATION, PLACEHOLDER_PREFIX
from organization import names
from organization.problem import Path, quoted
from organization.rules.accounts import account_paths
from organization.rules.findings import Findings

_SHOW = "'cdktf output org-root' shows the right one"


def check(findings: Findings) -> None:
    """Check the organization's id, and the accounts' numbers."""
    organization = findings.organization
    if (given := organization.organization_id) is not None:
        _organization(findings, ("organization_id",), given)
    numbers = [(path, account.account_id) for _, path, account in account_paths(organization)]
    first: dict[str, Path] = {}
    for path, number in [(("org_root",), organization.org_root.account_id), *numbers]:
        if number is not None:
            _number(findings, (*path, "account_id"), number, first)


def _organization(findings: Findings, path: Path, given: str) -> None:
    findings.value(path, given, names.organization_id(given))
    if given == ORGANIZATION:
        message = f"{quoted(given)} is what the proof takes for an unknown id; {_SHOW}, or leave it out"
        findings.add(path, message)


def _number(findings: Findings, path: Path, number: str, first: dict[str, Path]) -> None:
    """Check a number. Accounts that aliases of YAML give the same lines have the same number too."""
    if error := names.account_id(number):
        findings.value(path, number, error)
        return
    if number in first:
        line = findings.document.find(first[number]).line
        findings.add(path, f"{quoted(number)} is the number of another account too, in line {line}; each has its own")
    elif number.startswith(PLACEHOLDER_PREFIX):
        message = f"{quoted(number)} begins with {PLACEHOLDER_PREFIX}, as what the proof takes for unknown numbers"
        findings.add(path, f"{message}; {_SHOW}", warning=True)
    first.setdefault(number, path)
