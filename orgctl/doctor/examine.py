"""
The run of the checks: those of the organization and of each account, several accounts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.names import ACCESS_ROLE, ORG_ROOT
from organization.model import Organization
from orgctl.doctor import checks
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.facts import Facts
from orgctl.doctor.finding import Finding
from orgctl.doctor.recognize import recognize
from orgctl.doctor.registry import CHECKS, Check, Where, gather

if TYPE_CHECKING:
    from live.session import Session

THREADS = 8
Progress = Callable[[int, int], None]
"""Receives the number of finished accounts, and of all."""

assert checks  # importing it fills CHECKS


@dataclass(frozen=True)
class Task:
    """The checks of one account, or of the organization, run in its management account."""

    account: AccountFacts
    checks: Sequence[Check]


def examine(
    organization: Organization,
    folder: Path,
    session: Session,
    *,
    role_name: str = ACCESS_ROLE,
    accounts: Collection[str] = (),
    only: Collection[str] = (),
    now: datetime | None = None,
    progress: Progress = lambda done, total: None,
) -> list[Finding]:
    """
    Return the findings on an organization, in the order of the checks and of the file.

    `folder` holds the policy files that it names. `accounts` restricts it to these keys (org-root is the management
    account and the organization as a whole), `only` to these checks. Raise NotOurs, and botocore's ClientError and
    BotoCoreError when the organization itself cannot be read; any other failure to read is a finding `unknown`.
    """
    facts = recognize(organization, folder, session, role_name=role_name, now=now or datetime.now(UTC))
    tasks = _tasks(facts, accounts, only)
    found = _run_all(tasks, progress)
    order = list(CHECKS)
    return sorted(found, key=lambda finding: order.index(finding.check))


def _tasks(facts: Facts, accounts: Collection[str], only: Collection[str]) -> list[Task]:
    """Return the tasks, the organization's first: it takes longest."""
    tasks = []
    for key, access in facts.account_access.items():
        if not accounts or key in accounts:
            account = AccountFacts(key, access, facts)
            kinds: list[set[Where]] = [{"organization"}, {"management", "accounts"}]
            for kind in kinds if key == ORG_ROOT else [{"members", "accounts"}]:
                chosen = [check for check in CHECKS.values() if check.where in kind and (not only or check.id in only)]
                tasks.append(Task(account, [check for check in chosen if check.applies(account)]))
    return [task for task in tasks if task.checks]


def _run_all(tasks: Sequence[Task], progress: Progress) -> Iterator[Finding]:
    pool = ThreadPoolExecutor(THREADS)
    try:
        begun = [pool.submit(_run, task) for task in tasks]
        progress(0, len(begun))
        for done, _ in enumerate(as_completed(begun), start=1):
            progress(done, len(begun))
        for future in begun:
            yield from future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _run(task: Task) -> list[Finding]:
    return [finding for check in task.checks for finding in run_check(check, task.account)]


def run_check(check: Check, account: AccountFacts) -> list[Finding]:
    """Return the findings of one check: a single `ok` when it yields nothing."""
    place = "organization" if check.where == "organization" else account.name
    if check.where in ("members", "accounts") and check.id != "access-role" and _is_quarantined(account):
        return []
    found = [replace(finding, check=check.id) for finding in gather(check.run(account), place)]
    return found or [Finding(check.id, place, "ok", check.title)]


def _is_quarantined(account: AccountFacts) -> bool:
    """Tell whether the account is in quarantine: the check access-role reports that once for all checks."""
    return account.key in account.organization.quarantined
