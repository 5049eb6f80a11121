"""The whole."""

from __future__ import annotations

from dataclasses import dataclass, fields

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
    """What a plan of this change would destroy, and why that is refused."""

    what: str
    reason: str
    stack: str
    address: str


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
