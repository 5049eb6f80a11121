"""
Findings as text: deviations with their remedies, unknown facts, and the number of checks that passed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from rich.console import Console
from rich.text import Text

from foundation.words import few, wrapped
from orgctl.doctor.finding import Finding, Status

COMMANDS = ("aws ", "cdktf ", "orgctl ")
HEADINGS: Mapping[Status, tuple[str, str]] = {
    "wrong": ("Wrong", "bold red"),
    "unknown": ("Cannot be known from here", "bold yellow"),
    "ok": ("Fine", "bold green"),
}
INDENT = "    "
MOST = 8  # places that are named one by one


def render(findings: Sequence[Finding], console: Console, *, verbose: bool = False) -> None:
    """Print findings; the console decides on width and colour."""
    counts = count(findings)
    for status in HEADINGS:
        chosen = [finding for finding in findings if finding.status == status]
        if chosen and (status != "ok" or verbose):
            heading, style = HEADINGS[status]
            console.print(Text(f"{heading} ({len(chosen)})", style=style))
            for lines in _merged(chosen, console.width):
                console.print(Text("\n".join(lines)), soft_wrap=True)
            console.print()
    console.print(Text(f"{counts['wrong']} wrong, {counts['unknown']} cannot be known from here, {counts['ok']} fine"))


def count(findings: Iterable[Finding]) -> dict[Status, int]:
    """Return the number of findings of each status."""
    found = Counter(finding.status for finding in findings)
    return {status: found[status] for status in HEADINGS}


def as_json(findings: Sequence[Finding], *, organization: str, checked_at: datetime) -> str:
    """Return findings as JSON."""
    data = {
        "organization": organization,
        "checked_at": checked_at.isoformat(timespec="seconds"),
        "counts": count(findings),
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(data, indent=2)


def _merged(findings: Iterable[Finding], width: int) -> Iterator[list[str]]:
    """Yield the lines of each finding; equal findings of several places or checks are merged."""
    by_place: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        by_place.setdefault((finding.text, finding.remedy, finding.place), []).append(finding.check)
    merged: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (text, remedy, place), found in by_place.items():
        merged.setdefault((text, remedy, tuple(dict.fromkeys(found))), []).append(place)
    for (text, remedy, checks), places in merged.items():
        head = f"{few(places, MOST)}: {', '.join(checks)}"
        yield [*wrapped(head, width, "  ", INDENT), *wrapped(text, width, INDENT, INDENT), *_remedy(remedy, width)]


def _remedy(remedy: str, width: int) -> list[str]:
    """Return the lines of a remedy; a command continues after a backslash, so that it can be copied."""
    is_command = remedy.startswith(COMMANDS)
    text, rest = (f"$ {remedy}", f"{INDENT}  ") if is_command else (remedy, INDENT)
    lines = wrapped(text, width - 2, INDENT, rest, whole=True)
    return [f"{line} \\" if is_command else line for line in lines[:-1]] + lines[-1:]
