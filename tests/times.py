"""The table of times by part, which pytest shows before its own summary: hooks for conftest.py."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Mapping

import pytest

SETUP = "SETUP_SECONDS"
"""The variable in which `make` passes the time of the installation."""
SHOWN_SECONDS = 5
"""Parts with less time share one row."""

_began = time.monotonic()
_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add a phase of a test: its fixtures, itself, or their end. pytest-xdist passes on those of its workers."""
    _seconds[part(report)] += report.duration


def part(report: pytest.TestReport) -> str:
    """Return the row of a test: checks of the code, `deployments`, or its folder."""
    file, _, name = report.nodeid.partition("::")
    folders = file.split("/")
    if "code" in report.keywords:
        return name.removeprefix("test_")
    if "e2e" in report.keywords:
        return "deployments"
    return folders[1] if len(folders) > 2 else "other files"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the table after a run of more than some seconds."""
    if sum(_seconds.values()) < SHOWN_SECONDS:
        return
    workers = getattr(config.option, "numprocesses", None) or 1
    terminalreporter.section("how long each part took")
    for row in table(_seconds, float(os.environ.get(SETUP) or 0), time.monotonic() - _began, workers):
        terminalreporter.write_line(row)


def table(seconds: Mapping[str, float], setup: float, tests: float, workers: int) -> list[str]:
    """Return the rows, longest first."""
    shown = {name: took for name, took in sorted(seconds.items(), key=lambda row: -row[1]) if took >= SHOWN_SECONDS}
    if (rest := sum(seconds.values()) - sum(shown.values())) >= 1:
        shown["everything else"] = rest
    whole = ({"setup": setup} if setup else {}) | {f"checks and tests, {workers} side by side": tests}
    return [
        *(f"{took:6.0f} s  {name}" for name, took in whole.items()),
        *(f"{took:10.0f} s  {name}" for name, took in shown.items()),
    ]
