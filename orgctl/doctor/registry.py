"""
The list of checks: each a function that yields deviations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Literal

from live.attempt import attempt
from orgctl.doctor.finding import Finding, unknown

if TYPE_CHECKING:
    from orgctl.doctor.account import AccountFacts

Where = Literal["organization", "management", "members", "accounts"]
Run = Callable[["AccountFacts"], Iterable[Finding]]
RegionRun = Callable[["AccountFacts", str], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """
    A check of the organization as a whole, or of accounts.

    `title` is the state that it expects; `reads` are the AWS actions that it needs.
    """

    id: str
    title: str
    reads: tuple[str, ...]
    where: Where
    applies: Callable[[AccountFacts], bool]
    run: Run


CHECKS: dict[str, Check] = {}
"""Every check by its name, in the order of the report; filled when `orgctl.doctor.checks` is imported."""


def check(
    id: str,
    title: str,
    *,
    reads: str,
    where: Where = "accounts",
    applies: Callable[[AccountFacts], bool] = lambda account: True,
) -> Callable[[Run], Run]:
    """
    Register a check. It yields deviations; when it yields nothing, the result is `ok`.

    `applies` tells whether the check concerns an account: services that are off in the file are not checked.
    """

    def register(run: Run) -> Run:
        CHECKS[id] = Check(id, title, tuple(reads.split()), where, applies, run)
        return run

    return register


def each_region(run: RegionRun) -> Run:
    """Run a check in every region in use; a region that cannot be read hides none of the others."""

    @wraps(run)
    def run_everywhere(account: AccountFacts) -> Iterator[Finding]:
        for region in account.organization.all_regions:
            yield from gather(run(account, region), f"{account.name} {region}")

    return run_everywhere


def gather(findings: Iterable[Finding], place: str) -> list[Finding]:
    """Return a check's findings; when AWS refuses a call, those found before it, and that the rest is unknown."""
    found: list[Finding] = []
    problem = attempt(lambda: found.extend(findings))
    return [*found, unknown(place, f"cannot be read: {problem.reason}")] if problem else found
