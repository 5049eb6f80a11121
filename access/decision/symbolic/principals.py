"""Principal elements as formulas: the ways in which a statement of a resource's policy names a caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from access.decision.symbolic.circuit import FALSE, TRUE, Circuit, Literal
from access.decision.symbolic.patterns import Pattern, exact
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.unknown import Unknown
from policies.reading import Principal, Statement, principals

_NUMBER = re.compile(r"\d{12}", re.ASCII)
_ROOT = re.compile(r"arn:[\w-]+:iam::(\d{12}):root", re.ASCII)
_SESSION = re.compile(r"arn:[\w-]+:sts::(\d{12}):assumed-role/([^/]+)/(.+)", re.ASCII)
_ROLE = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/(?:.*/)?([^/]+)", re.ASCII)
USER_ID = "aws:userid"
ACCOUNT_AND_PRINCIPAL = "NotPrincipal names an account beside a principal of it"
"""
What AWS's examples take as leaving out that principal alone, and what an account by itself does not say.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html (2026-12-01).
"""


@dataclass(frozen=True, slots=True)
class Named:
    """The formulas that a statement names a caller: itself (or everyone), the role of its session, or its account."""

    itself: Literal = FALSE
    role: Literal = FALSE
    account: Literal = FALSE


EVERYONE = Named(itself=TRUE)


def named_principals(statement: Statement) -> list[Principal]:
    """Return the principals of a statement, or those of its NotPrincipal."""
    return principals({"Principal": statement["NotPrincipal"]} if "NotPrincipal" in statement else statement)


def whole_account(said: Principal) -> str:
    """Return the number of the account that a principal stands for; empty for all that are no account."""
    root = _ROOT.fullmatch(said.value) if said.kind == "AWS" else None
    return root[1] if root else said.value if said.kind == "AWS" and _NUMBER.fullmatch(said.value) else ""


def _is_within(said: Principal, account: str) -> bool:
    """Return whether a principal is a user, role or session of an account."""
    return said.kind == "AWS" and not whole_account(said) and f"::{account}:" in said.value


class Principals:
    """Turns Principal and NotPrincipal elements into formulas."""

    def __init__(
        self,
        circuit: Circuit,
        user_id: Callable[[Pattern], Literal],
        not_read: Callable[[str], Literal],
        unknown: Unknown,
    ) -> None:
        self._unknown = unknown
        self._circuit = circuit
        self._not_read = not_read
        self._user_id = user_id

    def named(self, statement: Statement, scope: Scope) -> Named:
        """Return how a statement names a caller."""
        if "NotPrincipal" in statement:
            said = named_principals(statement)
            left_out = self._several(said, scope)
            account = left_out.account
            if account == TRUE and scope.kind != "root" and any(_is_within(one, scope.account) for one in said):
                account = self._not_read(ACCOUNT_AND_PRINCIPAL)
            return Named(itself=-self._circuit.either([left_out.itself, left_out.role, account]))
        if "Principal" not in statement:
            return Named()
        return self._several(named_principals(statement), scope)

    def _several(self, said: Sequence[Principal], scope: Scope) -> Named:
        found = [self._one(one, scope) for one in said]
        either = self._circuit.either
        return Named(
            either(one.itself for one in found), either(one.role for one in found), either(one.account for one in found)
        )

    def _one(self, said: Principal, scope: Scope) -> Named:
        """Return how a principal names a caller; one of an account whose number is not known may do so."""
        found = self._as_said(said, scope)
        other = self._unknown.rewritten(said.value, scope.account) if said.kind == "AWS" and found == Named() else None
        if other is None:
            return found
        meant, doubts = self._as_said(Principal("AWS", other[0]), scope), [self._not_read(one) for one in other[1]]
        both = self._circuit.both
        return Named(both([meant.itself, *doubts]), both([meant.role, *doubts]), both([meant.account, *doubts]))

    def _as_said(self, said: Principal, scope: Scope) -> Named:
        if said.kind == "Service":
            return Named(itself=TRUE if scope.kind == "service" and scope.principal == said.value else FALSE)
        if said.kind != "AWS":
            return Named()
        if said.value == "*":
            return EVERYONE
        if scope.kind in ("service", "anonymous"):
            return Named()
        if account := whole_account(said):
            return Named(account=TRUE if scope.account == account else FALSE)
        if scope.kind != "session":
            return Named(itself=TRUE if said.value == scope.principal else FALSE)
        return self._session(said.value, scope)

    def _session(self, said: str, scope: Scope) -> Named:
        """Return how an ARN names a session, by its role or by itself; the name of a session may be free."""
        own = _ROLE.fullmatch(scope.principal)
        role, session = _ROLE.fullmatch(said), _SESSION.fullmatch(said)
        if own and role:
            same = (role[1], role[2].lower()) == (own[1], own[2].lower())
            return Named(role=TRUE if same else FALSE)
        if own and session and (session[1], session[2]) == (own[1], own[2]):
            known = scope.known.get(USER_ID)
            if isinstance(known, str):
                return Named(itself=TRUE if known.partition(":")[2] == session[3] else FALSE)
            shape = scope.shapes.get(USER_ID)
            return Named(itself=self._user_id(exact(f"{_prefix(shape)}{session[3]}")))
        return Named()


def _prefix(shape: object) -> str:
    """Return the text before the session's name: the role's unique id and a colon."""
    plain = takewhile(lambda token: len(token.only) == 1, shape.tokens) if isinstance(shape, Pattern) else ()
    return "".join(token.only for token in plain)
