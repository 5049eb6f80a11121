"""Decisions become questions that AWS's policy simulator takes, or are told to be none, with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from access.confirmation import Case, NotAsked, Question, Questioner, kept
from access.confirmation.parameters import NOTHING
from access.decision import Caller, Evaluator, Request
from access.decision.process import Process
from access.model import Organization
from access.model.policies import AWS, Policy, PolicyKind
from access.promises.promise import Outcome, Promise
from access.questions.world import World
from tests.access import small
from tests.access.small import BUCKET, EVERYTHING, PEOPLE, ROLE, WORK

USER = f"arn:aws:iam::{PEOPLE}:user/ann"
KEYS: dict[str, Any] = {
    "Bool": {"aws:MultiFactorAuthPresent": "true"},
    "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"},
    "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
    "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
    "StringEquals": {"aws:RequestedRegion": "us-east-1"},
    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*"},
}
DENY_DATA = {"Sid": "Data", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
ROLES = {
    name: {
        "name": name,
        "assume_role_policy": small.document(small.TRUST),
        "inline_policy": {"name": "own", "policy": small.document(statement)},
    }
    for name, statement in {
        "admin": EVERYTHING,
        "reader": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
    }.items()
}
"""Roles of the management account: one that deploys, and another one."""


@pytest.fixture
def asking(process: Process) -> Callable[[Organization], Questioner]:
    """Return a function that returns the questioner of an organization."""

    def of(organization: Organization) -> Questioner:
        plain = replace(organization, has_rcps=False)
        worlds = (World(one, Evaluator(one, process=process), None) for one in (organization, plain))
        return Questioner(*worlds)

    return of


def asked(questioner: Questioner, request: Request | None) -> Question:
    found = questioner.question(Case("mfa", "a case", request))
    assert isinstance(found, Question), found
    assert [*faults(found.parameters)] == []
    return found


def reason(questioner: Questioner, request: Request | None) -> str:
    found = questioner.question(Case("mfa", "a case", request))
    assert isinstance(found, NotAsked)
    return found.reason


@cache
def input_shape() -> Any:
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    return (
        ServiceModel(Loader().load_service_model("iam", "service-2"))
        .operation_model("SimulateCustomPolicy")
        .input_shape
    )


def faults(parameters: Any) -> Iterator[str]:
    """Yield what botocore's validator finds, and what is against the model beyond that: lengths, forms, words."""
    from botocore.validate import ParamValidator

    if (report := ParamValidator().validate(parameters, input_shape())).has_errors():
        yield report.generate_report()
    yield from _beyond(parameters, input_shape())


def _beyond(value: Any, shape: Any) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, part in value.items():
            yield from _beyond(part, shape.members[name])
    elif shape.type_name == "list":
        for part in value:
            yield from _beyond(part, shape.member)
    limits = shape.metadata
    if isinstance(value, (str, list)) and not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
        yield f"{shape.name}: length {len(value)}"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], str(value)):
        yield f"{shape.name}: {value!r}"
    if "enum" in limits and value not in limits["enum"]:
        yield f"{shape.name}: {value!r}"


def at_home(questioner: Questioner, caller: Caller | None = None, action: str = "iam:CreateUser") -> Request:
    """Return a request of ann, or of another caller, in the account of the users."""
    organization = questioner.world.organization
    caller = caller or questioner.world.callers.with_mfa(small.ann(organization))
    resource = f"arn:aws:iam::{PEOPLE}:user/new" if action.startswith("iam:") else "*"
    return Request(caller, action, resource, organization.accounts[PEOPLE])


def test_a_user_is_asked_about_with_every_policy_and_key(asking: Callable[[Organization], Questioner]) -> None:
    boundary = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
    scp = {"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": KEYS}
    questioner = asking(small.organization(boundary=[boundary], scp=[scp]))

    question = asked(questioner, at_home(questioner))

    parameters = {**question.parameters}
    entries = {one["ContextKeyName"]: one for one in parameters.pop("ContextEntries")}
    levels = parameters.pop("OrderedOrganizationPolicyInputList")
    policies = {name: json.loads(parameters.pop(name)[0]) for name in [*parameters] if "PolicyInputList" in name}
    assert (question.allowed, question.left_out) == (False, ())
    assert policies["PolicyInputList"]["Statement"] == [EVERYTHING]
    assert policies["PermissionsBoundaryPolicyInputList"]["Statement"] == [boundary]
    assert parameters == {"ActionNames": ["iam:CreateUser"], "ResourceArns": [f"arn:aws:iam::{PEOPLE}:user/new"]}
    documents = [[json.loads(text) for text in one["ServiceControlPolicyInputList"]] for one in levels]
    effects = [[one["Statement"] for one in level] for level in documents]
    assert [scp] in effects[0], "first the root"
    assert effects[1] == [[{"Effect": "Allow", "Action": "*", "Resource": "*"}]], "last the account"
    assert len(effects) == 2
    assert {key: (one["ContextKeyType"], len(one["ContextKeyValues"])) for key, one in entries.items()} == {
        "aws:CurrentTime": ("date", 1),
        "aws:MultiFactorAuthAge": ("numeric", 1),
        "aws:MultiFactorAuthPresent": ("boolean", 1),
        "aws:PrincipalOrgPaths": ("stringList", 1),
        "aws:RequestedRegion": ("string", 1),
        "aws:SourceIp": ("ip", 1),
    }
    assert entries["aws:CurrentTime"]["ContextKeyValues"][0].endswith("T00:00:00Z")


