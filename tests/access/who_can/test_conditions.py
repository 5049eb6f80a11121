"""The conditions under which a principal can make a call: in words, sufficient and necessary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from access.decision import Evaluator, Request
from access.decision.process import Process
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.circuit import Circuit
from access.decision.symbolic.cover import CLOCK, RESOURCE, Alternative, Requirement
from access.decision.symbolic.dimensions import ClockDimension, KeyDimension, Time
from access.decision.symbolic.patterns import Pattern, text_matching
from access.model import Organization
from access.model.sign_in import SignIn
from access.questions.world import World
from access.who_can.answer import who_can
from access.who_can.asking import asked
from access.who_can.model import Principal
from policies.checks import aws_names
from tests.access.small import BUCKET, WORK, ann, organization

SINCE = datetime(2026, 12, 1, tzinfo=UTC).timestamp()
PARTNER = "111122223333"
OBJECT, ALL = f"{BUCKET}/x", {"Effect": "Allow", "Action": "*", "Resource": "*"}


def opened(found: Organization, process: Process) -> World:
    dated = replace(found, since=SINCE, knows_id=True, unknown_numbers=frozenset())
    return World(dated, Evaluator(dated, process=process), None)


def under(*conditions: Mapping[str, Any], action: str = "s3:GetObject", resource: str = "*") -> list[dict[str, Any]]:
    """Return a statement that allows an action under each of some conditions."""
    return [{"Effect": "Allow", "Action": action, "Resource": resource, "Condition": one} for one in conditions]


def open_to_people(action: str = "s3:*") -> dict[str, Any]:
    """Return the statement of a bucket that lets the account of the users in."""
    own = {"AWS": "arn:aws:iam::000011112222:root"}
    return {"Effect": "Allow", "Principal": own, "Action": action, "Resource": [BUCKET, f"{BUCKET}/*"]}


def principal(world: World, name: str, action: str, resource: str | None) -> Principal | None:
    found = who_can(world, asked(action, resource, world.organization), "small")
    return next((one for one in found.principals if one.name == name), None)


def words(one: Principal | None) -> list[str]:
    """Return the alternatives of a principal's own calls."""
    assert one
    return [each.words for own in one.in_person for calls in own.calls for each in calls.alternatives]


