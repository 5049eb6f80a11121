"""The words for principals and accounts: `group:infra`, `role:infra@logs`, `root user of logs`, `every account`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from access.model.accounts import Account
from access.model.organization import Organization
from access.model.principals import Group, Role, User
from organization.hints import Hints
from organization.problem import quoted

Kind = Literal["everybody", "people", "outsiders", "deployer", "group", "role", "root", "user", "account", "service"]
ALONE: tuple[Kind, ...] = ("everybody", "people", "outsiders", "deployer")
EVERY_ACCOUNT = "every account"
_ROOT_OF = "root user of "
_NUMBER = re.compile(r"\d{12}", re.ASCII)
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com", re.ASCII)
_ARN = re.compile(r"arn:aws:iam::(\d{12}):(user|role)/(?:.*/)?([^/]+)", re.ASCII)


@dataclass(frozen=True)
class Word:
    """A parsed word: a kind of principal, a name where the kind has one, and the account's key, if given."""

    kind: Kind
    name: str = ""
    account: str = ""


def word_of(text: str, organization: Organization) -> Word:
    """Parse a word, without checking that what it names exists."""
    if text in ALONE:
        return Word(text)
    if arn := _ARN.fullmatch(text):
        known = organization.accounts.get(arn[1])
        return Word("user" if arn[2] == "user" else "role", arn[3], known.key if known else arn[1])
    if _NUMBER.fullmatch(text):
        return Word("account", text)
    if _SERVICE.fullmatch(text):
        return Word("service", text)
    if text.startswith(_ROOT_OF):
        return Word("root", account="" if text == _ROOT_OF + EVERY_ACCOUNT else text.removeprefix(_ROOT_OF))
    kind, colon, rest = text.partition(":")
    if colon and kind in ("group", "role"):
        name, _, account = rest.partition("@")
        return Word("group" if kind == "group" else "role", name, account)
    name, _, account = text.partition("@")
    return Word("root", account=account) if name == "root" else Word("user", name, account)


def error_in(text: str, organization: Organization, hints: Hints) -> str:
    """Return the error in a word for principals; empty when the principal exists."""
    word = word_of(text, organization)
    accounts = organization.account_by_key
    if word.account and word.account not in accounts:
        return f"{quoted(word.account)} is no account{_hint(hints, word.account, tuple(accounts))}"
    if word.kind == "account" and word.name in organization.accounts:
        return f"{word.name} is an account of the organization; name a principal in it, as 'root user of KEY'"
    known = names_of(word, organization)
    if known is None or word.name in known:
        return ""
    within = f" in {word.account}" if word.account else ""
    if word.kind == "user":
        words = (*known, *ALONE, *(f"group:{group.name}" for group in organization.groups))
        return f"{quoted(text)} is no principal{within}{_hint(hints, text, words)}"
    return f"{quoted(word.name)} is no {word.kind}{within}{_hint(hints, word.name, known)}"


def names_of(word: Word, organization: Organization) -> tuple[str, ...] | None:
    """Return the names that exist for a kind of word, in its account if given; None where there is no list."""
    accounts = organization.account_by_key
    number = accounts[word.account].number if word.account in accounts else None
    found: Mapping[str, Sequence[User | Group | Role]] = {
        "user": organization.users,
        "group": organization.groups,
        "role": organization.roles,
    }
    if word.kind not in found:
        return None
    return tuple(dict.fromkeys(one.name for one in found[word.kind] if number in (None, one.account)))


def account_error(text: str, organization: Organization, hints: Hints) -> str:
    """Return the error in a word for accounts; empty when it has none."""
    known = (*organization.account_by_key, EVERY_ACCOUNT)
    return "" if text in known else f"{quoted(text)} is no account{_hint(hints, text, known)}"


def accounts_of(words: Sequence[str], organization: Organization) -> list[Account]:
    """Return the accounts after `where`."""
    known = organization.accounts.values()
    return [account for account in known if EVERY_ACCOUNT in words or account.key in words]


def _hint(hints: Hints, value: str, known: tuple[str, ...]) -> str:
    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    return hints.phrase(value, known) or (f"; there are {shown}" if known else "; there are none")
