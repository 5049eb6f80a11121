"""
Variables of this project in policy files, so that no id is typed by hand.

``${organization_id}``, ``${management_account_id}`` and ``${account_id:KEY}``, with an account's key, become ids at
synthesis, or references to them. AWS's own policy variables, as ``${aws:username}``, are left to AWS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from foundation.ids import LONGEST_ORGANIZATION_ID
from foundation.names import ORG_ROOT
from foundation.words import listed, noun
from policies.arns import ACCOUNT_NUMBER_LENGTH
from policies.checks import aws_names
from policies.checks.strict_json import shown

_ORGANIZATION, _MANAGEMENT, _ACCOUNT = "organization_id", "management_account_id", "account_id"
_OURS = re.compile(rf"\$\{{({_ORGANIZATION}|{_MANAGEMENT}|{_ACCOUNT}:([^${{}}]+))\}}")
_ANY = re.compile(r"\$\{([^{}\"]*)\}")
_OF_AWS = re.compile(r"[*?$]|[A-Za-z0-9.-]+:.*")
_MEANT = {
    "account": _ACCOUNT,
    "accountid": _ACCOUNT,
    "organizationid": _ORGANIZATION,
    "managementaccountid": _MANAGEMENT,
}
KNOWN = f"${{{_ORGANIZATION}}}, ${{{_MANAGEMENT}}}, ${{{_ACCOUNT}:KEY}}"


@dataclass(frozen=True)
class Ids:
    """The values of the variables: ids, or CDKTF tokens for them. A variable whose value is empty stays as written."""

    organization: str = ""
    management: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict[str, str])
    """Numbers of member accounts by key."""


def filled(text: str, ids: Ids) -> str:
    """Return a policy with the values of its variables."""

    def value(found: re.Match[str]) -> str:
        plain = {_ORGANIZATION: ids.organization, _MANAGEMENT: ids.management}
        return (ids.accounts.get(found[2], "") if found[2] else plain[found[1]]) or found[0]

    return _OURS.sub(value, text)


def measured(text: str) -> str:
    """Return a policy whose variables have values as long as the longest that AWS assigns."""
    organization = f"o-{'0' * (LONGEST_ORGANIZATION_ID - 2)}"
    return _OURS.sub(lambda found: organization if found[1] == _ORGANIZATION else "0" * ACCOUNT_NUMBER_LENGTH, text)


def variable_errors(text: str, accounts: Collection[str] | None, source: str = "") -> list[str]:
    """
    Return the errors of a policy's variables, as phrases that continue “the policy in …”.

    `accounts` are the keys of the member accounts, or None if they are not known. `source` is the file's text, for the
    lines; a variable that a parameter of it gives is in none.
    """
    found = dict.fromkeys(match[1] for match in _ANY.finditer(text))
    return [
        f"has {place_of(f'${{{inside}}}', source or text)}{shown(f'${{{inside}}}')}, {wrong}"
        for inside in found
        if (wrong := _wrong(inside, accounts))
    ]


def _wrong(inside: str, accounts: Collection[str] | None) -> str:
    """Return the error of one variable, or an empty text."""
    name, colon, rest = inside.partition(":")
    if name == _ACCOUNT and colon:
        return _wrong_account(rest, accounts)
    if inside in (_ORGANIZATION, _MANAGEMENT):
        return ""
    meant = _meant(name)
    if _OF_AWS.fullmatch(inside) and not (meant and _is_ours(name, rest, accounts)):
        return ""
    word = f"{meant}:{rest or 'KEY'}" if meant == _ACCOUNT else meant
    hint = f"did you mean ${{{word}}}? " if meant else ""
    return f"which is no variable; {hint}there are {KNOWN}, and AWS's own, such as ${{aws:username}}"


def _wrong_account(key: str, accounts: Collection[str] | None) -> str:
    if accounts is None or key in accounts:
        return ""
    if key == ORG_ROOT:
        return f"but the number of the management account is ${{{_MANAGEMENT}}}"
    (near, *_) = (*get_close_matches(key, accounts, n=1), "")
    hint = f"did you mean {shown(near)}? " if near else ""
    return f"but {shown(key)} is no account; {hint}there are {listed(accounts)}"


def _meant(name: str) -> str:
    """Return the name of the variable that a misspelt one may stand for, or an empty text."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    (near, *_) = (*get_close_matches(plain, _MEANT, n=1, cutoff=0.8), "")
    return _MEANT.get(near, "")


def _is_ours(name: str, rest: str, accounts: Collection[str] | None) -> bool:
    """Return whether a word like one of ours, before a colon, is surely no prefix of AWS's condition keys."""
    return name.lower() not in aws_names.services() or rest == ORG_ROOT or rest in (accounts or ())


def place_of(named: str, source: str) -> str:
    """Return the lines of a file that have a text, as words before it: `in line 7 `; or an empty text."""
    lines = [str(number) for number, line in enumerate(source.splitlines(), start=1) if named in line]
    return f"in {noun(len(lines), 'line')} {listed(lines)} " if lines else ""
