"""
The services of an organization as rows of text: name and settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from live.attempt import Problem
from live.model import Account, Organization
from live.services.model import GuardDuty, Trail
from orgctl.overview.services.render_settings import config, defaults
from orgctl.overview.services.words import Names, alike, cannot

ROOT_FEATURES = {"RootCredentialsManagement": "credentials managed centrally", "RootSessions": "short sessions"}
Row = tuple[str, str]


def service_rows(organization: Organization) -> list[Row]:
    """Return a row for each service that is on, and a last one with those that are off."""
    described = {name: list(filter(None, lines)) for name, lines in _services(organization, Names(organization))}
    off = [name for name, lines in described.items() if not lines]
    rows = [
        (name if number == 0 else "", line) for name, lines in described.items() for number, line in enumerate(lines)
    ]
    return [*rows, *([("off", ", ".join(off))] if off else [])]


def _services(organization: Organization, names: Names) -> Iterator[tuple[str, Iterable[str]]]:
    services, accounts = organization.services, names.read
    yield "trail", _trail(services.trail, accounts)
    yield "root alarm", [_list(services.alarm)]
    yield "GuardDuty", _guardduty(services.guardduty, names)
    yield "Config", config(services.aggregators, names)
    yield "Access Analyzer", _analyzers(services.analyzers, names)
    yield "root of members", [_list(services.root_access, ROOT_FEATURES)]
    yield "account defaults", defaults(accounts)
    yield "administrators", _delegated(services.delegated, names)


def _trail(trail: Trail | Problem | None, accounts: Sequence[Account]) -> Iterator[str]:
    if isinstance(trail, Problem):
        yield cannot(trail)
    elif trail:
        owner = next((account.name for account in accounts if trail.bucket in account.settings.buckets), None)
        where = "every region" if trail.every_region else trail.home_region
        yield f"{trail.name}, of {where}{'' if trail.is_logging else ', STOPPED'}"
        yield f"into {trail.bucket}{f' of {owner}' if owner else ''}"


def _guardduty(regions: Mapping[str, GuardDuty | Problem | None], names: Names) -> Iterator[str]:
    for found, where in alike(regions):
        if isinstance(found, Problem):
            yield f"{cannot(found)}{where}"
        elif found:
            watched = "" if found.watched is None else f"watches {names.share(found.watched)}, "
            yield f"{watched}administered by {names.of([found.administrator])}{where}"


def _analyzers(analyzers: Mapping[str, tuple[str, ...] | Problem], names: Names) -> Iterator[str]:
    for found, where in alike(analyzers):
        if isinstance(found, Problem):
            yield f"{cannot(found)}{where}"
        elif found:
            yield f"of the organization, in {names.of(found)}{where}"


def _delegated(delegated: Mapping[str, tuple[str, ...]] | Problem, names: Names) -> Iterator[str]:
    if isinstance(delegated, Problem):
        yield cannot(delegated)
        return
    for number, principals in delegated.items():
        services = ", ".join(principal.removesuffix(".amazonaws.com") for principal in principals)
        yield f"{names.of([number])}: {services}"


def _list(found: tuple[str, ...] | Problem, words: Mapping[str, str] | None = None) -> str:
    if isinstance(found, Problem):
        return cannot(found)
    return ", ".join((words or {}).get(name, name) for name in found)
