"""Any content of `access.yaml` is read or its problems are reported: never a traceback."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from access.errors import AccessError
from access.explain.asking import Question, requests_of
from access.model.sign_in import SignIn
from access.promises.custom import Own, own_in
from access.promises.custom.model import AccessFile, Entry, Line
from access.questions.world import World
from organization.yaml_source import parse
from tests.synthesis import ROOT

DATA: Any = parse((ROOT / "access.yaml").read_bytes()).root.data()  # type: ignore[union-attr]
FEW = settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
KEYS = [
    *AccessFile.model_fields,
    *Line.model_fields,
    *Entry.model_fields,
    "2026-12-31",
    "mfa",
    "region",
    "aws:SourceIp",
    "aws:x/",
]
PEOPLE = ["people", "everybody", "group:", "group:infra", "role:infra@logs", "role:@", "@", "root@", "root user of "]
THINGS = [
    "*",
    "s3://",
    "s3://b/*",
    "arn:",
    "arn:aws:s3:::",
    "arn:aws:iam::{number}:role/{account}",
    "role:infra",
    "role:",
]
OTHERS = ["every account", "id", "true", "no", "s3:Get*", "s3:", ":x", "ec2:?", "a:b", ":", "{", "x.amazonaws.com"]
ODD = ["ä😀", "a\u2028b", "", "x" * 300]
WORDS = st.sampled_from([*KEYS, *PEOPLE, *THINGS, *OTHERS, *ODD])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | WORDS | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=15,
)


Examine = Callable[[bytes], None]


@pytest.fixture(scope="module")
def examine(world: World) -> Examine:
    """Return a function that checks what holds for every file and question."""

    def examined(content: bytes) -> None:
        own, problems = own_in(content, world.organization)

        assert (own == Own()) is bool(problems)
        assert problems == sorted(set(problems))
        assert all(problem.message and problem.text("f").isprintable() for problem in problems)

    return examined


def dumped(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000).encode("utf-8", "surrogatepass")


def places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@st.composite
def broken_data(draw: st.DrawFn) -> Any:
    """Return the example's promises with one to three of their values replaced, removed or joined by others."""
    data = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 3))):
        anywhere: list[tuple[Any, Any]] = places(data) or [({"promises": None}, "promises")]
        parent, key = draw(st.sampled_from(anywhere))
        action = draw(st.sampled_from(["replace", "remove", "insert"]))
        if action == "replace":
            parent[key] = draw(VALUES)
        elif action == "remove":
            del parent[key]
        elif isinstance(parent, dict):
            parent[draw(WORDS)] = draw(VALUES)
        else:
            parent.insert(key, draw(VALUES))
        data = data or {"promises": None}
    return data


@FEW
@given(WORDS | st.text(max_size=9), WORDS, WORDS | st.text(max_size=9), st.dictionaries(WORDS, WORDS, max_size=2))
@example("infra/infra", "iam:ListUsers", "*", {})
def test_any_question_can_be_asked_or_is_refused(
    world: World, who: str, to: str, on: str, when: dict[str, str]
) -> None:
    try:
        caller, _, calls = requests_of(world, Question(who, to, on, SignIn.MFA, when))
    except AccessError as error:
        told = bool(str(error))
    else:
        told = all(request.caller is caller for call in calls for request in call)
    assert told


@FEW
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_described(examine: Examine, content: bytes) -> None:
    examine(content)


@FEW
@given(VALUES)
def test_any_value_is_read_or_described(examine: Examine, value: Any) -> None:
    examine(dumped(value))


@FEW
@given(st.dictionaries(st.sampled_from(list(Line.model_fields)), VALUES))
def test_any_line_is_read_or_described(examine: Examine, value: dict[str, Any]) -> None:
    examine(dumped({"promises": {"so": [value]}}))


@FEW
@given(st.dictionaries(st.sampled_from(list(Entry.model_fields)), VALUES))
@example({"promise": "mfa", "reason": "x", "what": "arn:*"})
def test_any_entry_is_read_or_described(examine: Examine, value: dict[str, Any]) -> None:
    examine(dumped({"accepted": [value]}))


@FEW
@given(broken_data())
@example(DATA)
@example({"promises": {"so": [{"deny": "people", "to": "iam:CreateUser", "where": "id", "but": None}]}})
def test_the_example_with_odd_values_is_read_or_described(examine: Examine, data: Any) -> None:
    examine(dumped(data))


@FEW
@given(WORDS, WORDS, WORDS, WORDS)
def test_any_words_are_read_or_described(examine: Examine, who: str, to: str, on: str, where: str) -> None:
    line = {"deny": who, "to": to, "on": on, "where": where}
    examine(dumped({"promises": {"so": [line, {"allow": who, "to": "s3:GetObject", "on": on}]}}))
