"""
The difference between two organizations as plain data: `dataclasses.asdict` gives JSON.

Accounts are named by key, targets as in the configuration (`root`, `spacecats/prod`, `account:infra`). In policies,
names replace the identifiers that AWS assigns: `{logs}` for the number of the account logs, `{account}` for that of the
account that contains the policy.
"""

from access.difference.model.difference import BudgetChange, Difference, Refusal
from access.difference.model.effects import EffectChange, PrincipalKind, Rewriting
from access.difference.model.organization import (
    AccountChange,
    Ending,
    GuardrailChange,
    PolicyTypeChange,
    SettingChange,
    StackChange,
    UnitChange,
)
from access.difference.model.people import AccessChange, GroupChange, PersonChange, RoleChange
from access.difference.model.policies import (
    Existence,
    PolicyChange,
    ResourceChange,
    Rights,
    Statement,
    StatementChange,
)

__all__ = [
    "AccessChange",
    "AccountChange",
    "BudgetChange",
    "Difference",
    "EffectChange",
    "Ending",
    "Existence",
    "GroupChange",
    "GuardrailChange",
    "PersonChange",
    "PolicyChange",
    "PolicyTypeChange",
    "PrincipalKind",
    "Refusal",
    "ResourceChange",
    "Rewriting",
    "Rights",
    "RoleChange",
    "SettingChange",
    "StackChange",
    "Statement",
    "StatementChange",
    "UnitChange",
]