def test_a_user_with_an_access_key_has_no_key_of_mfa(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization(identity=[{**EVERYTHING, "Condition": KEYS}]))
    caller = questioner.world.callers.with_key(small.ann(questioner.world.organization))

    question = asked(questioner, at_home(questioner, caller))

    assert question.allowed is False
    assert "MultiFactor" not in str(question.parameters["ContextEntries"])


def test_a_key_with_several_values_is_a_list(asking: Callable[[Organization], Questioner]) -> None:
    condition = {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}, "StringEquals": {"aws:RequestTag/a": "1"}}
    questioner = asking(small.organization(identity=[{**EVERYTHING, "Condition": condition}]))
    request = replace(at_home(questioner), context={"aws:TagKeys": ("a", "b"), "aws:RequestTag/a": "1"})

    question = asked(questioner, request)

    assert question.allowed is True
    assert question.parameters["ContextEntries"] == [
        {"ContextKeyName": "aws:TagKeys", "ContextKeyValues": ["a", "b"], "ContextKeyType": "stringList"},
        {"ContextKeyName": "aws:RequestTag/a", "ContextKeyValues": ["1"], "ContextKeyType": "string"},
    ]


def test_a_key_for_several_values_is_a_list_even_of_one(asking: Callable[[Organization], Questioner]) -> None:
    condition = {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}
    questioner = asking(small.organization(identity=[{**EVERYTHING, "Condition": condition}]))

    question = asked(questioner, replace(at_home(questioner), context={"aws:TagKeys": "a"}))

    assert question.parameters["ContextEntries"][0]["ContextKeyType"] == "stringList"


def test_a_policy_variable_is_a_key_as_well(asking: Callable[[Organization], Questioner]) -> None:
    own = {"Effect": "Allow", "Action": "*", "Resource": f"arn:aws:iam::{PEOPLE}:user/${{aws:username}}"}
    questioner = asking(small.organization(identity=[own]))

    question = asked(questioner, at_home(questioner))

    assert "${aws:username}" in question.parameters["PolicyInputList"][0]
    assert [one["ContextKeyName"] for one in question.parameters["ContextEntries"]] == ["aws:username"]


def test_a_user_without_policies_has_one_that_allows_nothing(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization())
    caller = replace(questioner.world.callers.with_mfa(small.ann(questioner.world.organization)), identity=())

    question = asked(questioner, at_home(questioner, caller))

    assert (question.allowed, question.parameters["PolicyInputList"]) == (False, [NOTHING])


def test_a_root_user_is_asked_about_without_a_caller(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization())
    root = questioner.world.callers.root_user(questioner.world.organization.accounts[PEOPLE])

    question = asked(questioner, at_home(questioner, root))

    assert question.allowed is True
    assert "CallerArn" not in question.parameters


def test_the_management_account_has_no_service_control_policies(asking: Callable[[Organization], Questioner]) -> None:
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    questioner = asking(small.organization(scp=[deny], changes={"aws_iam_role": ROLES}))
    organization = questioner.world.organization
    admin = next(one for one in organization.roles if one.name == "admin")
    request = Request(questioner.world.callers.session(admin), "iam:ListUsers", "*", organization.management)

    question = asked(questioner, request)

    assert question.allowed is True
    assert "OrderedOrganizationPolicyInputList" not in question.parameters


def test_an_action_without_resources_is_asked_about_all_of_them(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization())
    request = replace(
        at_home(questioner, action="ec2:DescribeInstances"), resource=f"arn:aws:ec2:us-west-2:{PEOPLE}:x/y"
    )

    assert asked(questioner, request).parameters["ResourceArns"] == ["*"]


