"""The tree of the organization, walked from the root down: what each unit and account is bound by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orgctl.report.data import Account, Guardrail, Unit

_FIRST = {"SCP": 0, "RCP": 1}


@dataclass(frozen=True, slots=True)
class Level:
    """What is attached to one target, for whatever is below it."""

    target: str
    guardrails: tuple[Guardrail, ...]


@dataclass(frozen=True, slots=True)
class UnitAccounts:
    """A unit that has accounts, and what they inherit, from the root down."""

    unit: Unit
    inherited: tuple[Level, ...]

    @property
    def total(self) -> int:
        """How many guardrails bind every account here."""
        return sum(len(level.guardrails) for level in self.inherited)


def units(root: Unit) -> Iterator[Unit]:
    """The root and every unit, parents first."""
    yield root
    for unit in root.units:
        yield from units(unit)


def accounts(root: Unit) -> Iterator[Account]:
    """Every account below a unit, in the order of the tree."""
    return (account for unit in units(root) for account in unit.accounts)


def total(unit: Unit) -> int:
    """How many accounts are below a unit."""
    return sum(len(each.accounts) for each in units(unit))


def by_unit(unit: Unit, above: tuple[Level, ...] = ()) -> Iterator[UnitAccounts]:
    """Every unit that has accounts, with what they inherit."""
    levels = (*above, Level(unit.target, unit.guardrails)) if unit.guardrails else above
    if unit.accounts:
        yield UnitAccounts(unit, levels)
    for below in unit.units:
        yield from by_unit(below, levels)


def kinds(guardrails: tuple[Guardrail, ...]) -> Mapping[str, tuple[Guardrail, ...]]:
    """Guardrails by their kind, service control policies first."""
    found = sorted({guardrail.kind for guardrail in guardrails}, key=lambda kind: (_FIRST.get(kind, 2), kind))
    return {kind: tuple(guardrail for guardrail in guardrails if guardrail.kind == kind) for kind in found}
