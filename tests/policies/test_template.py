"""Policy files with parameters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.template import fill, placeholders, template_errors

REGIONS = {"regions": ["us-west-2", "us-east-1"]}


def filled(value: Any, parameters: dict[str, list[str]]) -> Any:
    return json.loads(fill(json.dumps(value), parameters))


@pytest.mark.parametrize(
    ("value", "parameters", "result"),
    [
        pytest.param(["{{regions}}"], REGIONS, ["us-west-2", "us-east-1"], id="a whole list"),
        pytest.param(["a", "{{regions}}", "b"], REGIONS, ["a", "us-west-2", "us-east-1", "b"], id="within a list"),
        pytest.param(["a", "{{none}}"], {"none": []}, ["a"], id="no values within a list"),
        pytest.param({"a": "{{regions}}"}, REGIONS, {"a": ["us-west-2", "us-east-1"]}, id="values elsewhere"),
        pytest.param({"a": "{{one}}"}, {"one": ["x"]}, {"a": "x"}, id="one value elsewhere"),
        pytest.param(
            {"a": "arn:{{one}}:{{two}}"}, {"one": ["x"], "two": ["y"]}, {"a": "arn:x:y"}, id="within a longer text"
        ),
        pytest.param(["a{{one}}"], {"one": ["x"]}, ["ax"], id="within a longer text of a list"),
        pytest.param(
            {"aws:ResourceTag/{{tag}}": "${aws:PrincipalTag/{{tag}}}"},
            {"tag": ["team"]},
            {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
            id="within a key and a variable of IAM",
        ),
        pytest.param({"a": "${aws:username}"}, {}, {"a": "${aws:username}"}, id="a variable of IAM alone"),
        pytest.param({"a": [1, 2.5, True, None]}, {}, {"a": [1, 2.5, True, None]}, id="what is no text"),
        pytest.param({"a": "{{one}}"}, {"one": ['"\\\n']}, {"a": '"\\\n'}, id="a value that JSON must escape"),
        pytest.param({"a": "{{one}}"}, {"one": ["{{two}}"]}, {"a": "{{two}}"}, id="a value is never filled again"),
        pytest.param([["{{regions}}"]], REGIONS, [["us-west-2", "us-east-1"]], id="a list in a list"),
        pytest.param("{{one}}", {"one": ["x"]}, "x", id="nothing but a placeholder"),
    ],
)
def test_filled(value: Any, parameters: dict[str, list[str]], result: Any) -> None:
    assert filled(value, parameters) == result


def test_the_result_has_no_white_space() -> None:
    assert fill('{ "a" :\n [ "{{regions}}", 1 ] }', REGIONS) == '{"a":["us-west-2","us-east-1",1]}'


def test_placeholders_are_those_of_keys_and_texts() -> None:
    assert placeholders('{"{{a}}": ["{{b}}", {"c": "x{{c}}{{d_1}}{{E-f}}"}], "e": "${e} {f} {{ g }}"}') == {
        *("a", "b", "c", "d_1", "E-f")
    }


def test_a_text_that_is_not_json_has_no_placeholders() -> None:
    assert placeholders('{"a": "{{b}}"') == set()


@pytest.mark.parametrize(
    ("text", "parameters", "errors"),
    [
        pytest.param('["{{b}}", "{{a}}"]', {}, ["names the parameter 'a', which is not given", None], id="not given"),
        pytest.param('["a"]', REGIONS, ["names no parameter 'regions', which is given"], id="given for nothing"),
        pytest.param(
            '{"a": "x{{regions}}"}',
            REGIONS,
            ["'x{{regions}}' has room for one value, 'regions' has 2"],
            id="values in a longer text",
        ),
        pytest.param('["x{{a}}"]', {"a": []}, ["'x{{a}}' has room for one value, 'a' has 0"], id="no value for one"),
        pytest.param(
            '{"{{regions}}": 1}', REGIONS, ["'{{regions}}' has room for one value, 'regions' has 2"], id="a key"
        ),
        pytest.param(
            '["{{ a }}"]',
            {},
            ["'{{ a }}' has a placeholder that must look like {{name}}: letters, digits, _ and -"],
            id="spaces",
        ),
        pytest.param(
            '["{{a"]',
            {},
            ["'{{a' has a placeholder that must look like {{name}}: letters, digits, _ and -"],
            id="no end",
        ),
        pytest.param('{"{{a}}": 1, "b": 2}', {"a": ["b"]}, ["has the key 'b' twice, once filled"], id="a key twice"),
        pytest.param('{"a": 1, "a": 2}', {}, ["has the key 'a' twice in one mapping"], id="a key twice in the file"),
        pytest.param("{", {}, ["is not JSON: Expecting property name enclosed in double quotes", None], id="no JSON"),
    ],
)
def test_refused(text: str, parameters: dict[str, list[str]], errors: list[str | None]) -> None:
    found = template_errors(text, parameters)

    assert found[0].startswith(errors[0] or "")
    if None not in errors:
        assert found == errors
    with pytest.raises(ValueError, match="the policy "):
        fill(text, parameters)


def test_several_errors_are_reported_at_once() -> None:
    assert template_errors('["{{a}}", "x{{regions}}"]', {**REGIONS, "c": ["1"]}) == [
        "names the parameter 'a', which is not given",
        "names no parameter 'c', which is given",
        "'x{{regions}}' has room for one value, 'regions' has 2",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["{{a}}", "x{{a}}", "{{b}}", "{{", "}}"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["k", "{{a}}", "x"]), inner),
    max_leaves=20,
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(JSON, st.lists(st.text(max_size=4), max_size=2), st.lists(st.text(max_size=4), max_size=2))
def test_any_policy_is_filled_or_described(value: Any, a: list[str], b: list[str]) -> None:
    text = json.dumps(value)
    parameters = {name: values for name, values in {"a": a, "b": b}.items() if name in placeholders(text)}

    if template_errors(text, parameters):
        return
    result = json.loads(fill(text, parameters))
    if not parameters:
        assert result == value
