"""The ids of organizations and accounts that a policy names, and the roles and users."""

from __future__ import annotations

import re

from foundation.ids import ACCOUNT_NUMBER

_NUMBER = re.compile(rf"(?<!\d){ACCOUNT_NUMBER.pattern}(?!\d)", re.ASCII)
_ORGANIZATION = re.compile(r"(?<![0-9A-Za-z-])o-[a-z0-9]{10,32}(?![0-9A-Za-z*?-])")
_PRINCIPAL = re.compile(r"arn:[\w-]+:iam::(\d{12}):(role|user)/([\w+=,.@/-]+)(?![\w+=,.@/*?${-])", re.ASCII)


def organizations(text: str) -> tuple[str, ...]:
    """Return the ids of organizations in a text, each once."""
    return tuple(dict.fromkeys(_ORGANIZATION.findall(text)))


def accounts(text: str) -> tuple[str, ...]:
    """Return the numbers of accounts in a text, each once."""
    return tuple(dict.fromkeys(_NUMBER.findall(text)))


def principals(text: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return the roles and users whose whole ARNs are in a text: ARN, account's number, kind, name with its path."""
    return tuple(dict.fromkeys((one[0], one[1], one[2], one[3]) for one in _PRINCIPAL.finditer(text)))
