"""
The list of checks: each a function that tells what is not as it should be.
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
    Something that is looked at, in the organization as a whole or in accounts.

    `title` says what is so when all is well, `reads` names the operations of AWS that tell.
    """

    id: str
    title: str
    reads: tuple[str, ...]
    where: Where
    applies: Callable[[AccountFacts], bool]
    run: Run


CHECKS: dict[str, Check] = {}
"""Every check by its name, in the order in which they are told; filled when `orgctl.doctor.checks` is imported."""


def check(
    id: str,
    title: str,
    *,
    reads: str,
    where: Where = "accounts",
    applies: Callable[[AccountFacts], bool] = lambda account: True,
) -> Callable[[Run], Run]:
    """
    Register a check. What it yields is not as it should be; when it yields nothing, all is well.

    `applies` says whether the file wants it of an account: what is off in the file is not looked for.
    """

    def register(run: Run) -> Run:
        CHECKS[id] = Check(id, title, tuple(reads.split()), where, applies, run)
        return run

    return register


def each_region(run: RegionRun) -> Run:
    """A check of every region in use: what cannot be read in one hides none of the others."""

    @wraps(run)
    def run_everywhere(account: AccountFacts) -> Iterator[Finding]:
        for region in account.organization.all_regions:
            yield from gather(run(account, region), f"{account.name} {region}")

    return run_everywhere


def gather(findings: Iterable[Finding], place: str) -> list[Finding]:
    """What a check finds; when AWS refuses an answer, what it has found until then, and that the rest is unknown."""
    found: list[Finding] = []
    problem = attempt(lambda: found.extend(findings))
    return [*found, unknown(place, f"cannot be read: {problem.reason}")] if problem else found
