"""
Where the evaluator and AWS's documentation differ: each difference has a name, a source, and a test of both sides.

Some are evened out before the evaluator is asked (access/decision/normalized.py and question.py). Of the others the
solver says that it does not read them, or the evaluator does not confirm what the solver found: "not decided".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from access.decision.narrowing import whole
from access.decision.normalized import normalized
from access.decision.process import Process
from access.decision.symbolic.authorization import Authorization, Policies
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.search import Result, Search
from access.decision.symbolic.statements import Encoder
from access.model.policies import AWS, Policy, PolicyKind
from policies.checks import aws_names
from tests.access.symbolic.cases import OWN, SINCE, USER

OPERATORS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"
SETS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html"
VARIABLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"
ARNS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"
CONTROL = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"
NOW = {"aws:CurrentTime": "2026-12-01T00:00:00Z"}
Document = Mapping[str, Any]


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """Yield a running evaluator."""
    with Process() as started:
        yield started


def _policy(condition: Document, kind: PolicyKind = PolicyKind.IDENTITY, **elements: Any) -> Policy:
    said = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition, **elements}
    kept = {key: value for key, value in said.items() if value not in (None, {})}
    return Policy("policy", kind, {"Version": "2012-10-17", "Statement": [kept]}, AWS)


def _asked(process: Process, text: str, context: Mapping[str, object], **more: object) -> bool:
    """Return whether the evaluator allows s3:GetObject by one identity policy."""
    name = f"known-differences {text}"
    body = {
        "principal": USER,
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/x",
        "account": OWN,
        "identity": [name],
        "boundary": None,
        "scps": [],
        "rcps": [],
        "policy": None,
        "context": context,
        **more,
    }
    (answer,) = process.answers([body], {name: text})
    return bool(answer["result"] == "Allowed")


def _searched(policies: Policies, *, action: str = "s3:GetObject", resource: str = "arn:aws:s3:::b/x") -> Result:
    encoder = Encoder(SINCE)
    scope = Scope("user", USER, OWN, {"aws:username": "ann"}, action=CATALOG.matching(action), resource=resource)
    return Search(encoder).search([Authorization(encoder).allowed(scope, policies)], scope)


@pytest.mark.parametrize(
    ("name", "source", "condition", "context", "by_aws"),
    [
        ("a year is a date", OPERATORS, {"DateLessThan": {"aws:CurrentTime": "2027"}}, NOW, True),
        ("seconds compared with a date", OPERATORS, {"DateLessThan": {"aws:CurrentTime": "1830297600"}}, NOW, True),
        (
            "a date compared with seconds",
            OPERATORS,
            {"DateGreaterThan": {"aws:EpochTime": "2026-01-01T00:00:00Z"}},
            {"aws:EpochTime": "1796083200"},
            True,
        ),
        (
            "a range of every address",
            OPERATORS,
            {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
            {"aws:SourceIp": "198.51.100.7"},
            True,
        ),
        (
            "no range of every address",
            OPERATORS,
            {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"]}},
            {"aws:SourceIp": "198.51.100.7"},
            False,
        ),
        (
            "one IPv4 address and a request over IPv6",
            OPERATORS,
            {"NotIpAddress": {"aws:SourceIp": "203.0.113.5"}},
            {"aws:SourceIp": "2001:db8::1"},
            True,
        ),
        (
            "one IPv6 address, written otherwise",
            OPERATORS,
            {"IpAddress": {"aws:SourceIp": "2001:db8:0:0::5"}},
            {"aws:SourceIp": "2001:db8::5"},
            True,
        ),
        (
            "an escaped asterisk without wildcards",
            VARIABLES,
            {"StringEquals": {"aws:UserAgent": "${*}"}},
            {"aws:UserAgent": "*"},
            True,
        ),
        (
            "an escaped dollar without wildcards",
            VARIABLES,
            {"StringNotEquals": {"aws:UserAgent": "${$}5"}},
            {"aws:UserAgent": "$5"},
            False,
        ),
    ],
)
def test_difference_that_is_evened_out(
    name: str, source: str, condition: Document, context: Mapping[str, str], by_aws: bool, process: Process
) -> None:
    policy = _policy(condition)
    assert source, name
    assert _asked(process, policy.text, context) is not by_aws, "the evaluator decides as AWS: even nothing out"
    assert _asked(process, whole(policy, "", "") or "", context) is by_aws
    keys = {key.lower(): value for key, value in context.items() if "time" not in key.lower()}
    encoder = Encoder(SINCE)
    scope = Scope("user", USER, OWN, keys, action=CATALOG.matching("s3:GetObject"), resource="arn:aws:s3:::b/x")
    formula = Authorization(encoder).allowed(scope, Policies(identity=[policy], resource_account=OWN))
    assert (Search(encoder).search([formula], scope).found is not None) is by_aws


def test_dates_with_fractions_and_other_statements_keep_their_meaning() -> None:
    dates = {"Effect": "Deny", "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-12-01T00:00:00.25Z"}}}
    assert normalized(dates)["Condition"] == {"DateLessThan": {"aws:CurrentTime": "2026-12-01T00:00:00.250Z"}}
    for condition in (
        {"StringLike": {"aws:UserAgent": "${*}"}},
        {"StringEquals": {"aws:UserAgent": "${aws:username}"}},
        {"StringEquals": {"aws:UserAgent": "${$}{aws:username}"}},  # unescaped, it would be a variable
        {"NumericEquals": {"s3:max-keys": "10"}},
        {"IpAddress": {"aws:SourceIp": "anywhere"}},
    ):
        statement = {"Effect": "Allow", "Condition": condition}
        assert normalized(statement) == statement


def test_for_any_value_with_if_exists_and_without_the_key(process: Process) -> None:
    """By IfExists, a condition without its key is met; the evaluator says that it is not. Source: OPERATORS."""
    policy = _policy({"ForAnyValue:StringEqualsIfExists": {"aws:TagKeys": ["x"]}})
    assert not _asked(process, policy.text, {})
    found = _searched(Policies(identity=[policy], resource_account=OWN)).found
    assert found is not None
    assert found.keys == {}


def test_resource_control_policy_and_a_service_without_support(process: Process) -> None:
    """RCPs apply to the services on AWS's list alone; the evaluator applies them to all. Source: CONTROL."""
    assert "iam" not in aws_names.services_with_resource_control()
    control = _policy({}, PolicyKind.RESOURCE_CONTROL, Effect="Deny", Principal="*", Action="iam:*")
    everything = _policy({})
    policies = Policies(identity=[everything], rcps=[[control]], resource_account=OWN)
    assert _searched(policies, action="iam:GetUser", resource=USER).found is not None
    name = "known-differences rcp"
    process.answers([], {name: control.text})
    request = {"action": "iam:GetUser", "resource": USER, "rcps": [["0", [name]]]}
    assert not _asked(process, everything.text, {}, **request)
    s3 = _policy({}, PolicyKind.RESOURCE_CONTROL, Effect="Deny", Principal="*", Action="s3:*")
    assert _searched(Policies(identity=[everything], rcps=[[s3]], resource_account=OWN)).found is None


