"""The grammar of role policies in JSON files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.iam.aws_managed_policies import aws_managed_policies_data

from policies import document, size
from policies.document import identity_policy_errors


def policy(*statements: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more})


def allow(**fields: Any) -> dict[str, Any]:
    """Return a valid statement, with some fields replaced or, with None, removed."""
    fields = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **fields}
    return {key: value for key, value in fields.items() if value is not None}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(policy(allow()), id="a statement"),
        pytest.param(policy(allow(), allow(Effect="Deny")), id="two statements"),
        pytest.param(json.dumps({"Version": "2012-10-17", "Statement": allow()}), id="one statement without a list"),
        pytest.param(policy(allow(Sid="ReadAll1")), id="a statement with an id"),
        pytest.param(policy(allow(), Id="mine"), id="a policy with an id"),
        pytest.param(policy(allow(Action=["s3:GetObject", "s3:Put*"])), id="a list of actions"),
        pytest.param(policy(allow(Action="*")), id="every action"),
        pytest.param(
            policy(allow(Action="s3-object-lambda:Get?bject")), id="an action with a hyphen and a question mark"
        ),
        pytest.param(policy(allow(Action=None, NotAction="iam:*")), id="all actions but some"),
        pytest.param(policy(allow(Action=None, NotAction=["iam:*", "sts:*"])), id="all actions but a list"),
        pytest.param(policy(allow(Resource=["arn:aws:s3:::a", "arn:aws:s3:::a/*"])), id="a list of resources"),
        pytest.param(policy(allow(Resource=None, NotResource="arn:aws:s3:::a")), id="all resources but one"),
        pytest.param(
            policy(
                allow(
                    Condition={
                        "StringEquals": {"aws:RequestedRegion": ["us-west-2", "us-east-1"]},
                        "Bool": {"aws:MultiFactorAuthPresent": "true", "aws:SecureTransport": True},
                        "NumericLessThan": {"aws:MultiFactorAuthAge": 3600},
                    }
                )
            ),
            id="conditions of several kinds",
        ),
        pytest.param(policy(allow(Condition={})), id="no condition"),
        pytest.param(json.dumps(json.loads(policy(allow())), indent=4), id="white space"),
        pytest.param(policy(allow(Condition={"StringEquals": {"aws:username": "ÿ"}})), id="letters up to ÿ"),
        pytest.param(
            policy(allow(Action="*:*")),
            id="every action with a colon",
        ),
    ],
)
def test_accepted(text: str) -> None:
    assert identity_policy_errors(text) == []


VERSION = 'must have "Version": "2012-10-17"; without it policy variables do not work'


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        pytest.param("", ["is not JSON: Expecting value: line 1 column 1 (char 0)"], id="nothing"),
        pytest.param("{'a': 1}", None, id="quotes of Python"),
        pytest.param("[" * 100_000, None, id="nesting without end"),
        pytest.param("{}", [VERSION, "has no Statement"], id="an empty mapping"),
        pytest.param("[]", ["must be a mapping with Version and Statement"], id="a list"),
        pytest.param("null", ["must be a mapping with Version and Statement"], id="nothing, in JSON"),
        pytest.param('"text"', ["must be a mapping with Version and Statement"], id="a text"),
        pytest.param(json.dumps({"Statement": [allow()]}), [VERSION], id="no version"),
        pytest.param(policy(allow(), Version="2008-10-17"), [VERSION], id="the old version"),
        pytest.param(policy(allow(), version="x"), ["has the unknown key 'version'"], id="an unknown key"),
        pytest.param(policy(), ["has no Statement"], id="no statement"),
        pytest.param(json.dumps({"Version": "2012-10-17"}), ["has no Statement"], id="statements left out"),
        pytest.param(policy("x"), ["Statement[0] must be a mapping"], id="a word as statement"),
        pytest.param(policy(allow(), 5), ["Statement[1] must be a mapping"], id="a number as second statement"),
        pytest.param(policy(allow(Effect=None)), ["Statement[0] needs an Effect, Allow or Deny"], id="no effect"),
        pytest.param(policy(allow(Effect="allow")), ["Statement[0] needs an Effect, Allow or Deny"], id="an effect"),
        pytest.param(policy(allow(Action=None)), ["Statement[0] needs either Action or NotAction"], id="no action"),
        pytest.param(
            policy(allow(NotAction="iam:*")),
            ["Statement[0] needs either Action or NotAction"],
            id="Action and NotAction",
        ),
        pytest.param(
            policy(allow(Resource=None)), ["Statement[0] needs either Resource or NotResource"], id="no resource"
        ),
        pytest.param(
            policy(allow(NotResource="*")),
            ["Statement[0] needs either Resource or NotResource"],
            id="Resource and NotResource",
        ),
        pytest.param(
            policy(allow(Principal={"AWS": "*"})),
            ["Statement[0] has the key 'Principal', not allowed here"],
            id="a principal, which belongs into trust and resource policies",
        ),
        pytest.param(
            policy(allow(Action=[])), ["Statement[0] Action must be text or a list of texts, and not empty"], id="[]"
        ),
        pytest.param(
            policy(allow(Resource=["*", 5])),
            ["Statement[0] Resource must be text or a list of texts, and not empty"],
            id="a number among the resources",
        ),
        pytest.param(
            policy(allow(Resource="")),
            ["Statement[0] Resource must be text or a list of texts, and not empty"],
            id="an empty resource",
        ),
        pytest.param(
            policy(allow(Action="GetObject")),
            ["Statement[0] Action 'GetObject' must look like s3:GetObject or *"],
            id="an action without its service",
        ),
        pytest.param(
            policy(allow(Action=["s3:Get Object", "s3:"])),
            [
                "Statement[0] Action 's3:Get Object' must look like s3:GetObject or *",
                "Statement[0] Action 's3:' must look like s3:GetObject or *",
            ],
            id="actions with a space and without a name",
        ),
        pytest.param(
            policy(allow(Action=None, NotAction="iam")),
            ["Statement[0] NotAction 'iam' must look like s3:GetObject or *"],
            id="a service without an action",
        ),
        pytest.param(
            policy(allow(Condition=[])),
            ["Statement[0] Condition must be a mapping of operators to mappings"],
            id="conditions as a list",
        ),
        pytest.param(
            policy(allow(Condition={"Bool": "true"})),
            ["Statement[0] Condition must be a mapping of operators to mappings"],
            id="a condition without a key",
        ),
        pytest.param(
            policy(allow(Effect="No", Resource=None), {}),
            [
                "Statement[0] needs an Effect, Allow or Deny",
                "Statement[0] needs either Resource or NotResource",
                "Statement[1] needs an Effect, Allow or Deny",
                "Statement[1] needs either Action or NotAction",
                "Statement[1] needs either Resource or NotResource",
            ],
            id="several errors at once",
        ),
        pytest.param(
            json.dumps({"Version": "2012-10-17", "Statement": [allow(Sid="日本")]}, ensure_ascii=False),
            ["holds characters beyond U+00FF, which IAM rejects"],
            id="letters beyond ÿ",
        ),
    ],
)
def test_refused(text: str, errors: list[str] | None) -> None:
    found = identity_policy_errors(text)

    if errors is None:
        (error,) = found
        assert error.startswith("is not JSON: ")
    else:
        assert found == errors


@pytest.mark.parametrize(
    ("statements", "error"),
    [
        pytest.param([allow(Sid="read all")], "[0] Sid 'read all' must be letters and digits", id="a Sid with a space"),
        pytest.param([allow(Sid=5)], "[0] Sid 5 must be letters and digits", id="a Sid that is a number"),
        pytest.param(
            [allow(Sid="A"), allow(Sid="B"), allow(Sid="A")],
            "[2] Sid 'A' is also that of Statement[0]; rename one",
            id="a Sid twice",
        ),
        pytest.param(
            [allow(Resource="bucket")],
            "[0] Resource 'bucket' must look like arn:aws:s3:::bucket/* or *",
            id="a resource that is no ARN",
        ),
        pytest.param(
            [allow(Condition={"StringEqual": {"aws:username": "a"}})],
            "[0] Condition has the unknown operator 'StringEqual'",
            id="an operator that does not exist",
        ),
        pytest.param(
            [allow(Condition={"Bool": {"aws:SecureTransport": {"a": "b"}}})],
            "[0] Condition 'Bool' 'aws:SecureTransport' must be text or a list of texts",
            id="a mapping as value",
        ),
        pytest.param([None], "[0] must be a mapping", id="null as a statement"),
    ],
)
def test_a_policy_that_iam_would_reject_at_deployment_is_rejected(statements: list[Any], error: str) -> None:
    assert identity_policy_errors(policy(*statements)) == [f"Statement{error}"]


def test_null_as_the_only_statement_is_none() -> None:
    assert identity_policy_errors(json.dumps({"Version": "2012-10-17", "Statement": None})) == ["has no Statement"]


def test_the_id_of_a_policy_is_text() -> None:
    assert identity_policy_errors(policy(allow(), Id=[[]])) == ["Id must be text"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(policy(allow(), **{"a\nb": 1}), id="a key"),
        pytest.param(policy(allow(**{"a\nb": 1})), id="a statement's key"),
        pytest.param(policy(allow(Sid="a\nb" * 100)), id="a Sid"),
        pytest.param(policy(allow(Action="s3:\u001b[31m")), id="an action"),
        pytest.param(policy(allow(Condition={"a\nb": {}})), id="an operator"),
        pytest.param(policy(allow(Condition={"Bool": {"\ud800": {}}})), id="a condition's key"),
    ],
)
def test_every_error_is_one_printable_line(text: str) -> None:
    (error,) = identity_policy_errors(text)

    assert error.isprintable()
    assert len(error) < 150


def test_every_policy_that_aws_manages_is_accepted() -> None:
    managed: dict[str, Any] = json.loads(aws_managed_policies_data)
    refused = {name for name, value in managed.items() if identity_policy_errors(json.dumps(value["Document"]))}

    assert len(managed) > 1000
    assert refused == set()


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    st.text(max_size=40)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["Allow", "*", "2012-10-17"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "Condition", "Sid", "x"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=15,
    ).map(json.dumps)
)
def test_any_text_is_a_policy_or_described(text: str) -> None:
    errors = identity_policy_errors(text)

    assert all(isinstance(error, str) and error for error in errors)
    if not errors:
        assert size(text) > 0


def test_documents_are_written_without_white_space() -> None:
    assert document({"Effect": "Deny", "Action": "*", "Resource": "*"}) == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
    )


def test_white_space_outside_of_texts_is_not_counted() -> None:
    assert size('{ "a" :\n\t[ 1, "b c" ] }') == len('{"a":[1,"b c"]}')


def test_a_policy_is_measured_as_it_is_written() -> None:
    assert size(r'{"a": "\u0041\" \\", "a": 1.0}') == len(r'{"a":"\u0041\" \\","a":1.0}')
