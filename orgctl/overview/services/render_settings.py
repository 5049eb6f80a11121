"""
Settings of the accounts, summed up over all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from live.attempt import Problem
from live.model import Account
from live.settings import DEFAULTS, RECORDS
from orgctl.overview.services.words import FEW, Names, alike, cannot


def config(aggregators: Mapping[str, tuple[str, ...] | Problem], names: Names) -> Iterator[str]:
    """Yield the accounts that Config records, and the aggregator's account."""
    regions = {region for account in names.read for region in account.settings.checks.get(RECORDS, {})}
    recorded = {
        region: tuple(
            account.number for account in names.read if account.settings.checks.get(RECORDS, {}).get(region) is True
        )
        for region in sorted(regions)
    }
    for numbers, where in alike(recorded):
        if numbers:
            yield f"records {names.share(numbers)}{where}"
    yield from _problems(names.read, RECORDS)
    for found, where in alike(aggregators):
        if isinstance(found, Problem):
            yield f"aggregator: {cannot(found)}{where}"
        elif found:
            yield f"aggregator in {names.of(found)}{where}"


def defaults(accounts: Sequence[Account]) -> Iterator[str]:
    """Yield the defaults that hold in all accounts on one line, and others with the number of accounts."""
    counts = {name: sum(_holds(account, name) for account in accounts) for name in DEFAULTS}
    everywhere = [name for name, count in counts.items() if count == len(accounts)]
    if everywhere and accounts:
        yield ", ".join(everywhere)
    for name, count in counts.items():
        if 0 < count < len(accounts):
            yield f"{name}: {count} of {len(accounts)} accounts"
        yield from _problems(accounts, name)


def _holds(account: Account, name: str) -> bool:
    found = account.settings.checks.get(name, {})
    return bool(found) and all(value is True for value in found.values())


def _problems(accounts: Sequence[Account], name: str) -> Iterator[str]:
    found = {
        account.name: problem
        for account in accounts
        for problem in account.settings.checks.get(name, {}).values()
        if isinstance(problem, Problem)
    }
    if found:
        first = next(iter(found.values()))
        label = "" if name == RECORDS else f"{name}: "
        yield f"{label}{cannot(first)} ({', '.join(found) if len(found) <= FEW else f'{len(found)} accounts'})"
