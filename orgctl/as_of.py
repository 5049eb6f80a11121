"""The option `--as-of`: the date from which on requests are made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from foundation.days import FIRST, WRITTEN, day_in
from foundation.errors import UsageError


def as_of(text: str | None) -> date:
    """Return the date of `--as-of`, today in UTC without it. Raise UsageError for anything else than a date."""
    if text is None:
        return datetime.now(UTC).date()
    found = day_in(text)
    if found is None:
        raise UsageError(f"--as-of must be a day of the calendar in UTC, from {FIRST} on, got '{text}': {WRITTEN}")
    return found


def seconds_of(day: date) -> float:
    """Return the beginning of a day in UTC, in seconds since 1970."""
    return datetime.combine(day, time(), UTC).timestamp()
