"""Accounts, units, guardrails, settings and stacks that change."""

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
