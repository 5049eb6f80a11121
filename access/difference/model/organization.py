"""Changes of accounts, units, guardrails, settings and stacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from access.difference.model.policies import StatementChange

Ending = Literal["is removed", "is forgotten", "is left alone"]


@dataclass(frozen=True, slots=True)
class GuardrailChange:
    """A statement of an SCP or RCP, or a policy of another type, that begins or stops to apply, changes or moves."""

    kind: str
    """`SCP`, `RCP` or AWS's name of another type."""
    name: str
    """The statement's name: its Sid or its guardrail's name; or the policy's name."""
    target: str
    change: Literal["begins", "stops", "changes", "moves"]
    accounts: tuple[str, ...]
    """Accounts for which it makes a difference; not those bound by an equal guardrail before and afterwards."""
    moved_from: str = ""
    statement: StatementChange | None = None
    """The statement itself; None for a policy of another type."""
    policy: str = ""
    """Name of the policy that contains it."""
    attached: bool = True
    """True when the target's attachments change; False when accounts move below the target or away from it."""
    where: str = ""
    """The line of the new configuration, if it has one."""
    guardrail: str = ""
    """The key of the statement's guardrail in the configuration, as a JSON pointer, if it is known."""
    file: str = ""
    """The guardrail's file, if it has one."""
    index: int | None = None
    """The statement's place in the guardrail, from 1."""


@dataclass(frozen=True, slots=True)
class PolicyTypeChange:
    """A policy type that is switched on or off for the whole organization."""

    type: str
    on: bool


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account that is added, removed or moved. `before` is empty for an added account, `after` for a removed one."""

    account: str
    email: str
    change: Literal["comes", "moves"] | Ending
    before: str
    after: str
    into_quarantine: bool = False
    out_of_quarantine: bool = False


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit that is added, removed, renamed or recreated around its accounts."""

    unit: str
    change: Literal["comes", "goes", "is made anew", "is renamed"]
    accounts: tuple[str, ...]
    """All accounts below the unit: afterwards for an added unit, before for a removed one."""
    before: str = ""
    """Its former path, when it is recreated or renamed."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A changed setting of a trail or account; `ignored`: it changes only in the file, Terraform does not apply it."""

    what: str
    setting: str
    before: str
    after: str
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class StackChange:
    """A stack that is added or removed, or whose state moves."""

    stack: str
    change: Literal["comes", "goes", "its state moves"]
    before: str = ""
    after: str = ""
