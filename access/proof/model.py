"""
The data of a proof. Every value is text, a number or a tuple of them: its fields are the keys of `--json`.

Within a version of the format, keys may be added, but none is removed or changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from access.explain.configuration import Place
from access.model.sign_in import SignIn
from access.promises.promise import Assumption, Status
from foundation.proof_record import PROOF_VERSION

__all__ = [
    "STATUSES",
    "VERSION",
    "Accepted",
    "Access",
    "Assumption",
    "CounterExample",
    "Decision",
    "Kind",
    "Obsolete",
    "Promise",
    "Proof",
]

VERSION = PROOF_VERSION
STATUSES: tuple[Status, ...] = ("kept", "accepted", "broken", "undecided", "not asked")


@dataclass(frozen=True)
class Decision:
    """The result of a layer, the statement that decides it, and its line of the configuration."""

    layer: str
    effect: str
    """`Allow`, `Deny` or `no Allow`; empty where a policy itself is wrong."""
    policy: str = ""
    statement: str = ""
    terraform: str = ""
    """Stack and address."""
    configuration: str = ""
    places: tuple[Place, ...] = ()
    """The same, as keys with their lines."""

    def __str__(self) -> str:
        if self.statement:
            does = "denies" if self.effect == "Deny" else "allows"
            return f"{self.layer}: {self.said} {does} it"
        if not self.effect:
            return self.layer
        return f"{self.layer}: {'nothing allows it' if self.effect == 'no Allow' else 'allows it'}"

    @property
    def said(self) -> str:
        """The statement and its policy; a name like `statement 1 of deny-peering` already names the guardrail."""
        return f"{self.statement}{', in' if ' of ' in self.statement else ' of'} {self.policy}"

    @property
    def where(self) -> str:
        """The line of the configuration, or else the place in Terraform's JSON."""
        return self.configuration or self.terraform


@dataclass(frozen=True)
class Request:
    """A request of a counterexample."""

    who: str
    principal: str
    action: str
    resource: str
    account: str | None
    """The key of the resource's account; None outside of the organization."""
    context: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class CounterExample:
    """A case in which a promise does not hold."""

    text: str
    kind: int
    """The place of its kind in the promise's `kinds`, from 0."""
    request: Request | None
    """None where a policy itself is wrong."""
    reasons: tuple[Decision, ...]
    """The deciding statements; none where an equal case of the same kind has them."""
    single: bool = True
    """False if the case is about more than its request: several calls, or a way of several steps."""


@dataclass(frozen=True)
class Kind:
    """Counterexamples of one action that the same statements decide."""

    action: str
    """Empty where a policy itself is wrong."""
    count: int
    text: str
    """The first counterexample."""
    reasons: tuple[Decision, ...]
    """The statements that decide the first counterexample."""


@dataclass(frozen=True)
class KeepingStatement:
    """A statement without which a promise might be broken, and the number of questions that it keeps."""

    statement: Decision
    questions: int


@dataclass(frozen=True)
class Keeping:
    """The statements that keep a promise: without them, some question of it might have an answer that breaks it."""

    statements: tuple[KeepingStatement, ...]
    """Those of most questions first."""
    granted_by_none: int
    """The number of questions that need no statement to keep them: no policy allows such a request."""


@dataclass(frozen=True)
class Accepted:
    """What an entry of `accepted` in `access.yaml`, or `--accept`, accepts of a promise."""

    reason: str
    until: str
    """The last day in UTC on which it is accepted; empty without an end."""
    where: str
    """The entry's file and line, or `--accept`."""
    who: tuple[str, ...]
    """The entry's patterns of principals."""
    what: tuple[str, ...]
    """The entry's patterns of actions, resources, or sentences."""
    kinds: tuple[Kind, ...]
    counter_examples: tuple[CounterExample, ...]
    undecided: tuple[str, ...]

    @property
    def scope(self) -> str:
        """What is accepted, which may be more than the counterexamples: `who: ann; what: s3:Get*`, or `everything`."""
        named = (("who", self.who), ("what", self.what))
        return "; ".join(f"{key}: {', '.join(patterns)}" for key, patterns in named if patterns) or "everything"


