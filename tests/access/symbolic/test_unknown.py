"""Whether a known value of a key matches a pattern, where ids in the value stand in for unknown ones."""

from __future__ import annotations

import pytest

from access.decision.symbolic.patterns import wildcards
from access.decision.symbolic.unknown import DOUBTS, UNKNOWN_ID, UNKNOWN_PLACE, Unknown, agreement

INFRA, LOGS, REAL = "000011112222", "000033334444", "444455556666"
UNKNOWN = Unknown(True, {INFRA: "infra", LOGS: "logs"}, frozenset({INFRA, LOGS, REAL}))
NUMBERS_KNOWN = Unknown(True, {}, frozenset({INFRA, LOGS, REAL}))
OWN, OTHER = "o-0000000000", "o-a1b2c3d4e5"
PATH = f"{OWN}/r-0000/ou-0000-abcdefgh/"
ROLE = f"arn:aws:iam::{INFRA}:role/x"


@pytest.mark.parametrize(
    ("said", "value", "expected"),
    [
        (OTHER, OWN, UNKNOWN_ID),
        (OWN, OWN, True),
        ("*", OWN, True),
        ("o-*", OWN, True),
        ("o-a1*", OWN, UNKNOWN_ID),
        ("o-short", OWN, False),
        (f"{OTHER}/*", PATH, UNKNOWN_ID),
        (f"{OWN}/*", PATH, True),
        (f"{OWN}/r-0000/ou-0000-abcdefgh/*", PATH, True),
        (f"{OWN}/r-0000/ou-0000-zzzzzzzz/*", PATH, False),
        (f"{OWN}/r-ab12/*", PATH, UNKNOWN_PLACE),
        (f"{OTHER}/r-ab12/ou-ab12-12345678/*", PATH, UNKNOWN_PLACE),
        (f"{OTHER}/r-ab12/ou-ab12-12345678/ou-*", PATH, False),
        ("*/ou-ab12-*", PATH, UNKNOWN_PLACE),
        (f"{OTHER}/r-ab12/ou-ab12-12345678/", f"{OWN}/r-0000/", False),
        ("111122223333", INFRA, UNKNOWN_ID),
        ("1111*", INFRA, UNKNOWN_ID),
        ("????????????", INFRA, True),
        (REAL, INFRA, False),
        (LOGS, INFRA, False),
        ("111122223333", REAL, False),
        ("arn:aws:iam::111122223333:role/x", ROLE, UNKNOWN_ID),
        ("arn:aws:iam::111122223333:role/*", ROLE, UNKNOWN_ID),
        ("arn:aws:iam::111122223333:role/y", ROLE, False),
        ("arn:aws:iam::1111*:role/x", ROLE, UNKNOWN_ID),
        ("arn:aws:iam::1111*:role/y", ROLE, False),
        ("arn:aws:iam::*:role/x", ROLE, True),
        (f"arn:aws:iam::{LOGS}:role/x", ROLE, False),
        ("myuser", "myuser", True),
    ],
)
def test_a_pattern_agrees_disagrees_or_leaves_a_doubt(said: str, value: str, expected: bool | str) -> None:
    found = agreement(UNKNOWN, wildcards(said), value)
    if isinstance(expected, bool):
        assert found is expected
    else:
        assert isinstance(found, tuple)
        assert found[-1].endswith(expected)
        assert all(one.endswith(DOUBTS) for one in found)


@pytest.mark.parametrize("said", ["111122223333", "1111*", LOGS])
def test_numbers_leave_no_doubt_once_they_are_known(said: str) -> None:
    assert agreement(NUMBERS_KNOWN, wildcards(said), INFRA) is False


@pytest.mark.parametrize(
    ("said", "expected"), [(f"{OTHER}/*", True), (f"{OTHER}/r-ab12/*", UNKNOWN_PLACE), ("o-z9y8x7w6v5/r-ab12/*", False)]
)
def test_the_part_of_the_organization_is_decided_once_its_id_is_known(said: str, expected: bool | str) -> None:
    found = agreement(Unknown(), wildcards(said), f"{OTHER}/r-0000/ou-0000-abcdefgh/")
    assert found is expected or (isinstance(found, tuple) and found[-1].endswith(str(expected)))


def test_case_does_not_count_where_it_is_ignored() -> None:
    assert agreement(UNKNOWN, wildcards(OTHER.upper(), fold=True), OWN) == agreement(UNKNOWN, wildcards(OTHER), OWN)
    assert agreement(UNKNOWN, wildcards(OTHER.upper()), OWN) is False
