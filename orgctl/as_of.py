"""The option `--as-of`: the date from which on requests are made."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from foundation.errors import UsageError

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST = date(1970, 1, 1)


def as_of(text: str | None) -> date:
    """Return the date of `--as-of`, today in UTC without it. Raise UsageError for anything else than a date."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        found = date.fromisoformat(text) if _FORM.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or found < _FIRST:
        raise UsageError(
            f"--as-of must be a day of the calendar in UTC, from {_FIRST} on, got '{text}': "
            "write YYYY-MM-DD, for example 2026-12-31"
        )
    return found


def seconds_of(day: date) -> float:
    """Return the beginning of a day in UTC, in seconds since 1970."""
    return datetime.combine(day, time(), UTC).timestamp()
