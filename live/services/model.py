"""
What an overview knows of the services that work for the whole organization.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from live.attempt import Problem


@dataclass(frozen=True)
class Trail:
    """
    The organization trail. `log_group` is the ARN of the log group that it writes to as well, `errors` what the latest
    deliveries ended with.
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
    GuardDuty in one region: the number of the account that administers it, and of those that it watches.

    They are None when the administrator cannot be asked.
    """

    administrator: str
    watched: tuple[str, ...] | None


@dataclass(frozen=True)
class Services:
    """
    Services of the organization. What is off is empty, what could not be read is a Problem.

    `guardduty` is by region, and so are `aggregators` and `analyzers`: the numbers of the accounts that have one.
    `alarm` are the addresses that learn of a root user, `delegated` the services that each account administers.
    """

    trail: Trail | Problem | None = None
    guardduty: Mapping[str, GuardDuty | Problem | None] = field(default_factory=dict)
    aggregators: Mapping[str, tuple[str, ...] | Problem] = field(default_factory=dict)
    analyzers: Mapping[str, tuple[str, ...] | Problem] = field(default_factory=dict)
    root_access: tuple[str, ...] | Problem = ()
    alarm: tuple[str, ...] | Problem = ()
    delegated: Mapping[str, tuple[str, ...]] | Problem = field(default_factory=dict)
