"""Strict JSON, in policies of every type."""

from __future__ import annotations

import json

import pytest

from policies.checks import GRAMMARS, identity_policy_errors, policy_errors
from policies.checks.strict_json import read


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param('{"a": 1, "b": 2, "a": 1}', "has the key 'a' twice in one mapping", id="a key twice"),
        pytest.param('{"a": {"b": 1, "b": 2}}', "has the key 'b' twice in one mapping", id="a key twice further in"),
        pytest.param('{"a": NaN}', "is not JSON: NaN is not a number in JSON", id="not a number"),
        pytest.param('{"a": -Infinity}', "is not JSON: -Infinity is not a number in JSON", id="infinity"),
        pytest.param('{"a": 1e999}', "is not JSON: the number 1e999 is too large", id="a number beyond all"),
        pytest.param("[" * 33 + "]" * 33, "is nested more than 32 levels deep", id="33 lists"),
        pytest.param('{"a":' * 900 + "1" + "}" * 900, "is nested more than 32 levels deep", id="900 mappings"),
        pytest.param("{} {}", "is not JSON: Extra data: line 1 column 4 (char 3)", id="two documents"),
    ],
)
def test_refused(text: str, error: str) -> None:
    assert read(text)[1] == [error]


def test_32_levels_are_read() -> None:
    text = "[" * 32 + "]" * 32

    assert read(text) == (json.loads(text), [])


@pytest.mark.parametrize("policy_type", GRAMMARS)
def test_every_type_rejects_a_repeated_key(policy_type: str) -> None:
    assert "has the key 'a' twice in one mapping" in policy_errors('{"a": 1, "a": 2}', policy_type)


def test_a_statement_is_not_hidden_behind_a_second_list_of_statements() -> None:
    statement = json.dumps({"Effect": "Deny", "Action": "*", "Resource": "*"})
    text = f'{{"Version": "2012-10-17", "Statement": {statement}, "Statement": {statement}}}'

    assert identity_policy_errors(text) == ["has the key 'Statement' twice in one mapping"]


@pytest.mark.parametrize("policy_type", GRAMMARS)
def test_every_type_rejects_text_that_is_not_json(policy_type: str) -> None:
    (error,) = policy_errors("{", policy_type)

    assert error.startswith("is not JSON: ")