@pytest.mark.parametrize("account", [WORK, PEOPLE])
def test_a_bucket_is_asked_about_with_policy_owner_and_caller(
    asking: Callable[[Organization], Questioner], account: str
) -> None:
    allow = {"Effect": "Allow", "Principal": {"AWS": [ROLE, USER]}, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    questioner = asking(small.organization(bucket=[allow]))
    organization, callers = questioner.world.organization, questioner.world.callers
    caller = (
        callers.session(small.worker(organization)) if account == WORK else callers.with_mfa(small.ann(organization))
    )

    question = asked(questioner, replace(small.request(organization, "s3:GetObject", f"{BUCKET}/key"), caller=caller))

    assert (question.allowed, question.left_out) == (True, ())
    assert json.loads(question.parameters["ResourcePolicy"])["Statement"] == [allow]
    assert question.parameters["ResourceOwner"] == f"arn:aws:iam::{WORK}:root"
    assert question.parameters["CallerArn"] == (ROLE if account == WORK else USER), "a session's role"


def test_an_outside_principal_is_asked_about_where_a_policy_names_it(
    asking: Callable[[Organization], Questioner],
) -> None:
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    questioner = asking(small.organization(bucket=[everyone]))
    request = small.request(questioner.world.organization, "s3:GetObject", f"{BUCKET}/key")

    question = asked(questioner, replace(request, caller=questioner.world.callers.outsider()))

    assert question.allowed is True
    assert question.parameters["CallerArn"] == "arn:aws:iam::999999999999:role/outsider"


def test_of_a_role_only_the_side_of_the_caller_is_asked(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization())

    question = asked(questioner, small.request(questioner.world.organization, "sts:AssumeRole", ROLE))

    assert (question.allowed, question.left_out) == (True, ("the trust policy",))
    assert not {"ResourcePolicy", "ResourceOwner", "CallerArn"} & question.parameters.keys()


def test_what_the_trust_policy_decides_is_not_comparable(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization(trust=[{**small.TRUST, "Condition": {"Bool": {"aws:x": "true"}}}]))

    said = reason(questioner, small.request(questioner.world.organization, "sts:AssumeRole", ROLE))

    assert said == "it depends on the trust policy, which the simulator does not take"


def test_a_denial_of_the_caller_is_asked_although_the_role_is_not(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization(identity=[{**EVERYTHING, "Action": "s3:*"}]))

    question = asked(questioner, small.request(questioner.world.organization, "sts:AssumeRole", ROLE))

    assert (question.allowed, question.left_out) == (False, ("the trust policy",))


def test_a_resource_control_policy_that_decides_is_not_comparable(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization(rcp=[DENY_DATA]))
    organization = questioner.world.organization
    worker = questioner.world.callers.session(small.worker(organization))

    def put(action: str) -> Request:
        return replace(small.request(organization, action, f"{BUCKET}/key"), caller=worker)

    assert reason(questioner, put("s3:GetObject")) == (
        "it depends on the resource control policies, which the simulator does not take"
    )
    assert asked(questioner, put("s3:PutObject")).left_out == (), "it is about reading only"


def test_a_resource_control_policy_that_does_not_decide_is_left_out(
    asking: Callable[[Organization], Questioner],
) -> None:
    elsewhere = {**DENY_DATA, "Condition": {"StringNotEquals": {"aws:PrincipalAccount": WORK}}}
    questioner = asking(small.organization(rcp=[elsewhere]))
    organization = questioner.world.organization
    request = small.request(organization, "s3:GetObject", f"{BUCKET}/key")
    worker = questioner.world.callers.session(small.worker(organization))

    question = asked(questioner, replace(request, caller=worker))

    assert (question.allowed, question.left_out) == (True, ("the resource control policies",))
    assert "ResourcePolicy" not in question.parameters


def test_of_a_key_only_the_side_of_the_caller_is_asked(asking: Callable[[Organization], Questioner]) -> None:
    """AWS documents the simulator to take the policies of some services only, and KMS is none of them."""
    questioner = asking(small.organization())
    key = Policy(
        "key", PolicyKind.RESOURCE, json.loads(small.document({**EVERYTHING, "Principal": {"AWS": USER}})), AWS
    )
    arn = f"arn:aws:kms:us-west-2:{WORK}:key/00000000-0000-0000-0000-000000000000"
    request = replace(small.request(questioner.world.organization, "kms:Decrypt", arn), policy=key)

    question = asked(questioner, request)

    assert (question.allowed, question.left_out) == (True, ("the policy of the resource",))
    assert "ResourcePolicy" not in question.parameters


def test_the_resource_of_another_account_without_policy(asking: Callable[[Organization], Questioner]) -> None:
    """The proof denies it, because the bucket has no policy; the simulator is not documented to know."""
    questioner = asking(small.organization())

    said = reason(questioner, small.request(questioner.world.organization, "s3:GetObject", f"{BUCKET}/key"))

    assert said == "it depends on the other account's side, which the simulator does not take"


def _callers(questioner: Questioner) -> dict[str, Caller]:
    callers = questioner.world.callers
    return {
        "service": callers.service("cloudtrail.amazonaws.com"),
        "anonymous": callers.anonymous(),
        "root": callers.root_user(questioner.world.organization.accounts[WORK]),
    }


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("service", "an AWS service cannot be the simulator's caller"),
        ("anonymous", "an anonymous caller cannot be the simulator's caller"),
        ("root", "beside a resource policy, the simulator's caller must be a user or a role"),
    ],
)
def test_who_cannot_be_the_caller_beside_a_resource_policy(
    asking: Callable[[Organization], Questioner], who: str, said: str
) -> None:
    everyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    questioner = asking(small.organization(bucket=[everyone]))
    request = small.request(questioner.world.organization, "s3:GetObject", f"{BUCKET}/key")

    assert reason(questioner, replace(request, caller=_callers(questioner)[who])) == said