CONDITIONS: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "address": ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "from 203.0.113.0/24"),
    "addresses": (
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.7"]}},
        "from 203.0.113.0/24 or 198.51.100.7",
    ),
    "no address": ({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, "not from 203.0.113.0/24"),
    "until": ({"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}, "before 2027-01-01"),
    "from": ({"DateGreaterThanEquals": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}, "from 2027-01-01 on"),
    "past": ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, ""),
    "tls": ({"Bool": {"aws:SecureTransport": "true"}}, "over TLS"),
    "no service": ({"Bool": {"aws:ViaAWSService": "false"}}, "not through an AWS service"),
    "region": ({"StringEquals": {"aws:RequestedRegion": ["us-west-2", "eu-west-1"]}}, "in us-west-2 or eu-west-1"),
    "other region": ({"StringNotEquals": {"aws:RequestedRegion": "us-west-2"}}, "outside of us-west-2"),
    "organization": ({"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}, ""),
    "agent": ({"StringLike": {"aws:UserAgent": "tool/*"}}, "with aws:UserAgent tool/*"),
    "present": ({"Null": {"aws:SourceVpce": "false"}}, "with aws:SourceVpce"),
    "absent": ({"Null": {"aws:SourceVpce": "true"}}, "without aws:SourceVpce"),
    "several keys": (
        {"StringEquals": {"aws:UserAgent": "x"}, "Bool": {"aws:SecureTransport": "true"}},
        "over TLS, with aws:UserAgent x",
    ),
    "if exists": (
        {"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}},
        "through the VPC endpoint vpce-1 or without aws:SourceVpce",
    ),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_of_each_kind_is_said_in_words_and_is_exact(name: str, process: Process) -> None:
    condition, said = CONDITIONS[name]
    world = opened(organization(identity=under(condition), bucket=[open_to_people()]), process)

    assert sorted(words(principal(world, "ann", "s3:GetObject", OBJECT))[0].split(", ")) == sorted(said.split(", "))
    _exact(world, "s3:GetObject", OBJECT)


@pytest.mark.parametrize(
    ("action", "resource", "condition", "said"),
    [
        ("s3:ListBucket", BUCKET, {"StringLike": {"s3:prefix": "env/*"}}, "with s3:prefix env/*"),
        ("s3:ListBucket", BUCKET, {"NumericLessThan": {"s3:max-keys": "10"}}, "with s3:max-keys less than 10"),
        ("s3:PutObject", OBJECT, {"StringEquals": {"s3:x-amz-acl": "private"}}, "with s3:x-amz-acl private"),
    ],
)
def test_a_key_of_a_service_is_named(
    action: str, resource: str, condition: Mapping[str, Any], said: str, process: Process
) -> None:
    world = opened(organization(identity=under(condition, action=action), bucket=[open_to_people()]), process)

    assert words(principal(world, "ann", action, resource)) == [said]
    _exact(world, action, resource)


def test_a_denial_is_a_condition_too(process: Process) -> None:
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{BUCKET}/*"}
    tls = {**denied, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    away = {**denied, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    world = opened(organization(bucket=[open_to_people(), tls, away]), process)

    # the denial does not apply where the address is in the range: a request without an address is denied
    assert words(principal(world, "ann", "s3:GetObject", OBJECT)) == ["from 203.0.113.0/24, over TLS"]
    _exact(world, "s3:GetObject", OBJECT)


def test_each_way_of_signing_in_has_its_conditions(process: Process) -> None:
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    near = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    world = opened(organization(identity=under(mfa, near), bucket=[open_to_people()]), process)

    one = principal(world, "ann", "s3:GetObject", OBJECT)
    assert one
    found = {own.ways: [each.words for calls in own.calls for each in calls.alternatives] for own in one.in_person}
    assert found == {(SignIn.KEY, SignIn.NO_MFA): ["from 203.0.113.0/24"], (SignIn.MFA,): [""]}


def test_alternatives_are_minimal_and_all(process: Process) -> None:
    first = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "true"}}
    second = {"StringEquals": {"aws:UserAgent": "x"}}
    world = opened(organization(identity=under(first, second), bucket=[open_to_people()]), process)

    found = words(principal(world, "ann", "s3:GetObject", OBJECT))
    assert {frozenset(one.split(", ")) for one in found} == {
        frozenset({"from 203.0.113.0/24", "over TLS"}),
        frozenset({"with aws:UserAgent x"}),
    }
    _exact(world, "s3:GetObject", OBJECT)


def test_a_search_that_is_stopped_early_says_so(process: Process) -> None:
    many = [
        {"StringEquals": {"aws:UserAgent": f"a{at}", "aws:Referer": f"b{at}"}, "Bool": {"aws:SecureTransport": "true"}}
        for at in range(12)
    ]
    world = opened(organization(identity=under(*many), bucket=[open_to_people()]), process)

    one = principal(world, "ann", "s3:GetObject", OBJECT)
    assert one
    assert len(words(one)) == 8
    assert all(calls.more for own in one.in_person for calls in own.calls)


def test_the_resource_is_a_condition_where_none_is_named(process: Process) -> None:
    statement = under({"Bool": {"aws:SecureTransport": "true"}}, resource="arn:aws:s3:::mine/a*")
    world = opened(organization(identity=statement), process)

    assert words(principal(world, "ann", "s3:GetObject", None)) == ["on arn:aws:s3:::mine/a*, over TLS"]


def test_a_policy_that_denies_what_is_allowed_on_that_resource_only_is_read(process: Process) -> None:
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    trust = [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{WORK}:root"}, "Action": "sts:AssumeRole"}]
    found = organization(bucket=[denied], trust=trust)
    (worker,) = (one for one in found.roles if one.name == "worker")
    narrow = replace(worker.policies[0], document={"Version": "2012-10-17", "Statement": under({}, resource=OBJECT)})
    roles = tuple(replace(one, policies=(narrow,)) if one is worker else one for one in found.roles)
    world = opened(replace(found, roles=roles), process)

    assert principal(world, "worker", "s3:GetObject", None) is None


def test_a_tag_of_a_principal_is_not_decided(process: Process) -> None:
    tagged = {"StringEquals": {"aws:PrincipalTag/team": "a"}}
    world = opened(organization(identity=under(tagged), bucket=[open_to_people()]), process)

    found = who_can(world, asked("s3:GetObject", OBJECT, world.organization), "small")
    one = next(one for one in found.principals if one.name == "ann")
    assert not one.can
    assert one.undecided == ("StringEquals of aws:PrincipalTag/team: the proof does not read tags",)
    assert not found.decided


def test_a_step_on_the_way_has_its_conditions(process: Process) -> None:
    trusted = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::000011112222:user/ann"},
        "Action": "sts:AssumeRole",
    }
    named = {
        "StringEquals": {"sts:RoleSessionName": "ann"},
        "DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"},
    }
    world = opened(organization(trust=[{**trusted, "Condition": named}]), process)

    (route,) = (principal(world, "ann", "s3:GetObject", OBJECT) or pytest.fail("ann is not there")).routes
    ((step,), ways) = (route.steps, route.ways)
    assert step.label == "role worker of work"
    assert ways == tuple(SignIn)
    assert [set(one.words.split(", ")) for one in step.alternatives] == [
        {"before 2027-01-01", "with the session name ann"}
    ]


def _exact(world: World, action: str, arn: str) -> None:
    """Assert that each alternative of ann suffices with all of its values, and that each requirement is needed."""
    organization_ = world.organization
    resource = organization_.resource_by_arn[BUCKET]
    caller = world.callers.with_mfa(ann(organization_))
    account = organization_.accounts[resource.account]
    sought = Sought(caller, account, CATALOG.matching(action), arn, policy=resource.policy)
    alternatives = world.solver.cover(sought).alternatives
    assert alternatives
    for one in alternatives:
        examples = [*_requests(world.solver.example(sought, one), one)]
        assert [world.evaluator.decide(request).result for request in examples] == ["allowed"] * len(examples)
    if len(alternatives) == 1:
        base = world.solver.example(sought, alternatives[0])
        against = [_with(base, each, None) for each in alternatives[0].requires]
        assert not any(world.evaluator.decide(request).allowed for request in against)


def _requests(base: Request, one: Alternative) -> Iterator[Request]:
    """Yield requests that meet an alternative: its example, and one with each term of a requirement."""
    yield base
    yield from (_with(base, each, at) for each in one.requires for at in range(len(each.terms)))


def _with(base: Request, requirement: Requirement, at: int | None) -> Request:
    """Return a request with a value for which one term of a requirement holds; with None, for which none does."""
    wanted = [
        (one.question, one.met) for one in requirement.terms[slice(at, at + 1) if at is not None else slice(None)]
    ]
    asked_for = [(question, met if at is not None else not met) for question, met in wanted]
    if requirement.dimension == CLOCK:
        times = [(one, met) for one, met in asked_for if isinstance(one, Time)]
        clock = ClockDimension("clock", Circuit(), SINCE)
        found = next(clock.value({clock.atom(one): met for one, met in times}))
        assert isinstance(found, tuple)
        return replace(base, context={**base.context, "aws:CurrentTime": found[0]})
    if requirement.dimension == RESOURCE:
        patterns = [(one, met) for one, met in asked_for if isinstance(one, Pattern)]
        text = text_matching([one for one, met in patterns if met], [one for one, met in patterns if not met])
        return replace(base, resource=text or "")
    key = requirement.dimension
    dimension = KeyDimension(key, Circuit(), many=aws_names.key_type(key).startswith("ArrayOf"), examples=_EXAMPLES)
    questions = [(one, met) for one, met in asked_for if not isinstance(one, Pattern | Time)]
    value = next(dimension.value({dimension.atom(one): met for one, met in questions}))
    others = {name: said for name, said in base.context.items() if name.lower() != key}
    if value is None:
        return replace(base, context=others, without=base.without | {key})
    return replace(base, context={**others, key: value}, without=base.without - {key})


_EXAMPLES: Sequence[str] = ("192.0.2.1", "sa-east-1")
