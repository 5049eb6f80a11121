"""
Short phrases about many accounts and regions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from live.attempt import Problem
from live.model import Organization

FEW = 3  # accounts that are named one by one
T = TypeVar("T")


class Names:
    """The names of an organization's accounts, by number; `read` are those whose settings are known."""

    def __init__(self, organization: Organization) -> None:
        accounts = list(organization.root.all_accounts())
        self.read = [account for account in accounts if account.is_read]
        self._names = {account.number: account.name for account in accounts}
        self._active = [account.number for account in accounts if account.status == "ACTIVE"]

    def of(self, numbers: Iterable[str]) -> str:
        """Return the names of accounts."""
        return ", ".join(self._names.get(number, number) for number in numbers)

    def share(self, numbers: Iterable[str]) -> str:
        """Return the share of the organization's accounts, with the missing ones if they are few."""
        given = set(numbers)
        missing = [number for number in self._active if number not in given]
        total = len(self._active)
        if not missing:
            return f"all {total} accounts" if total > 1 else "the only account"
        which = f", not {self.of(missing)}" if len(missing) <= FEW else ""
        return f"{total - len(missing)} of {total} accounts{which}"


def cannot(problem: Problem) -> str:
    """Return the text for a value that cannot be read."""
    return f"cannot be read: {problem.reason}"


def alike(regions: Mapping[str, T]) -> Iterator[tuple[T, str]]:
    """Yield each distinct result, with its regions unless these are all."""
    left = dict(regions)
    while left:
        found = next(iter(left.values()))
        same = [region for region, other in left.items() if other == found]
        yield found, f" ({', '.join(same)})" if len(same) < len(regions) else ""
        for region in same:
            del left[region]