@pytest.mark.parametrize(
    ("name", "source", "elements", "is_allowed"),
    [
        ("a wildcard in the type of a resource", ARNS, {"Resource": "arn:aws:iam::*:us*/ann"}, False),
        ("a shortened ARN in NotResource", ARNS, {"Resource": None, "NotResource": "arn:aws:kms:*"}, False),
        (
            "an ARN operator with an incomplete ARN",
            OPERATORS,
            {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam:*"}}},
            False,
        ),
        (
            "a negated ARN operator with an incomplete ARN",
            OPERATORS,
            {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:s3:*"}}},
            False,
        ),
        (
            "a variable without value in a negated operator",
            VARIABLES,
            {"Condition": {"StringNotEquals": {"aws:UserAgent": "${aws:PrincipalTag/nick}"}}},
            False,
        ),
    ],
)
def test_part_without_documented_meaning_is_not_read(
    name: str, source: str, elements: dict[str, Any], is_allowed: bool, process: Process
) -> None:
    """The solver says so, whatever the evaluator makes of it."""
    policy = _policy(elements.pop("Condition", {}), **elements)
    found = _searched(Policies(identity=[policy], resource_account=OWN), action="iam:GetUser", resource=USER).found
    assert source, name
    assert found is not None
    assert found.unread
    context = {"aws:PrincipalArn": USER, "aws:UserAgent": "x"}
    assert _asked(process, policy.text, context, action="iam:GetUser", resource=USER) is is_allowed


@pytest.mark.parametrize(
    ("operator", "is_met_without"), [("StringEquals", False), ("StringLike", False), ("StringNotEquals", True)]
)
def test_plain_operator_and_a_key_with_many_values(operator: str, is_met_without: bool, process: Process) -> None:
    """AWS asks for a set operator there and does not say what happens without: both say never met. Source: SETS."""
    policy = _policy({operator: {"aws:TagKeys": "x"}})
    for values in (["x"], ["y"], ["x", "y"]):
        assert not _asked(process, policy.text, {"aws:TagKeys": values})
    assert _asked(process, policy.text, {}) is is_met_without
    found = _searched(Policies(identity=[policy], resource_account=OWN)).found
    assert (found is not None) is is_met_without
    if found:
        assert "aws:tagkeys" in found.absent


def test_deny_with_not_principal_names_every_principal_with_a_boundary(process: Process) -> None:
    """
    Both decide so. Source: reference_policies_elements_notprincipal.html.

    Without a boundary, the same principal is left out.
    """
    everything, boundary = _policy({}), _policy({}, PolicyKind.BOUNDARY)
    deny = _policy({}, PolicyKind.RESOURCE, Effect="Deny", NotPrincipal={"AWS": USER})
    name = "known-differences bucket"
    process.answers([], {name: deny.text, "boundary": boundary.text})
    for bounded in (None, boundary):
        policies = Policies([everything], bounded, resource=deny, resource_account=OWN)
        expected = bounded is None
        assert (_searched(policies).found is not None) is expected
        more = {"policy": name, "boundary": "boundary" if bounded else None}
        assert _asked(process, everything.text, {}, **more) is expected


@pytest.mark.parametrize(
    ("kind", "said", "is_read"),
    [
        (PolicyKind.IDENTITY, "arn:aws:s3", True),
        (PolicyKind.BOUNDARY, "arn:aws:s3:*", True),
        (PolicyKind.SERVICE_CONTROL, "arn:aws:s3:*", True),
        (PolicyKind.SERVICE_CONTROL, "arn:aws:s3", False),
        (PolicyKind.RESOURCE_CONTROL, "arn:aws:s3:*", False),
    ],
)
def test_shortened_arn_is_read_where_the_evaluator_reads_it(kind: PolicyKind, said: str, is_read: bool) -> None:
    """AWS documents only that a last asterisk reaches over colons: reference_policies_elements_resource.html."""
    deny = _policy({}, kind, Effect="Deny", Resource=said, Principal="*" if "rcp" in kind else None)
    layers = {
        PolicyKind.IDENTITY: Policies([_policy({}), deny], resource_account=OWN),
        PolicyKind.BOUNDARY: Policies([_policy({})], deny, resource_account=OWN),
        PolicyKind.SERVICE_CONTROL: Policies([_policy({})], scps=[[_policy({}), deny]], resource_account=OWN),
        PolicyKind.RESOURCE_CONTROL: Policies([_policy({})], rcps=[[deny]], resource_account=OWN),
    }
    found = _searched(layers[kind]).found
    if is_read:
        assert found is None
    else:
        assert found is not None
        assert found.unread
