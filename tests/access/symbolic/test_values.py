"""Values of policies become patterns: wildcards, escapes, policy variables, ARNs in parts and shortened ARNs."""

from __future__ import annotations

import pytest

from access.decision.symbolic.values import (
    OPERATORS,
    NeverMatches,
    NotReadable,
    Variables,
    arn_pattern,
    arn_shape,
    is_shortened,
    resource_pattern,
    text_pattern,
)

KNOWN = {"aws:username": "a*n", "aws:principaltag/team": "red"}
VARIABLES = Variables(KNOWN, lambda key: key == "aws:principaltag/nick")


@pytest.mark.parametrize(
    ("said", "matching", "others"),
    [
        ("home/${aws:username}/*", ["home/a*n/x"], ["home/ann/x", "home/axn/x"]),
        ("${AWS:UserName}", ["a*n"], ["A*N", "ann"]),
        ("${aws:PrincipalTag/team}-?", ["red-1"], ["red-", "red-12"]),
        ("${aws:PrincipalTag/nick, 'x*'}y", ["x*y"], ["xzy", "y"]),
        ("${aws:PrincipalTag/team, 'x'}", ["red"], ["x"]),
        ("a${*}b", ["a*b"], ["axb", "ab", "a${*}b"]),
        ("${?}${$}", ["?$"], ["x$", "?x"]),
        ("a*", ["a", "ab:c"], ["ba", "A"]),
    ],
)
def test_text_with_wildcards_variables_and_escapes(said: str, matching: list[str], others: list[str]) -> None:
    pattern = text_pattern(said, VARIABLES, like=True)
    assert [pattern.matches(one) for one in matching] == [True] * len(matching)
    assert [pattern.matches(one) for one in others] == [False] * len(others)


def test_text_without_wildcards_is_compared_as_it_is() -> None:
    assert text_pattern("a*", VARIABLES, like=False).literal == "a*"
    assert text_pattern("A", VARIABLES, like=False, fold=True).matches("a")


def test_variable_whose_key_is_missing_never_matches_and_one_that_is_not_known_is_not_read() -> None:
    with pytest.raises(NeverMatches):
        text_pattern("${aws:PrincipalTag/nick}", VARIABLES, like=True)
    with pytest.raises(NotReadable, match="only the request knows"):
        text_pattern("${s3:prefix}", VARIABLES, like=True)
    with pytest.raises(NotReadable, match="only the request knows"):
        text_pattern("${s3:prefix, 'x'}", VARIABLES, like=True)
    with pytest.raises(NotReadable, match="Version"):
        text_pattern("${aws:username}", Variables(KNOWN, lambda _: False, are_read=False), like=True)


@pytest.mark.parametrize(
    ("said", "matching", "others"),
    [
        ("arn:aws:iam::*:role/*", ["arn:aws:iam::1:role/x:y", "arn:aws:iam:::role/"], ["arn:aws:iam::1:x:role/y"]),
        ("arn:*:iam::1:user/a?", ["arn:aws:iam::1:user/ab"], ["arn:aws:cn:iam::1:user/ab", "arn:aws:iam::1:user/a"]),
        ("arn:aws:iam::1:user/${aws:username}", ["arn:aws:iam::1:user/a*n"], ["arn:aws:iam::1:user/ann"]),
    ],
)
def test_arn_of_a_condition_is_compared_part_by_part(said: str, matching: list[str], others: list[str]) -> None:
    pattern = arn_pattern(said, VARIABLES)
    assert [pattern.matches(one) for one in matching] == [True] * len(matching)
    assert [pattern.matches(one) for one in others] == [False] * len(others)


@pytest.mark.parametrize("said", ["*", "arn:aws:iam", "arn:aws:s3:::", "arn:*", "x"])
def test_arn_of_a_condition_with_too_few_parts_is_not_read(said: str) -> None:
    if said.count(":") == 5:
        assert not arn_pattern(said, VARIABLES).matches("arn:aws:s3:::b")
        return
    with pytest.raises(NotReadable, match="not a whole ARN"):
        arn_pattern(said, VARIABLES)


@pytest.mark.parametrize(
    ("said", "matching", "others"),
    [
        ("arn:aws:s3:::b/*", ["arn:aws:s3:::b/x:y/z"], ["arn:aws:s3:::b", "arn:aws:s3:::bb/x"]),
        ("arn:aws:kms:*", ["arn:aws:kms:r:1:key/k", "arn:aws:kms:::"], ["arn:aws:kmsx:r:1:key/k"]),
        ("arn:aws:s3", ["arn:aws:s3:::b"], ["arn:aws:s3x:::b"]),
        ("arn:aws:iam::1:user/*", ["arn:aws:iam::1:user/a/b"], ["arn:aws:iam::1:x:user/a"]),
        ("arn:aws:s3:::*", ["arn:aws:s3:::b/x"], ["arn:aws:s3::1:b"]),
    ],
)
def test_resource_is_an_arn_and_a_shortened_one_all_that_begin_so(
    said: str, matching: list[str], others: list[str]
) -> None:
    pattern = resource_pattern(said, VARIABLES)
    assert [pattern.matches(one) for one in matching] == [True] * len(matching)
    assert [pattern.matches(one) for one in others] == [False] * len(others)


def test_only_arns_with_too_few_parts_are_shortened() -> None:
    assert is_shortened("arn:aws:kms:*")
    assert is_shortened("arn:aws:s3:${aws:username}")
    assert not is_shortened("arn:aws:s3:::b")
    assert not is_shortened("*")


@pytest.mark.parametrize("said", ["bucket", "a*", "arn:aws:iam::1:*/x", "arn:aws:kms:*:*:k?y/x"])
def test_resource_without_documented_meaning_is_not_read(said: str) -> None:
    with pytest.raises(NotReadable):
        resource_pattern(said, VARIABLES)


@pytest.mark.parametrize(
    ("arn", "is_one"),
    [
        ("arn:aws:iam::1:role/x", True),
        ("arn:::::", True),
        ("arn:a:b:c:d:e:f", True),
        ("arn:aws:iam", False),
        ("x", False),
    ],
)
def test_shape_of_arns(arn: str, is_one: bool) -> None:
    assert arn_shape().matches(arn) is is_one


def test_value_of_a_binary_operator_has_no_variables() -> None:
    with pytest.raises(NotReadable, match="base64"):
        OPERATORS["binaryequals"].predicate("${aws:username}", VARIABLES)
    assert OPERATORS["binaryequals"].predicate("YQ==", VARIABLES).matches("YQ==")
