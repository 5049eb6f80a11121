"""Days in UTC, as people write them."""

from __future__ import annotations

import re
from datetime import date

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST = date(1970, 1, 1)
WRITTEN = "write YYYY-MM-DD, for example 2026-12-31"
"""How a day is written."""


def day_in(text: str) -> date | None:
    """Return the day that a text names, from 1970 on; None if it names none."""
    try:
        found = date.fromisoformat(text) if _FORM.fullmatch(text) else None
    except ValueError:
        return None
    return found if found and found >= FIRST else None
