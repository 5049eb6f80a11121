"""A text is found for patterns exactly when there is one: compared with trying all short texts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.decision.symbolic import patterns
from access.decision.symbolic.catalog import form_pattern
from access.decision.symbolic.patterns import (
    ANY_TEXT,
    EVERYTHING,
    Pattern,
    Token,
    TooComplex,
    exact,
    joined,
    text_matching,
    wildcards,
)

_ALPHABET = "aAb:"
_SHORT = ["".join(one) for size in range(5) for one in product(_ALPHABET + "z", repeat=size)]
_PARTS = st.sampled_from(["a", "A", "b", ":", "*", "?"])
_WILD = st.builds(
    lambda parts, but, fold: wildcards("".join(parts), but=but, fold=fold),
    st.lists(_PARTS, max_size=4),
    st.sampled_from(["", ":", "a"]),
    st.booleans(),
)
_SETS = st.builds(
    lambda only, many: Pattern((Token(only=only, many=many), ANY_TEXT)), st.sampled_from(["ab", "A:"]), st.booleans()
)
_ANY = st.one_of(_WILD, _SETS, st.builds(exact, st.text("aAb:", max_size=3)))


def _matches(pattern: Pattern, text: str) -> bool:
    """Return whether a pattern matches a text, decided token by token without regular expressions."""

    def accepts(token: Token, char: str) -> bool:
        same = {char, char.lower(), char.upper()} if pattern.fold else {char}
        return any(one in token.only for one in same) if token.only else all(one not in token.but for one in same)

    def match(at: int, rest: str) -> bool:
        if at == len(pattern.tokens):
            return not rest
        token = pattern.tokens[at]
        if token.many:
            return match(at + 1, rest) or (bool(rest) and accepts(token, rest[0]) and match(at, rest[1:]))
        return bool(rest) and accepts(token, rest[0]) and match(at + 1, rest[1:])

    return match(0, text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_ANY, st.sampled_from(_SHORT))
def test_pattern_matches_as_its_tokens_do(pattern: Pattern, text: str) -> None:
    assert pattern.matches(text) is _matches(pattern, text)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(_ANY, max_size=3), st.lists(_ANY, max_size=3))
def test_text_is_found_exactly_when_a_short_one_exists(positive: list[Pattern], negative: list[Pattern]) -> None:
    def fits(text: str) -> bool:
        return all(_matches(one, text) for one in positive) and not any(_matches(one, text) for one in negative)

    found = text_matching(positive, negative)
    if found is None:
        assert not [text for text in _SHORT if fits(text)]
    else:
        assert fits(found)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(_ANY, min_size=1, max_size=3), st.lists(_ANY, max_size=2))
def test_running_all_patterns_side_by_side_finds_a_shortest_text(
    positive: list[Pattern], negative: list[Pattern]
) -> None:
    found = patterns._searched(tuple(positive), tuple(negative))
    fitting = [
        text
        for text in _SHORT
        if all(_matches(one, text) for one in positive) and not any(_matches(one, text) for one in negative)
    ]
    if found is None:
        assert not fitting
    elif fitting:
        assert len(found) == len(fitting[0])


def test_same_patterns_give_the_same_text() -> None:
    patterns._text_matching.cache_clear()
    first = text_matching([wildcards("a*b?")], [wildcards("*x*"), wildcards("a?b?")])
    patterns._text_matching.cache_clear()
    assert text_matching([wildcards("a*b?")], [wildcards("*x*"), wildcards("a?b?")]) == first


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        ([], [EVERYTHING]),
        ([wildcards("a*")], [wildcards("a*")]),
        ([wildcards("a*"), wildcards("b*")], []),
        ([wildcards("*a"), wildcards("*b")], []),
        ([exact("a")], [exact("A", fold=True)]),
        ([exact("x")], [wildcards("?")]),
        ([wildcards("?*")], [wildcards("?"), wildcards("??*")]),
    ],
)
def test_patterns_that_exclude_each_other_have_no_text(positive: list[Pattern], negative: list[Pattern]) -> None:
    assert text_matching(positive, negative) is None


def test_character_that_no_pattern_names_is_found_although_all_usual_ones_are_named() -> None:
    usual = "xyzwvutsrqponmlkjihgfedcba0123456789-_~^"
    found = text_matching([wildcards("?")], [exact(one) for one in (*usual, *"XYZ*?!\"#$%&'()+,./:;<=>@[]")])
    assert found is not None
    assert len(found) == 1
    assert found not in usual


def test_search_that_would_take_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_STATES", 20)
    with pytest.raises(TooComplex):
        text_matching([wildcards("*a?b*a?*"), wildcards("*bb*ba*")], [wildcards("*aa*bb*"), wildcards("*ab*ab*")])


def test_two_patterns_without_a_common_text_need_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The forms of EC2's ARNs and one region's instances; the cases of a letter count where a pattern ignores them."""
    monkeypatch.setattr(patterns, "_searched", lambda *_: pytest.fail("searched by characters"))
    image, instances = wildcards("arn:aws:ec2:*::image/*", but=":"), wildcards("arn:aws:ec2:us-west-2:1:instance/*")
    kelvin = Pattern((ANY_TEXT, Token(only="\u212a"), Token(but="b", many=True)))

    assert text_matching([image, instances], [exact("other")]) is None
    assert text_matching([wildcards("*k", fold=True), kelvin], [exact("b")]) is not None
    assert text_matching([wildcards("*j", fold=True), Pattern((ANY_TEXT, Token(only="\u212a")))], []) is None


def test_wildcards_of_an_arn_part_do_not_reach_over_colons() -> None:
    assert wildcards("a*b", but=":").matches("axb")
    assert not wildcards("a*b", but=":").matches("a:b")
    assert joined([wildcards("a", but=":"), EVERYTHING]).matches("a:b")


@pytest.mark.parametrize(
    ("form", "arn"),
    [
        ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::b/x/y:z"),
        ("arn:${Partition}:iam::${Account}:user/${UserNameWithPath}", "arn:aws:iam::111111111111:user/team/ann"),
        ("arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}", "arn:aws:kms:eu-west-1:111111111111:key/k"),
    ],
)
def test_form_of_an_arn_is_a_pattern(form: str, arn: str) -> None:
    assert form_pattern(form).matches(arn)
    assert not form_pattern(form).matches(f"{arn[:8]}")
    assert not form_pattern(form).matches(arn.replace("x/y", "*").replace("ann", "a*").replace("key/k", "key/*"))
    assert form_pattern("arn:aws:iam::${Account}:role/x", "222222222222").literal == "arn:aws:iam::222222222222:role/x"
