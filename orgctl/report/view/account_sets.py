"""Sets of accounts in words: every account of an OU, or a number of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgctl.report.data import Unit
from orgctl.report.view.organization import accounts, units


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The accounts of a set that are directly in an OU, and the OU's number of accounts."""

    target: str
    keys: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AccountSet:
    """
    Accounts, and their OUs.

    `number` is its place in the list that the page's filter has; `whole` names the unit whose accounts these are, all
    of them and no other.
    """

    number: int
    keys: tuple[str, ...]
    whole: str
    units: tuple[UnitShare, ...]


def account_sets(root: Unit, sets: Iterable[tuple[str, ...]]) -> Mapping[tuple[str, ...], AccountSet]:
    """Return each set once, with its number."""
    wholes = {frozenset(each.key for each in accounts(unit)): unit.target for unit in reversed(list(units(root)))}
    own = [(unit.target, tuple(each.key for each in unit.accounts)) for unit in units(root) if unit.accounts]
    return {
        keys: AccountSet(number, keys, wholes.get(frozenset(keys), ""), tuple(_shares(own, keys)))
        for number, keys in enumerate(dict.fromkeys(sets))
    }


def _shares(own: Iterable[tuple[str, tuple[str, ...]]], keys: tuple[str, ...]) -> Iterable[UnitShare]:
    wanted = frozenset(keys)
    for target, inside in own:
        found = tuple(key for key in inside if key in wanted)
        wanted -= frozenset(found)
        if found:
            yield UnitShare(target, found, len(inside))
    if wanted:
        yield UnitShare("", tuple(key for key in keys if key in wanted), 0)
