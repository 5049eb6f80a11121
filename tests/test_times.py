"""The table of how long each part took."""

from __future__ import annotations

from typing import Any

import pytest

from tests.times import part, table


@pytest.mark.parametrize(
    ("nodeid", "markers", "row"),
    [
        ("tests/code/test_mypy.py::test_mypy", ["code"], "mypy"),
        ("tests/end_to_end/test_up.py::test_it_arrives", ["e2e"], "deployments"),
        ("tests/policies/test_trust.py::test_any[a/b]", [], "policies"),
        ("tests/test_docs.py::test_it", [], "other files"),
    ],
)
def test_a_test_belongs_to_a_part(nodeid: str, markers: list[str], row: str) -> None:
    keywords: dict[str, Any] = dict.fromkeys(markers, 1)
    report = pytest.TestReport(nodeid, (nodeid, 1, ""), keywords, "passed", None, "call")

    assert part(report) == row


def test_the_longest_part_comes_first_and_short_ones_share_a_row() -> None:
    rows = table({"policies": 8, "deployments": 300, "init": 2, "invite": 1}, 41.2, 200, 3)

    assert [row.split() for row in rows] == [
        ["41", "s", "setup"],
        ["200", "s", "checks", "and", "tests,", "3", "side", "by", "side"],
        ["300", "s", "deployments"],
        ["8", "s", "policies"],
        ["3", "s", "everything", "else"],
    ]


def test_without_setup_there_is_no_row_of_it() -> None:
    (row,) = table({}, 0, 3, 1)

    assert "setup" not in row
