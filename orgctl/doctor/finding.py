"""
What a check finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "wrong", "unknown"]


@dataclass(frozen=True)
class Finding:
    """
    One thing that a check has looked at, and where: an account, a part of it, a unit, or the organization.

    `unknown` is what cannot be known from here; `text` says why. `remedy` is a command or a path in the console.
    """

    check: str
    place: str
    status: Status
    text: str
    remedy: str = ""


def wrong(place: str, text: str, remedy: str) -> Finding:
    """Something that is not as it should be. Whoever runs the check adds its name."""
    return Finding("", place, "wrong", text, remedy)


def unknown(place: str, text: str, remedy: str = "") -> Finding:
    """Something that cannot be known from here."""
    return Finding("", place, "unknown", text, remedy)
