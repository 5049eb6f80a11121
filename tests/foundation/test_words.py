"""Lists of words, numbers with their noun, and lines of a width."""

from __future__ import annotations

import pytest

from foundation.words import few, listed, noun, plural, wrapped


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcdef"), "a, b, c, d, e and f"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_a_list_reads_as_a_sentence_does(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_another_word_and_another_length_may_be_chosen() -> None:
    assert listed(["a", "b", "c"], word="or") == "a, b or c"
    assert listed(["a", "b", "c"], 1) == "a and 2 more"
    assert listed(["a", "b"], 2, "or") == "a or b"


def test_an_enumeration_has_commas_alone_until_it_is_cut() -> None:
    assert few(["a", "b", "c"], 3) == "a, b, c"
    assert few(["a", "b", "c", "d"], 3) == "a, b, c and 1 more"
    assert few([], 3) == ""


@pytest.mark.parametrize(("number", "text"), [(0, "0 accounts"), (1, "1 account"), (1024, "1,024 accounts")])
def test_a_noun_goes_with_its_number(number: int, text: str) -> None:
    assert plural(number, "account") == text


def test_a_plural_may_be_its_own() -> None:
    assert plural(2, "policy", "policies") == "2 policies"
    assert (noun(1, "is", "are"), noun(0, "is", "are")) == ("is", "are")


def test_lines_are_not_broken_at_hyphens() -> None:
    assert wrapped("the account org-root has no name", 15, "- ", "  ") == [
        "- the account",
        "  org-root has",
        "  no name",
    ]
    assert wrapped("", 10) == []


def test_a_long_word_is_cut_or_stays_whole() -> None:
    assert wrapped("arn:aws:iam", 6) == ["arn:aw", "s:iam"]
    assert wrapped("arn:aws:iam", 6, whole=True) == ["arn:aws:iam"]
