"""The tree of the organization, from the root down: the guardrails that bind each OU and account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from foundation.policy_types import PolicyType
from orgctl.report.data import Account, Guardrail, Unit

_FIRST = {PolicyType.SERVICE_CONTROL.short: 0, PolicyType.RESOURCE_CONTROL.short: 1}


@dataclass(frozen=True, slots=True)
class Level:
    """The guardrails attached to a target, inherited below it."""

    target: str
    guardrails: tuple[Guardrail, ...]


@dataclass(frozen=True, slots=True)
class UnitAccounts:
    """An OU with accounts, and the levels that they inherit, from the root down."""

    unit: Unit
    inherited: tuple[Level, ...]

    @property
    def total(self) -> int:
        """The number of guardrails that bind every account here."""
        return sum(len(level.guardrails) for level in self.inherited)


def units(root: Unit) -> Iterator[Unit]:
    """Yield the root and every OU, parents first."""
    yield root
    for unit in root.units:
        yield from units(unit)


def accounts(root: Unit) -> Iterator[Account]:
    """Yield every account below an OU, in the order of the tree."""
    return (account for unit in units(root) for account in unit.accounts)


def total(unit: Unit) -> int:
    """Return the number of accounts below an OU."""
    return sum(len(each.accounts) for each in units(unit))


def by_unit(unit: Unit, above: tuple[Level, ...] = ()) -> Iterator[UnitAccounts]:
    """Yield every OU that has accounts, with the levels that they inherit."""
    levels = (*above, Level(unit.target, unit.guardrails)) if unit.guardrails else above
    if unit.accounts:
        yield UnitAccounts(unit, levels)
    for below in unit.units:
        yield from by_unit(below, levels)


def kinds(guardrails: tuple[Guardrail, ...]) -> Mapping[str, tuple[Guardrail, ...]]:
    """Return guardrails by kind, service control policies first."""
    found = sorted({guardrail.kind for guardrail in guardrails}, key=lambda kind: (_FIRST.get(kind, 2), kind))
    return {kind: tuple(guardrail for guardrail in guardrails if guardrail.kind == kind) for kind in found}
