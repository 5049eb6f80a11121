"""
The reader of the organization's services, in the management account and the administrator accounts.

Sources: API references of Organizations ListDelegatedAdministrators and ListDelegatedServicesForAccount, IAM
ListOrganizationsFeatures, Config DescribeConfigurationAggregators, Access Analyzer ListAnalyzers (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from live.access import REGION, Access
from live.attempt import Problem, attempt
from live.pages import pages
from live.services.guardduty import read_guardduty
from live.services.model import Services, Trail
from live.services.trail import read_alarm

ANALYZER, CONFIG = "access-analyzer.amazonaws.com", "config.amazonaws.com"
T = TypeVar("T")


def read_services(
    management: Access,
    members: Mapping[str, Access],
    regions: Sequence[str],
    trail: Trail | Problem | None,
    pool: Executor,
) -> Services:
    """Return the services in these regions. `members` are the accessible accounts, with the management account."""
    root_access = pool.submit(attempt, lambda: read_root_access(management))
    alarm = pool.submit(attempt, lambda: read_alarm(management, trail) if isinstance(trail, Trail) else ())
    delegated = attempt(lambda: read_delegated(management))
    analysts = _administrators(management, members, delegated, ANALYZER)
    recorders = _administrators(management, members, delegated, CONFIG)
    guardduty = _each(pool, regions, lambda region: read_guardduty(management, members, region))
    analyzers = _each(pool, regions, lambda region: _having(analysts, region, has_analyzer))
    aggregators = _each(pool, regions, lambda region: _having(recorders, region, has_aggregator))
    return Services(
        trail=trail,
        guardduty=guardduty(),
        analyzers=analyzers(),
        aggregators=aggregators(),
        root_access=root_access.result(),
        alarm=alarm.result(),
        delegated=delegated,
    )


def _each(pool: Executor, regions: Sequence[str], read: Callable[[str], T]) -> Callable[[], dict[str, T | Problem]]:
    """Start a read in each region; the returned function waits for all of them."""
    begun = {region: pool.submit(attempt, lambda region=region: read(region)) for region in regions}
    return lambda: {region: future.result() for region, future in begun.items()}


def read_delegated(management: Access) -> dict[str, tuple[str, ...]]:
    """Return the services that each account administers for the whole organization, by its number."""
    organizations = management.client("organizations")
    administrators = pages(organizations, "list_delegated_administrators", "DelegatedAdministrators")
    return {
        admin["Id"]: tuple(
            sorted(
                service["ServicePrincipal"]
                for service in pages(
                    organizations, "list_delegated_services_for_account", "DelegatedServices", AccountId=admin["Id"]
                )
            )
        )
        for admin in administrators
    }


def read_root_access(management: Access) -> tuple[str, ...]:
    """Return the enabled features of centralized root access."""
    return tuple(sorted(management.client("iam", REGION).list_organizations_features()["EnabledFeatures"]))


def _administrators(
    management: Access, members: Mapping[str, Access], delegated: Mapping[str, tuple[str, ...]] | Problem, service: str
) -> list[Access]:
    """Return the accounts that may administer a service of the whole organization, if they can be accessed."""
    names = {} if isinstance(delegated, Problem) else delegated
    return [management, *(members[number] for number in names if service in names[number] and number in members)]


def _having(asked: Sequence[Access], region: str, has: Callable[[Access, str], bool]) -> tuple[str, ...]:
    return tuple(access.number for access in asked if has(access, region))


def has_analyzer(access: Access, region: str, kind: str = "ORGANIZATION") -> bool:
    """Tell whether an account has an active analyzer of the whole organization."""
    found = pages(access.client("accessanalyzer", region), "list_analyzers", "analyzers", type=kind)
    return any(analyzer["status"] == "ACTIVE" for analyzer in found)


def has_aggregator(access: Access, region: str) -> bool:
    """Tell whether an account aggregates the records of Config in the whole organization."""
    client = access.client("config", region)
    found = pages(client, "describe_configuration_aggregators", "ConfigurationAggregators")
    return any("OrganizationAggregationSource" in aggregator for aggregator in found)
