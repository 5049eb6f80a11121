"""The meaning of a change: access, guardrails, accounts, budgets, and reasons to refuse it."""

from access.difference.compare import difference
from access.difference.model import (
    AccessChange,
    AccountChange,
    BudgetChange,
    Difference,
    EffectChange,
    GroupChange,
    GuardrailChange,
    PersonChange,
    PolicyChange,
    PolicyTypeChange,
    PrincipalKind,
    Refusal,
    ResourceChange,
    Rewriting,
    RoleChange,
    SettingChange,
    StackChange,
    StatementChange,
    UnitChange,
)
from access.difference.snapshot import Snapshot

__all__ = [
    "AccessChange",
    "AccountChange",
    "BudgetChange",
    "Difference",
    "EffectChange",
    "GroupChange",
    "GuardrailChange",
    "PersonChange",
    "PolicyChange",
    "PolicyTypeChange",
    "PrincipalKind",
    "Refusal",
    "ResourceChange",
    "Rewriting",
    "RoleChange",
    "SettingChange",
    "Snapshot",
    "StackChange",
    "StatementChange",
    "UnitChange",
    "difference",
]
