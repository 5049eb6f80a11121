"""The complete difference."""

from __future__ import annotations

from dataclasses import dataclass, fields

from access.difference.model.effects import EffectChange, Rewriting
from access.difference.model.organization import (
    AccountChange,
    GuardrailChange,
    PolicyTypeChange,
    SettingChange,
    StackChange,
    UnitChange,
)
from access.difference.model.people import AccessChange, GroupChange, PersonChange, RoleChange
from access.difference.model.policies import ResourceChange


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that this change would destroy, and the reason why that is refused."""

    what: str
    reason: str
    stack: str
    address: str


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """A limit of AWS that is used to more than 80 %, now or before. `before` is None for a new one."""

    place: str
    what: str
    used: int
    limit: int
    before: int | None
    unit: str = "characters"

    @property
    def changes(self) -> bool:
        """True when the use changes."""
        return self.used != self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs from a base; parts without a difference are empty."""

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
    broken_before: tuple[str, ...] = ()
    """Ways of the deployment, the administrators and the responder that are closed now, and were before."""
    effects: tuple[EffectChange, ...] = ()
    """What becomes possible and impossible for each kind of principal."""
    undecided: tuple[str, ...] = ()
    """What is not decided: that something allows the same as before."""
    rewritten: tuple[Rewriting, ...] = ()
    """What is written otherwise and allows the same."""
    budgets: tuple[BudgetChange, ...] = ()
    notes: tuple[str, ...] = ()
    """Further facts for the reader, such as references that could not be resolved."""

    @property
    def is_empty(self) -> bool:
        """True when nothing differs in its meaning. Budgets as before, notes and other words do not count."""
        without = ("broken_before", "budgets", "notes", "rewritten")
        parts = (getattr(self, field.name) for field in fields(self) if field.name not in without)
        return not any(parts) and not any(budget.changes for budget in self.budgets)
