"""The option `--as-of` takes a day, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from foundation.errors import UsageError
from orgctl.as_of import as_of, seconds_of


def test_a_day_is_taken_in_utc() -> None:
    assert as_of("2027-02-28") == date(2027, 2, 28)
    assert seconds_of(date(1970, 1, 2)) == 86_400


def test_the_default_is_today_in_utc() -> None:
    before = datetime.now(UTC).date()

    assert before <= as_of(None) <= datetime.now(UTC).date()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026-13-01",
        "2026-02-29",
        "20261201",
        "2026-W49-2",
        "2026-12-01T00:00",
        "1969-12-31",
        "２０２６-12-01",
    ],
)
def test_anything_else_is_one_error_with_value_rule_and_remedy(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        as_of(text)

    assert raised.value.exit_status == 2
    (message,) = raised.value.messages
    assert message == (
        f"--as-of must be a day of the calendar in UTC, from 1970-01-01 on, got '{text}': "
        "write YYYY-MM-DD, for example 2026-12-31"
    )
