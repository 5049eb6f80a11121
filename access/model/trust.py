"""The principals and accounts that policies of roles and resources name, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

from access.model.policies import Policy
from policies.reading import Principal, Statement, principals

_NUMBER = re.compile(r"\d{12}")
ANY_PRINCIPAL = "*"


def account_of(principal: Principal) -> str:
    """Return the number of a principal's account; `*` for every principal, empty for a principal without account."""
    if principal.kind != "AWS":
        return ""
    if principal.value == ANY_PRINCIPAL:
        return ANY_PRINCIPAL
    found = _NUMBER.fullmatch(principal.value) or _NUMBER.search(principal.value)
    return found[0] if found else ""


def allowing(policy: Policy) -> Iterator[Statement]:
    """Yield the statements that allow something."""
    return (one for one in policy.statements if one.get("Effect") == "Allow")


def named(statement: Statement) -> list[Principal]:
    """Return the principals that a statement names; an Allow with NotPrincipal counts as naming every principal."""
    if "NotPrincipal" in statement:
        return [Principal("AWS", ANY_PRINCIPAL)]
    return principals(statement)


def trusted_accounts(policy: Policy) -> frozenset[str]:
    """Return the numbers of the accounts that a policy may let in, ignoring conditions; `*` stands for all accounts."""
    return frozenset(
        account for statement in allowing(policy) for one in named(statement) if (account := account_of(one))
    )
