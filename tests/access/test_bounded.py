from __future__ import annotations

from access.bounded import Bounded


def test_the_oldest_result_goes_when_there_are_too_many() -> None:
    results = Bounded[str, int](2)
    results["a"], results["b"] = 1, 2
    results["a"] = 3
    assert results == {"a": 3, "b": 2}

    results["c"] = 4

    assert results == {"b": 2, "c": 4}
