"""The reader of IAM documents."""

from __future__ import annotations

from typing import Any

import pytest

from policies.reading import Principal, actions, conditions, demands_mfa, principals, resources, statements, texts

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
MFA: dict[str, dict[str, Any]] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Statement": [ALLOW, ALLOW]}, [ALLOW, ALLOW]),
        ({"Statement": ALLOW}, [ALLOW]),
        ({"Statement": []}, []),
        ({"Statement": None}, []),
        ({"Statement": ["text", ALLOW]}, [ALLOW]),
        ({"tags": {}}, []),
        ([ALLOW], []),
        (None, []),
    ],
)
def test_a_document_has_statements_with_or_without_a_list(document: object, expected: list[Any]) -> None:
    assert statements(document) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", ("a",)),
        (["a", "b"], ("a", "b")),
        (("a",), ("a",)),
        (None, ()),
        ([], ()),
        (True, ("true",)),
        ([False, 5], ("false", "5")),
    ],
)
def test_one_value_or_many_are_texts(value: object, expected: tuple[str, ...]) -> None:
    assert texts(value) == expected


def test_missing_elements_of_a_statement_have_no_values() -> None:
    assert actions(ALLOW) == ("s3:GetObject",)
    assert resources({**ALLOW, "Resource": ["a", "b"]}) == ("a", "b")
    assert actions({"NotAction": "s3:*"}) == resources({"NotResource": "*"}) == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("*", [("AWS", "*")]),
        ({"AWS": "*"}, [("AWS", "*")]),
        ({"AWS": ["a", "b"], "Service": "c"}, [("AWS", "a"), ("AWS", "b"), ("Service", "c")]),
        ({"Federated": "f", "CanonicalUser": "g"}, [("Federated", "f"), ("CanonicalUser", "g")]),
        (None, []),
    ],
)
def test_principals_have_a_kind(value: object, expected: list[tuple[str, str]]) -> None:
    assert principals({"Principal": value}) == [Principal(*one) for one in expected]


def test_a_statement_without_principals_or_conditions_has_none() -> None:
    assert principals(ALLOW) == []
    assert principals({"NotPrincipal": {"AWS": "a"}}) == []
    assert list(conditions(ALLOW)) == []


def test_conditions_are_read_key_by_key() -> None:
    condition = {"StringEquals": {"a:b": "c", "d:e": ["f", "g"]}, "Bool": {"aws:SecureTransport": False}}
    assert list(conditions({"Condition": condition})) == [
        ("StringEquals", "a:b", ("c",)),
        ("StringEquals", "d:e", ("f", "g")),
        ("Bool", "aws:SecureTransport", ("false",)),
    ]
    assert list(conditions({"Condition": {"Bool": "no mapping"}})) == []
    assert list(conditions({"Condition": "no mapping"})) == []


@pytest.mark.parametrize(
    ("condition", "demands"),
    [
        (MFA, True),
        ({"Bool": {"aws:MultiFactorAuthPresent": [True]}}, True),
        ({"bool": {"aws:multifactorauthpresent": "true"}}, True),
        ({"BoolIfExists": MFA["Bool"]}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": ["true", "false"]}}, False),
        ({}, False),
    ],
)
def test_only_bool_true_demands_mfa(condition: dict[str, Any], demands: bool) -> None:
    assert demands_mfa({"Condition": condition}) is demands
