"""
The result of a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "wrong", "unknown"]


@dataclass(frozen=True)
class Finding:
    """
    One result of a check, and its place: an account, a part of it, an OU, or the organization.

    For `unknown`, `text` gives the reason. `remedy` is a command or a path in the console.
    """

    check: str
    place: str
    status: Status
    text: str
    remedy: str = ""


def wrong(place: str, text: str, remedy: str) -> Finding:
    """Return a deviation; the caller of the check adds the check's name."""
    return Finding("", place, "wrong", text, remedy)


def unknown(place: str, text: str, remedy: str = "") -> Finding:
    """Return a fact that AWS does not report to this caller."""
    return Finding("", place, "unknown", text, remedy)
