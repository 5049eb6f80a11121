"""A confirmation as text and as JSON: what AWS decides otherwise, what is not comparable, and the sum."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from foundation.words import listed, noun, plural, wrapped
from orgctl.confirm.results import Confirmation, Result

MOST = 20
"""Disagreements that are printed; --json has all."""


def as_json(confirmation: Confirmation) -> str:
    """Return a confirmation as JSON, described in docs/prove.md."""
    found = asdict(confirmation)
    results = found.pop("results")
    counts = {status.replace(" ", "_"): number for status, number in confirmation.counts.items()}
    data = {"version": found.pop("version"), **found, "confirmed": confirmation.confirmed, "counts": counts}
    return json.dumps({**data, "results": results}, indent=2)


def render(confirmation: Confirmation, console: Console) -> None:
    """Print a confirmation; the console determines width and colour."""
    for text, style in _lines(confirmation, console.width):
        console.print(Text(text, style=style), soft_wrap=True)


def _lines(confirmation: Confirmation, width: int) -> Iterator[tuple[str, str]]:
    heading = f"Decisions about {confirmation.organization}, as of {confirmation.as_of}, by AWS's policy simulator"
    yield from ((line, "bold") for line in wrapped(heading, width))
    yield from ((line, "dim") for line in wrapped(f"asked as {confirmation.asked_as}", width))
    otherwise = [one for one in confirmation.results if one.status == "disagrees"]
    if otherwise:
        yield from (("", ""), ("AWS decides otherwise", "bold red"))
        yield from ((line, "") for one in otherwise[:MOST] for line in _disagreement(one, width))
    if len(otherwise) > MOST:
        yield f"  … and {len(otherwise) - MOST:,} more: --json has all", ""
    for title, rows in (("Agrees in part", _parts(confirmation)), ("Not comparable", _reasons(confirmation))):
        if rows:
            yield from (("", ""), (title, "bold"))
            yield from ((line, "") for text, number in rows.most_common() for line in _row(number, text, width))
    yield "", ""
    style = "bold green" if confirmation.confirmed else "bold red"
    yield from ((line, style) for line in wrapped(_sum(confirmation), width))


def _disagreement(one: Result, width: int) -> Iterator[str]:
    yield from wrapped(f"- {one.who}: {one.action} on {one.resource}", width, "  ", "    ")
    without = f", without {listed(one.left_out)}" if one.left_out else ""
    yield from wrapped(f"here {one.here}, AWS says {one.aws}{without}", width, "      ", "      ")
    for text in _layers(one):
        yield from wrapped(f"by AWS, {text} it", width, "      ", "      ")
    if one.missing:
        yield from wrapped(f"the request lacks {listed(one.missing)}", width, "      ", "      ")
    if one.promise:
        yield from wrapped(f"counterexample of {one.promise}: {one.text}", width, "      ", "      ")


def _layers(one: Result) -> Iterator[str]:
    if one.scps_allow is not None:
        yield f"the service control policies {'allow' if one.scps_allow else 'do not allow'}"
    if one.boundary_allows is not None:
        yield f"the permissions boundary {'allows' if one.boundary_allows else 'does not allow'}"


def _parts(confirmation: Confirmation) -> Counter[str]:
    found = (one for one in confirmation.results if one.status == "agrees in part")
    return Counter(f"without {listed(one.left_out)}" for one in found)


def _reasons(confirmation: Confirmation) -> Counter[str]:
    return Counter(one.reason for one in confirmation.results if one.status == "not comparable")


def _row(number: int, text: str, width: int) -> list[str]:
    return wrapped(f"{number:>5}  {text}", width, "", "       ")


def _sum(confirmation: Confirmation) -> str:
    counts = confirmation.counts
    broken = sum(1 for one in confirmation.results if one.promise)
    asked = len(confirmation.results) - counts["not comparable"]
    about = f"{plural(broken, 'counterexample')}, {plural(len(confirmation.results) - broken, 'other decision')}"
    if not asked:
        return f"Nothing is confirmed: AWS decided on none of {about}."
    agreed = f"{counts['agrees'] + counts['agrees in part']:,} of {plural(asked, 'decision')}"
    part = f", {counts['agrees in part']:,} of them in part" if counts["agrees in part"] else ""
    others = f" {counts['not comparable']:,} {noun(counts['not comparable'], 'is', 'are')} not comparable."
    return f"AWS agrees on {agreed}{part} ({about}).{others if counts['not comparable'] else ''}"
