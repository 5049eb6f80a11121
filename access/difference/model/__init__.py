"""
What differs between two organizations, as plain data: `dataclasses.asdict` gives JSON.

Accounts are named by their key, targets as the configuration names them (`root`, `spacecats/prod`, `account:infra`).
In policies, identifiers that AWS gives are replaced by what they identify: `{logs}` for the number of the account logs,
`{account}` for that of the account in which the policy itself is.
"""

from access.difference.model.difference import BudgetChange, Difference, Refusal
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
from access.difference.model.policies import Existence, PolicyChange, ResourceChange, Statement, StatementChange

__all__ = [
    "AccessChange",
    "AccountChange",
    "BudgetChange",
    "Difference",
    "Ending",
    "Existence",
    "GroupChange",
    "GuardrailChange",
    "PersonChange",
    "PolicyChange",
    "PolicyTypeChange",
    "Refusal",
    "ResourceChange",
    "RoleChange",
    "SettingChange",
    "StackChange",
    "Statement",
    "StatementChange",
    "UnitChange",
]
