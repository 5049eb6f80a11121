"""
`orgctl doctor`: examine an organization and print the findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from foundation.errors import UsageError
from foundation.names import ACCESS_ROLE, ORG_ROOT
from organization.hints import Hints
from organization.load import load
from orgctl.doctor.examine import Progress, examine
from orgctl.doctor.registry import CHECKS
from orgctl.doctor.report import as_json as json_of
from orgctl.doctor.report import render

if TYPE_CHECKING:
    from rich.console import Console

    from live.session import Session


def doctor(
    *,
    file: Path,
    session: Session,
    as_json: bool,
    accounts: Sequence[str],
    only: Sequence[str],
    verbose: bool,
    console: Console,
    role_name: str = ACCESS_ROLE,
) -> int:
    """
    Print the findings on the organization of a file. Return the exit status: 1 when one is `wrong`.

    It reads and never writes.
    """
    organization, _ = load(file)
    if wrong := [
        *_unknown("account", accounts, [ORG_ROOT, *organization.accounts]),
        *_unknown("check", only, [*CHECKS]),
    ]:
        raise UsageError(*wrong)
    now = datetime.now(UTC)
    with _progress() as progress:
        run = partial(examine, organization, file.parent, session, accounts=accounts, only=only, now=now)
        findings = run(role_name=role_name, progress=progress)
    if as_json:
        print(json_of(findings, organization=organization.name, checked_at=now))
    else:
        render(findings, console, verbose=verbose)
    return 1 if any(finding.status == "wrong" for finding in findings) else 0


def _unknown(what: str, given: Sequence[str], known: list[str]) -> list[str]:
    hints = Hints()
    return [f"there is no {what} '{name}'{hints.phrase(name, known)}" for name in given if name not in known]


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a progress bar if standard error is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    with Progress(
        TextColumn("reading accounts"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
