"""Values of conditions: numbers, dates in every form that AWS documents, addresses, booleans."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.decision.symbolic.predicates import Comparison, Form, Moment, Number, Truth, date_text, seconds_of
from access.decision.symbolic.values import NotReadable, moment, network, number, truth


def _seconds(*parts: int) -> float:
    return datetime(*parts, tzinfo=UTC).timestamp()  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026", _seconds(2026, 1, 1)),
        ("2026-12", _seconds(2026, 12, 1)),
        ("2026-12-24", _seconds(2026, 12, 24)),
        ("2026-12-24T18:30Z", _seconds(2026, 12, 24, 18, 30)),
        ("2026-12-24T18:30:15Z", _seconds(2026, 12, 24, 18, 30, 15)),
        ("2026-12-24T18:30:15.25Z", _seconds(2026, 12, 24, 18, 30, 15) + 0.25),
        ("2026-12-24T18:30:15,5Z", _seconds(2026, 12, 24, 18, 30, 15) + 0.5),
        ("2026-12-24T18:30:15+02:00", _seconds(2026, 12, 24, 16, 30, 15)),
        ("2026-12-24T18:30:15-0530", _seconds(2026, 12, 25, 0, 0, 15)),
        ("2026-12-24T18:30", _seconds(2026, 12, 24, 18, 30)),
        ("1796083200", 1796083200),
        ("1796083200.5", 1796083200.5),
        ("12345", 12345),
    ],
)
def test_date_in_every_form_is_read(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds
    assert Moment("==", seconds).matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-13",
        "2026-02-30",
        "2026-12-24T",
        "2026-12-24T25:00Z",
        "26-12-24",
        "2026-1-1",
        "-12345",
        "1e9",
    ],
)
def test_text_that_is_no_date_is_not_read(text: str) -> None:
    assert seconds_of(text) is None
    assert not Moment(">", 0).matches(text)
    with pytest.raises(NotReadable, match="is not a date"):
        moment(text, "==")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 4_102_444_800))
def test_date_that_is_sent_reads_as_itself(seconds: int) -> None:
    assert seconds_of(date_text(seconds)) == seconds


@pytest.mark.parametrize(
    ("comparison", "met"),
    [("==", (False, True, False)), ("<", (True, False, False)), ("<=", (True, True, False)),
     (">", (False, False, True)), (">=", (False, True, True))],
)  # fmt: skip
def test_comparison_is_met_below_at_and_above_its_limit(comparison: Comparison, met: tuple[bool, ...]) -> None:
    assert tuple(Number(comparison, 10).matches(one) for one in ("9", "10", "11")) == met
    assert tuple(Number(comparison, 0.5).matches(one) for one in ("-0.5", "0.5", "0.51")) == met
    limit = _seconds(2027, 1, 1)
    assert tuple(Moment(comparison, limit).matches(date_text(limit + step)) for step in (-1, 0, 1)) == met
    for one in (Number(comparison, 10), Number(comparison, 2.5), Moment(comparison, limit)):
        assert {one.matches(each) for each in one.candidates()} == {True, False}


@pytest.mark.parametrize("text", ["", "ten", "1_000", "inf", "nan", "1e3", "0x10", " 1", "1,5"])
def test_text_that_is_no_number_is_not_read(text: str) -> None:
    assert not Number(">", -1).matches(text)
    with pytest.raises(NotReadable, match="is not a number"):
        number(text, "==")


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ("203.0.113.0/24", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0", "2001:db8::1", "x", ""]),
        ("203.0.113.77/24", ["203.0.113.1"], ["203.0.114.1"]),
        ("203.0.113.5", ["203.0.113.5"], ["203.0.113.4", "203.0.113.6", "::ffff:203.0.113.5"]),
        ("0.0.0.0/0", ["0.0.0.0", "198.51.100.7", "255.255.255.255"], ["2001:db8::1", "::"]),
        ("2001:db8::/32", ["2001:db8::", "2001:0DB8:ffff::1"], ["2001:db9::", "203.0.113.5"]),
        ("2001:db8::5", ["2001:db8:0:0::5"], ["2001:db8::6"]),
        ("::/0", ["::", "2001:db8::1"], ["0.0.0.0"]),
    ],
)
def test_range_has_its_addresses_and_no_others(said: str, inside: list[str], outside: list[str]) -> None:
    found = network(said)
    assert [found.matches(one) for one in inside] == [True] * len(inside)
    assert [found.matches(one) for one in outside] == [False] * len(outside)
    assert all(Form("IPAddress").matches(one) for one in found.candidates())


@pytest.mark.parametrize("said", ["", "x", "203.0.113.0/33", "203.0.113", "203.0.113.256", "2001:db8::/129"])
def test_range_that_cannot_be_read_is_said(said: str) -> None:
    with pytest.raises(NotReadable, match="no address"):
        network(said)


@pytest.mark.parametrize(
    ("said", "value"), [("true", True), ("True", True), ("FALSE", False), ("1", None), ("", None), ("yes", None)]
)
def test_boolean_is_read_whatever_its_case(said: str, value: bool | None) -> None:
    assert truth(said) == Truth(value)
    assert [truth(said).matches(one) for one in ("true", "False", "1")] == [value is True, value is False, False]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("Bool", "true", "yes"),
        ("Numeric", "-2.5", "1e3"),
        ("Date", "2026-01-01T00:00:00Z", "soon"),
        ("IPAddress", "::1", "x"),
    ],
)
def test_form_of_a_key_has_its_values_only(kind: str, good: str, bad: str) -> None:
    form = Form(kind)  # type: ignore[arg-type]
    assert form.matches(good)
    assert not form.matches(bad)
    assert all(form.matches(one) for one in form.candidates())