@dataclass(frozen=True)
class Obsolete:
    """An entry of `accepted` in `access.yaml` that no longer says the truth."""

    where: str
    """Its file and line."""
    promise: str
    """The promise's sentence."""
    reason: str
    """The reason why it is obsolete, and the remedy."""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason} ({self.promise})"


@dataclass(frozen=True)
class Promise:
    """A promise with its result."""

    name: str
    says: str
    own: bool
    """True for a promise of `access.yaml`."""
    status: Status
    requests: int
    kinds: tuple[Kind, ...]
    """Kinds of the counterexamples that are not accepted."""
    counter_examples: tuple[CounterExample, ...]
    undecided: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
    not_asked_because: str
    seconds: float
    kept_by: Keeping | None = None
    """Asked for with `--kept-by`, of a promise that something is impossible."""
    accepted: tuple[Accepted, ...] = ()
    """Counterexamples and undecided parts that are accepted: they are not among the others."""

    @property
    def open(self) -> tuple[CounterExample | str, ...]:
        """The counterexamples and undecided parts that are not accepted."""
        return (*self.counter_examples, *self.undecided)


@dataclass(frozen=True)
class Unread:
    """A policy that the proof does not read."""

    stack: str
    address: str
    what: str
    """The argument that holds it; empty for the whole resource."""
    reason: str

    def __str__(self) -> str:
        return f"{self.stack}: {self.address}{f', {self.what}' if self.what else ''} ({self.reason})"


@dataclass(frozen=True)
class Unresolved:
    """A reference without a value."""

    stack: str
    address: str
    field: str
    expression: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.stack}: {self.address}" if self.address else self.stack
        return f"{where}, {self.field}: {self.expression} ({self.reason})"


@dataclass(frozen=True)
class Mention:
    """An id in a policy that is not the organization's or one of its accounts', or a principal that no stack makes."""

    kind: str
    """`organization`, `account`, `role` or `user`."""
    named: str
    """The id, the number or the ARN."""
    text: str
    """What is to be said of it: `account 111122223333: outside of this organization`."""
    policy: str
    statement: str
    terraform: str = ""
    """Stack and address."""
    configuration: str = ""
    places: tuple[Place, ...] = ()
    """The same, as keys with their lines."""

    def __str__(self) -> str:
        joint = ", in" if " of " in self.statement else " of"
        return f"{self.text}; in {self.statement}{joint} {self.policy}, {self.configuration or self.terraform}"


@dataclass(frozen=True)
class Access:
    """A role that a user reaches in an account."""

    person: str
    home: str
    """The account of the user."""
    account: str
    role: str
    ways: tuple[SignIn, ...]
    """The ways of signing in that lead to the role; one of them is enough."""
    through: tuple[str, ...]
    """The roles assumed before this one."""
    groups: tuple[str, ...]
    policies: tuple[str, ...]

    @property
    def needs_mfa(self) -> bool:
        """True when the role cannot be reached without MFA."""
        return self.ways == (SignIn.MFA,)


@dataclass(frozen=True)
class Proof:
    """The results for one organization."""

    organization: str
    as_of: str
    """The day in UTC from which on requests are made: `2026-12-31`."""
    promises: tuple[Promise, ...]
    unresolved: tuple[Unresolved, ...]
    unread: tuple[Unread, ...]
    access: tuple[Access, ...]
    requests: int
    questions: int
    """The number of different questions that the requests led to."""
    seconds: float
    obsolete: tuple[Obsolete, ...] = ()
    """Entries that accept nothing any more."""
    mentions: tuple[Mention, ...] = ()
    """What policies name that is not of the organization. It may be intended, and leaves the result as it is."""
    version: int = field(default=VERSION, kw_only=True)

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of promises of each status."""
        found = Counter(one.status for one in self.promises)
        return {status: found[status] for status in STATUSES}

    @property
    def proven(self) -> bool:
        """True when nothing is broken, undecided or accepted, every policy is read and every reference is resolved."""
        return self.passed and not any(one.accepted for one in self.promises)

    @property
    def passed(self) -> bool:
        """True when it is proven, but for what is accepted, and every entry that accepts something still does."""
        open_ = self.counts["broken"] or self.counts["undecided"] or self.unread or self.unresolved or self.obsolete
        return not open_
