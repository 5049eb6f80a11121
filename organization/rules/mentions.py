"""Warnings about policy files that name another organization, or an account outside of this one."""

from __future__ import annotations

from collections.abc import Collection

from foundation.names import ORG_ROOT
from organization.problem import Path, quoted
from organization.rules.findings import Findings
from policies import mentions
from policies.variables import place_of


def check_mentions(findings: Findings, path: Path, file: str, text: str, source: str) -> None:
    """
    Warn about ids in a policy that are not of this organization, as far as the file tells its own.

    `text` is the policy with its parameters, `source` the file's text. Such an id may be intended, as a partner's.
    """
    own, numbers = findings.organization.organization_id, _numbers(findings)
    found = [one for one in mentions.organizations(text) if own and one != own]
    said = [(one, f"which is another organization than organization_id, {own}") for one in found]
    outside = [one for one in mentions.accounts(text) if numbers is not None and one not in numbers]
    said += [(one, "which is no account of this organization") for one in outside]
    for one, what in said:
        message = f"the policy in {quoted(file)} names {place_of(one, source)}{quoted(one)}, {what}"
        findings.add(path, message, warning=True)


def _numbers(findings: Findings) -> Collection[str] | None:
    """Return the numbers of all accounts; None if one of them is not given."""
    organization = findings.organization
    known = organization.account_numbers
    complete = findings.is_complete("accounts") and all(key in known for key in (ORG_ROOT, *organization.accounts))
    return frozenset(known.values()) if complete else None
