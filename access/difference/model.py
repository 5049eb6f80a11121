"""
What differs between two organizations, as plain data: `dataclasses.asdict` gives JSON.

Accounts are named by their key, targets as the configuration names them (`root`, `spacecats/prod`, `account:infra`).
In policies, identifiers that AWS gives are replaced by what they identify: `{logs}` for the number of the account logs,
`{account}` for that of the account in which the policy itself is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

Statement = dict[str, Any]
Ending = Literal["is removed", "is forgotten", "is left alone"]
Existence = Literal["comes", "goes", "changes"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a plan of this change would destroy, and why that is refused."""

    what: str
    reason: str
    stack: str
    address: str


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that was added to a policy, removed from it, or that says something else now."""

    name: str
    change: Literal["added", "removed", "changed"]
    details: tuple[str, ...]
    """What it says, or what changed, element by element."""
    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A policy that was attached, detached, or that says something else now."""

    name: str
    kind: str
    """`identity`, `inline`, `boundary`, `trust` or `resource`."""
    change: Literal["added", "removed", "changed"]
    statements: tuple[StatementChange, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A role that a person reaches, or reaches no more. `ways` are those of signing in that it concerns."""

    person: str
    home: str
    account: str
    role: str
    ways: tuple[str, ...]
    other_ways: tuple[str, ...]
    """Ways in which the person reached the role before and still does; none: it is new, or gone, altogether."""
    policies: tuple[str, ...]
    groups: tuple[str, ...]
    through: tuple[str, ...]
    """Roles on the way there, as `admin of org-root`."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person who comes or goes, or whose groups or own policies change."""

    person: str
    home: str
    change: Existence
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    policies: tuple[PolicyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that comes, goes or changes, in one account or alike in several."""

    role: str
    accounts: tuple[str, ...]
    change: Existence
    rights: Literal["wider", "narrower", "different", "the same"]
    """What it may do now, measured by its policies and boundary; of one that comes or goes, `different`."""
    policies: tuple[PolicyChange, ...]
    trust: tuple[StatementChange, ...] = ()
    people: tuple[str, ...] = ()
    """Those who reach it afterwards, or, where it goes, did so before."""
    where: str = ""
    """The line of the configuration, where it has one afterwards."""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that comes, goes or changes. Which roles of the organization its policies name is told as access."""

    group: str
    account: str
    change: Existence
    policies: tuple[PolicyChange, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuardrailChange:
    """A statement of an SCP or RCP, or a policy of another type, that begins or stops to apply, changes or moves."""

    kind: str
    """`SCP`, `RCP` or AWS's name of another type."""
    name: str
    """The statement's Sid, or the policy's name."""
    target: str
    change: Literal["begins", "stops", "changes", "moves"]
    accounts: tuple[str, ...]
    """Accounts for which something differs: those that were bound by the same before, or still are, are not here."""
    moved_from: str = ""
    statement: StatementChange | None = None
    """The statement itself; none for a policy of another type."""
    policy: str = ""
    """Name of the policy that it stands in."""
    attached: bool = True
    """Whether the attachments of the target change; if not, accounts come under the target or leave it."""
    where: str = ""
    """The line of the configuration, where it has one afterwards."""


@dataclass(frozen=True, slots=True)
class PolicyTypeChange:
    """A type of policies that is switched on or off for the whole organization."""

    type: str
    on: bool


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account that comes, goes or moves. Of one that comes, `before` is empty; of one that goes, `after`."""

    account: str
    email: str
    change: Literal["comes", "moves"] | Ending
    before: str
    after: str
    into_quarantine: bool = False
    out_of_quarantine: bool = False


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit that comes or goes, or is made anew around its accounts."""

    unit: str
    change: Literal["comes", "goes", "is made anew", "is renamed"]
    accounts: tuple[str, ...]
    """The accounts in it, below it too: where it comes, afterwards; where it goes, before."""
    before: str = ""
    """Its path before, where it is made anew or renamed."""


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """A resource with a policy of its own that comes, goes, or whose policy changes."""

    type: str
    name: str
    account: str
    region: str
    change: Existence
    statements: tuple[StatementChange, ...]
    before_name: str = ""
    """Its name before, where that differs: another name is another resource."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting of the trail, or of an account, that changes; `ignored`: in the file only, Terraform leaves it."""

    what: str
    setting: str
    before: str
    after: str
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class StackChange:
    """A stack that comes or goes, or whose state is to be elsewhere."""

    stack: str
    change: Literal["comes", "goes", "its state moves"]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """A limit of AWS of which more than 80 % are used, now or before. `before`: None for what is new."""

    place: str
    what: str
    used: int
    limit: int
    before: int | None
    unit: str = "characters"

    @property
    def changes(self) -> bool:
        """Whether it differs from before."""
        return self.used != self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs from a base. Empty parts do not differ."""

    refusals: tuple[Refusal, ...] = ()
    gained: tuple[AccessChange, ...] = ()
    lost: tuple[AccessChange, ...] = ()
    people: tuple[PersonChange, ...] = ()
    groups: tuple[GroupChange, ...] = ()
    roles: tuple[RoleChange, ...] = ()
    policy_types: tuple[PolicyTypeChange, ...] = ()
    guardrails: tuple[GuardrailChange, ...] = ()
    accounts: tuple[AccountChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    resources: tuple[ResourceChange, ...] = ()
    stacks: tuple[StackChange, ...] = ()
    budgets: tuple[BudgetChange, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know besides, as references that could not be resolved."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs. A budget that is as it was is no difference, and no note is."""
        parts = (getattr(self, field.name) for field in fields(self) if field.name not in ("budgets", "notes"))
        return not any(parts) and not any(budget.changes for budget in self.budgets)
