"""Roles and users that service control policies exempt by name."""

from __future__ import annotations

from collections.abc import Iterator

from access.model.accounts import Account
from policies.reading import conditions

_UNLESS = ("arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals")


def exempt_roles(account: Account) -> tuple[str, ...]:
    """Return ARNs of roles in an account that a denial above it exempts; for a pattern, an ARN that matches it."""
    return tuple(dict.fromkeys(arn for pattern in _patterns(account) if (arn := _in(account, pattern))))


def exempt_users(account: Account) -> tuple[str, ...]:
    """Return ARNs of users in an account that a denial above it exempts; for a pattern, an ARN that matches it."""
    return tuple(dict.fromkeys(arn for pattern in _patterns(account) if (arn := _in(account, pattern, "user"))))


def _patterns(account: Account) -> Iterator[str]:
    for target in account.path:
        for policy in target.scps:
            for statement in policy.statements:
                for operator, key, values in conditions(statement):
                    plain = operator.lower().removesuffix("ifexists").rpartition(":")[2]
                    if statement.get("Effect") == "Deny" and plain in _UNLESS and key.lower() == "aws:principalarn":
                        yield from values


def _in(account: Account, pattern: str, kind: str = "role") -> str:
    """Return an ARN of a role or user of the account that a pattern matches; empty for other accounts and callers."""
    prefix, found, name = pattern.partition(f":{kind}/")
    whose = prefix.rpartition(":")[2]
    if not found or "${" in pattern or not (whose == account.number or "*" in whose):
        return ""
    return f"arn:aws:iam::{account.number}:{kind}/{_matching(name)}"


def _matching(pattern: str) -> str:
    """Return a text that a pattern with wildcards matches."""
    return pattern.replace("*", "example").replace("?", "x")