def test_a_policy_that_names_a_session_is_not_comparable(asking: Callable[[Organization], Questioner]) -> None:
    session = f"arn:aws:sts::{WORK}:assumed-role/worker/session"
    allow = {"Effect": "Allow", "Principal": {"AWS": session}, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    questioner = asking(small.organization(bucket=[allow]))
    worker = questioner.world.callers.session(small.worker(questioner.world.organization))
    request = replace(small.request(questioner.world.organization, "s3:GetObject", f"{BUCKET}/key"), caller=worker)

    assert reason(questioner, request).startswith("the policy of the resource names a session")


def test_an_outside_principal_and_a_role_are_not_comparable(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization())
    request = small.request(questioner.world.organization, "sts:AssumeRole", ROLE)

    assert reason(questioner, replace(request, caller=questioner.world.callers.outsider())) == (
        "the trust policy alone decides on an outside principal, and the simulator does not take it"
    )


def test_a_case_without_request_is_not_asked(asking: Callable[[Organization], Questioner]) -> None:
    assert reason(asking(small.organization()), None) == "a policy itself is wrong: there is no request"


def test_a_key_whose_name_is_too_long_is_not_asked(asking: Callable[[Organization], Questioner]) -> None:
    key = f"aws:RequestTag/{'t' * 300}"
    questioner = asking(small.organization(identity=[{**EVERYTHING, "Condition": {"StringEquals": {key: "1"}}}]))

    said = reason(questioner, replace(at_home(questioner), context={key: "1"}))

    assert said == "the simulator does not take a condition key with a name of this length"


def test_a_policy_that_is_too_long_is_not_asked(asking: Callable[[Organization], Questioner]) -> None:
    long = {**EVERYTHING, "Resource": [f"arn:aws:iam::{PEOPLE}:user/{place:0200}" for place in range(600)]}
    questioner = asking(small.organization(identity=[long]))

    assert reason(questioner, at_home(questioner)) == "a policy is longer than the simulator takes: 131,072 characters"


def test_an_account_below_too_many_units_is_not_asked(asking: Callable[[Organization], Questioner]) -> None:
    found = small.organization()
    account = found.accounts[PEOPLE]
    deep = replace(account, path=(*account.path[:1] * 7, account.path[-1]))
    questioner = asking(replace(found, accounts={**found.accounts, PEOPLE: deep}))

    assert "7 levels" in reason(questioner, at_home(questioner))


def test_kept_questions_are_of_both_kinds_and_no_counterexamples(asking: Callable[[Organization], Questioner]) -> None:
    questioner = asking(small.organization(changes={"aws_iam_role": ROLES}))

    found = kept(questioner, 10)

    assert [one.allowed for one in found].count(True) == 5
    assert {one.case.request.caller.label for one in found if one.case.request and one.allowed} == {
        "role admin of root"
    }
    assert {one.case.request.caller.label for one in found if one.case.request and not one.allowed} == {
        "role reader of root"
    }
    assert all([*faults(one.parameters)] == [] for one in found)
    again = kept(questioner, 10, but=[one.case for one in found])
    assert len(again) == 10
    assert not {one.case.text for one in found} & {one.case.text for one in again}


def test_every_counterexample_of_every_promise_is_a_case(asking: Callable[[Organization], Questioner]) -> None:
    from access.confirmation import counterexamples
    from access.promises.promise import CounterExample

    questioner = asking(small.organization())
    request = at_home(questioner)
    examples = (CounterExample("one", request=request), CounterExample("two"))
    promises = [Promise(name, "", lambda _: Outcome(examples)) for name in ("a", "b")]

    found = [(one.promise, one.text, one.request) for one in counterexamples(questioner.world, promises)]

    assert found == [("a", "one", request), ("a", "two", None), ("b", "one", request), ("b", "two", None)]
