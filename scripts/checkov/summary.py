"""The result of a scan as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from foundation.words import wrapped
from scripts.checkov.accepted import FILE, Verdict
from scripts.checkov.scan import ROOT, Scan

WIDTH = 80


def summary(scan: Scan, verdict: Verdict) -> str:
    """Return the result in lines of 80 columns; only a path is never broken."""
    failed = len(verdict.unexplained)
    checks = len(scan.findings)
    lines = [
        f"checkov {scan.version}: {len(scan.stacks)} stacks, {len(scan.resources)} resources, {checks} checks",
        f"{checks - len(scan.failed)} passed, {len(scan.failed) - failed} accepted, {failed} failed",
        *_accepted(verdict),
        *_failed(verdict),
    ]
    return "\n".join(lines)


def _accepted(verdict: Verdict) -> Iterator[str]:
    """Yield each reason once per check, even where several patterns have the same reason."""
    needed = [(reason, len(findings)) for reason, findings in verdict.accepted.items() if findings]
    for (check, kind, why), group in groupby(
        needed, key=lambda entry: (entry[0].check, entry[0].kind, entry[0].reason)
    ):
        yield f"\naccepted  {check}  {kind} ({sum(count for _, count in group)})"
        yield from _indented(why)


def _failed(verdict: Verdict) -> Iterator[str]:
    groups = groupby(verdict.unexplained, key=lambda finding: (finding.check, finding.title, finding.resource.kind))
    for (check, title, kind), findings in groups:
        yield f"\nFAILED  {check}  {kind}"
        yield from _indented(title)
        for finding in findings:
            yield f"    {finding.resource.path}"
    if verdict.unexplained:
        yield f"\nFix it, or give the reason in {FILE.relative_to(ROOT)}."


def _indented(text: str) -> list[str]:
    return wrapped(text, WIDTH, "  ", "  ")
