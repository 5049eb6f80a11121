"""The proof: the result of every promise and the access matrix, as plain data that text, JSON, JUnit and HTML show."""

from access.proof.checking import prove_all
from access.proof.comparing import Comparison, Side, compare
from access.proof.data import as_json
from access.proof.model import (
    STATUSES,
    VERSION,
    Accepted,
    Access,
    Assumption,
    CounterExample,
    Decision,
    Keeping,
    KeepingStatement,
    Kind,
    Mention,
    Obsolete,
    Promise,
    Proof,
    Request,
    Unread,
    Unresolved,
)
from access.proof.reasons import Sources

__all__ = [
    "STATUSES",
    "VERSION",
    "Accepted",
    "Access",
    "Assumption",
    "Comparison",
    "CounterExample",
    "Decision",
    "Keeping",
    "KeepingStatement",
    "Kind",
    "Mention",
    "Obsolete",
    "Promise",
    "Proof",
    "Request",
    "Side",
    "Sources",
    "Unread",
    "Unresolved",
    "as_json",
    "compare",
    "prove_all",
]
