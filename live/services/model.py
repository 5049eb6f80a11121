"""
The model of the services of the whole organization, for the overview.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from live.attempt import Problem


@dataclass(frozen=True)
class Trail:
    """
    The organization trail. `log_group` is the ARN of its log group, `errors` are those of the latest deliveries.
    """

    name: str
    bucket: str
    home_region: str
    every_region: bool
    is_logging: bool
    log_group: str | None = None
    is_validated: bool = False
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuardDuty:
    """
    GuardDuty in one region: the numbers of its administrator account and of the watched accounts.

    They are None when the administrator account cannot be read.
    """

    administrator: str
    watched: tuple[str, ...] | None


@dataclass(frozen=True)
class Services:
    """
    Services of the organization. One that is off is empty; one that could not be read is a Problem.

    `guardduty` is by region, and so are `aggregators` and `analyzers`: the numbers of the accounts that have one.
    `alarm` are the addresses that are notified of a root user, `delegated` the services that each account administers.
    """

    trail: Trail | Problem | None = None
    guardduty: Mapping[str, GuardDuty | Problem | None] = field(default_factory=dict)
    aggregators: Mapping[str, tuple[str, ...] | Problem] = field(default_factory=dict)
    analyzers: Mapping[str, tuple[str, ...] | Problem] = field(default_factory=dict)
    root_access: tuple[str, ...] | Problem = ()
    alarm: tuple[str, ...] | Problem = ()
    delegated: Mapping[str, tuple[str, ...]] | Problem = field(default_factory=dict)
