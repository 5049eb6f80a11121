"""An answer of the solver depends on its question alone, not on the questions before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from access.decision import Callers, Evaluator, Request
from access.decision.process import Process
from access.decision.solver import Answer, Solver, Sought
from access.decision.symbolic.catalog import CATALOG
from access.model import Organization
from access.model.policies import FULL_AWS_ACCESS, Policy
from access.promises import mfa, outsiders, protection, quarantine
from tests.access import small
from tests.access.conftest import Broken, Stacks
from tests.access.edits import ANY_PRINCIPAL, bucket_policy, resource, statements

IAM = CATALOG.matching("iam:*")


@pytest.mark.parametrize("action", ["iam:*", "iam:CreateUser", "*"])
@pytest.mark.parametrize("name", ["role/x-*", "user/*", "*", "policy/?"])
def test_what_is_impossible_in_one_account_is_possible_in_another(process: Process, action: str, name: str) -> None:
    """A caller of `work` may do this in `people` alone, where it cannot; a user of `people` can."""
    allow = {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:iam::{small.PEOPLE}:{name}"}
    organization = small.organization(identity=[allow])
    ann = Callers(organization).with_mfa(small.ann(organization))
    work, people = (organization.account_by_key[key] for key in ("work", "people"))
    alone = Solver(organization, Evaluator(organization, process=process))
    after = Solver(organization, Evaluator(organization, process=process))

    assert after.find(Sought(replace(ann, account=work), work, IAM)) == Answer()

    first, second = (solver.find(Sought(ann, people, IAM)) for solver in (alone, after))
    assert (first.request is None) is (second.request is None)
    assert (first.request is None) is (action == "iam:CreateUser" and not name.startswith(("user", "*")))


def edit(stacks: Stacks) -> None:
    """Open some things, so that some questions are answered by a request."""
    opened = {"Effect": "Allow", "Principal": ANY_PRINCIPAL, "Action": "s3:*", "Resource": "*"}
    narrow = {"Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
    path = "logs/trail/bucket/policy"
    bucket_policy(stacks, "logs", path, lambda found: found.append({**opened, **narrow}))
    role: dict[str, Any] = resource(stacks, "infra", "aws_iam_role", "roles/infra/role")
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/x"}, "Action": "sts:AssumeRole"}
    statements(role, "assume_role_policy", lambda found: found.append(trust))


@pytest.fixture(scope="module")
def asked(broken: Broken) -> tuple[Solver, Sequence[tuple[Sought, Answer]]]:
    """Return a new solver of an organization, and every question of some promises about it, with the answer."""
    world = broken(edit)
    solver, found = world.solver, list[tuple[Sought, Answer]]()
    find = solver.find

    def noted(sought: Sought) -> Answer:
        answer = find(sought)
        found.append((sought, answer))
        return answer

    solver.find = noted  # type: ignore[method-assign]
    for promise in (mfa.PROMISE, outsiders.PROMISE, protection.PROMISE, quarantine.PROMISE):
        promise.look(world)
    return Solver(world.organization, world.evaluator), found


def summary(answer: Answer) -> tuple[bool, bool]:
    return answer.request is not None, bool(answer.problem)


def test_the_order_of_questions_does_not_matter(asked: tuple[Solver, Sequence[tuple[Sought, Answer]]]) -> None:
    solver, found = asked
    assert len(found) > 200
    assert {summary(answer) for _, answer in found} >= {(True, False), (False, False)}

    for sought, answer in reversed(found):
        assert summary(solver.find(sought)) == summary(answer), sought


def shut(policies: Sequence[Sequence[Policy]], organization: Organization, solver: Solver) -> bool:
    """Return whether a role may do nothing in an account under these service control policies, level by level."""
    worker = Callers(organization).session(small.worker(organization))
    work = organization.account_by_key["work"]
    levels = zip(work.path, policies, strict=True)
    moved = replace(work, path=tuple(replace(target, policies=tuple(found)) for target, found in levels))
    caller = replace(worker, account=moved)
    (verdict,) = solver.decide_all([Request(caller, "ec2:DescribeVpcs", "*", moved)])
    return not verdict.allowed


def test_the_same_policies_on_other_levels_are_another_question(process: Process) -> None:
    organization = small.organization()
    solver = Solver(organization, Evaluator(organization, process=process))
    reads = replace(FULL_AWS_ACCESS, document={"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})

    assert not shut([[FULL_AWS_ACCESS], [FULL_AWS_ACCESS, reads]], organization, solver)
    assert not shut([[FULL_AWS_ACCESS, FULL_AWS_ACCESS], [FULL_AWS_ACCESS, reads]], organization, solver)
    assert shut([[FULL_AWS_ACCESS, FULL_AWS_ACCESS], [reads]], organization, solver)
    assert not shut([[FULL_AWS_ACCESS], [FULL_AWS_ACCESS, reads]], organization, solver)
    assert shut([[reads], [FULL_AWS_ACCESS, FULL_AWS_ACCESS]], organization, solver)
    assert shut([[reads, reads], [FULL_AWS_ACCESS]], organization, solver)
    assert not shut([[reads, FULL_AWS_ACCESS], [FULL_AWS_ACCESS]], organization, solver)
    assert shut([[reads], [FULL_AWS_ACCESS, FULL_AWS_ACCESS]], organization, solver)


def test_a_question_has_the_same_answer_alone(asked: tuple[Solver, Sequence[tuple[Sought, Answer]]]) -> None:
    """What an answer to an earlier question is reused for is the same question; the evaluator confirms its request."""
    solver, found = asked
    evaluator = solver._evaluator
    requests: list[Request] = []
    for sought, answer in found:
        alone = Solver(solver._organization, evaluator).find(sought)
        assert summary(alone) == summary(answer), sought
        if answer.request:
            assert alone.request
            assert (answer.request.caller, answer.request.resource) == (alone.request.caller, alone.request.resource)
            requests.append(answer.request)

    assert len(requests) > 20
    assert all(verdict.allowed for verdict in evaluator.decide_all(requests))


def test_a_request_that_serves_for_several_callers_is_each_ones_own(broken: Broken) -> None:
    world = broken(lambda _: None)
    roles = [one for one in world.organization.assumable_roles if one.name == "OrganizationAccountAccessRole"]
    assert len(roles) > 2
    for role in roles:
        caller = world.callers.session(role)
        sought = Sought(caller, caller.account, CATALOG.matching("s3:ListAllMyBuckets"), "*", confirm=False)
        request = world.solver.find(sought).request
        assert request
        own, found = (str(one.context["aws:userid"]).partition(":")[0] for one in (caller, request.caller))
        assert found == own
        assert request.caller.account == caller.account


ON = "arn:aws:iam::"
TELLING_ACCOUNTS_APART: dict[str, dict[str, Any]] = {
    "the number in a condition": {"identity": [{"StringEquals": {"aws:ResourceAccount": small.WORK}}]},
    "another number in a condition": {"identity": [{"StringNotEquals": {"aws:ResourceAccount": [small.WORK, "1"]}}]},
    "the number as the value of a variable": {"Resource": f"{ON}${{aws:ResourceAccount}}:role/*"},
    "the caller's own number": {"identity": [{"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}]},
    "the unit": {"identity": [{"ForAnyValue:StringLike": {"aws:ResourceOrgPaths": "o-*/r-0000/"}}]},
    "the organization": {"identity": [{"StringEquals": {"aws:ResourceOrgID": "o-0000000000"}}]},
    "no organization": {"identity": [{"Null": {"aws:ResourceOrgID": "true"}}]},
    "an ARN": {"Resource": [f"{ON}{small.WORK}:role/a", f"{ON}{small.PEOPLE}:role/b"]},
    "a pattern of an ARN": {"Resource": f"{ON}*:role/?"},
    "a pattern of a number": {"Resource": f"{ON}0000*:role/a"},
    "all but an ARN": {"NotResource": f"{ON}{small.THIRD}:role/*"},
    "the user's name": {"Resource": f"{ON}*:role/${{aws:username}}"},
    "a control policy": {"rcp": {"Resource": f"{ON}{small.WORK}:role/*"}},
    "a condition of a control policy": {"rcp": {"Condition": {"StringEquals": {"aws:ResourceAccount": small.WORK}}}},
    "a control policy of one account": {"rcp_of": "${aws_organizations_account.work.id}"},
    "a user's MFA": {"identity": [{"Bool": {"aws:MultiFactorAuthPresent": "true"}}]},
    "a limit of the organization": {"scp": {"Condition": {"StringNotEquals": {"aws:ResourceAccount": small.WORK}}}},
    "a limit by name": {"scp": {"Resource": f"{ON}*:role/a"}},
    "a boundary": {"boundary": {"Resource": [f"{ON}{small.WORK}:role/*"]}},
    "a trust policy": {"trust": {"Condition": {"StringEquals": {"aws:ResourceAccount": small.THIRD}}}},
    "a trust policy without the account": {"trust": {"Principal": {"AWS": f"{ON}{small.PEOPLE}:user/ann"}}},
    "a trust policy that denies": {"trust": {"Effect": "Deny", "Condition": {"Bool": {"aws:ViaAWSService": "false"}}}},
    "a session's name": {"trust": {"Condition": {"StringLike": {"sts:RoleSessionName": "${aws:username}*"}}}},
}


def told_apart(by: dict[str, Any]) -> Organization:
    """Return a small organization of four accounts with statements that tell them apart."""
    numbers = {**small.NUMBERS, "third": small.THIRD, "fourth": "000055556666"}
    allow = {"Effect": "Allow", "Action": ["sts:*", "iam:*"], "Resource": "*"}
    own = {key: by[key] for key in ("Resource", "NotResource") if key in by}
    conditions = [{"Condition": one} for one in by.get("identity", ({},))]
    plain = {key: value for key, value in allow.items() if key != "Resource" or not own}
    identity = [{**plain, **own, **one} for one in conditions]
    deny = {"Effect": "Deny", "Action": ["sts:*", "iam:*"], "Resource": "*"}
    made: dict[str, Any] = {key: [{**deny, **by[key]}] for key in ("scp", "rcp") if key in by}
    if "boundary" in by:
        made["boundary"] = [{**allow, **by["boundary"]}]
    trust = {**small.TRUST, **by["trust"]} if "trust" in by else small.TRUST
    also = [small.TRUST] if trust["Effect"] == "Deny" else []
    if "rcp_of" in by:
        made["changes"] = small.attached("one", small.document(deny), by["rcp_of"], "RESOURCE_CONTROL_POLICY")
    return small.organization(identity=identity, trust=[*also, trust], numbers=numbers, **made)


@pytest.mark.parametrize("by", TELLING_ACCOUNTS_APART.values(), ids=TELLING_ACCOUNTS_APART)
def test_what_tells_accounts_and_roles_apart_is_seen_before_an_answer_is_reused(
    process: Process, by: dict[str, Any]
) -> None:
    organization = told_apart(by)
    evaluator = Evaluator(organization, process=process)
    shared, callers, worker = Solver(organization, evaluator), Callers(organization), small.worker(organization)
    ann = small.ann(organization)
    asking = [callers.without_mfa(ann), callers.with_mfa(ann), callers.session(worker), callers.outsider()]
    accounts = [organization.account_by_key.get(key) for key in ("work", "people", "third", "outside")]
    answers: set[bool] = set()
    for caller, account, name in product(asking, accounts, ("a", "ann")):
        alone = Solver(organization, evaluator)
        arn = f"{ON}{account.number if account else '444455556666'}:role/{name}"
        for action, policy in (("sts:AssumeRole", worker.trust), ("iam:UpdateRole", None)):
            sought = Sought(caller, account, CATALOG.matching(action), arn, policy=policy, confirm=False)
            answer = alone.find(sought)
            assert summary(shared.find(sought)) == summary(answer), sought
            answers.add(answer.request is not None)
    assert answers == {True, False}


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ([f"{ON}{small.WORK}:root"], (True, False)),
        ([f"{ON}{small.WORK}:role/worker"], (True, False)),
        ([f"{ON}{small.WORK}:root", f"{ON}{small.WORK}:role/worker"], (True, False)),
        ([f"{ON}{small.WORK}:root", f"{ON}{small.WORK}:role/another"], (False, True)),
        ([f"{ON}{small.WORK}:root", f"{ON}{small.PEOPLE}:user/ann"], (True, False)),
        ([f"{ON}{small.PEOPLE}:root", f"{ON}{small.PEOPLE}:user/ann"], (False, False)),
    ],
)
def test_an_account_beside_one_of_its_principals_is_not_decided_for_its_other_principals(
    process: Process, left_out: list[str], expected: tuple[bool, bool]
) -> None:
    deny = {"Effect": "Deny", "NotPrincipal": {"AWS": left_out}, "Action": "s3:*", "Resource": "*"}
    organization = small.organization(bucket=[deny])
    worker = Callers(organization).session(small.worker(organization))
    policy = organization.resource_by_arn[small.BUCKET].policy
    sought = Sought(worker, worker.account, CATALOG.matching("s3:ListBucket"), small.BUCKET, policy=policy)
    answer = Solver(organization, Evaluator(organization, process=process)).find(sought)
    assert summary(answer) == expected


@pytest.mark.parametrize("first", ["any", "another"])
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_any_resource_is_another_question_than_one_that_no_statement_is_about(
    process: Process, first: str, effect: str
) -> None:
    about = {"Effect": effect, "Action": "iam:CreateAccessKey", "Resource": f"{ON}{small.WORK}:user/robot"}
    also = [] if effect == "Allow" else [{"Effect": "Allow", "Action": "iam:*", "Resource": f"{ON}{small.WORK}:user/*"}]
    organization = small.organization(rights=[about, *also])
    worker = Callers(organization).session(small.worker(organization))
    actions = CATALOG.matching("iam:CreateAccessKey")
    anything = Sought(worker, worker.account, actions, confirm=False)
    others = [replace(anything, resource=f"{ON}{small.WORK}:user/{name}") for name in ("another", "robot")]
    solver = Solver(organization, Evaluator(organization, process=process))
    asked = [anything, *others] if first == "any" else [*others, anything]

    found = {one.resource: solver.find(one).request is not None for one in asked}
    allowed = {"robot": effect == "Allow", "another": effect == "Deny"}
    assert found == {"": True} | {f"{ON}{small.WORK}:user/{name}": is_allowed for name, is_allowed in allowed.items()}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_variable_without_a_value_counts_for_callers_without_it_alone(
    process: Process, order: tuple[int, int]
) -> None:
    everyone = {"AWS": [f"{ON}{small.PEOPLE}:root", f"{ON}{small.WORK}:root"]}
    bucket = {"Effect": "Allow", "Principal": everyone, "Action": "s3:*", "Resource": "arn:aws:s3:::data/*"}
    own = {"Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::data/${aws:username}/*"]}
    organization = small.organization(bucket=[bucket], scp=[small.EVERYTHING, own])
    callers = Callers(organization)
    asking = [callers.with_mfa(small.ann(organization)), callers.session(small.worker(organization))]
    account, policy = organization.account_by_key["work"], organization.resource_by_arn[small.BUCKET].policy
    actions = CATALOG.matching("s3:GetObject")
    asked = [Sought(one, account, actions, "arn:aws:s3:::data/xyz", policy=policy) for one in asking]
    evaluator = Evaluator(organization, process=process)
    alone = [summary(Solver(organization, evaluator).find(one)) for one in asked]
    shared = Solver(organization, evaluator)
    assert [summary(shared.find(asked[index])) for index in order] == [alone[index] for index in order]


def test_callers_whose_account_kms_tells_are_not_alike(process: Process) -> None:
    """Two roles have one policy, which allows the calls of one account."""
    own = {"Condition": {"StringEquals": {"kms:CallerAccount": small.WORK}}}
    rights = {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*", **own}
    organization = small.organization(rights=[rights])
    worker = small.worker(organization)
    callers, solver = Callers(organization), Solver(organization, Evaluator(organization, process=process))
    for number, expected in ((small.WORK, True), (small.PEOPLE, False), (small.WORK, True)):
        arn = worker.arn.replace(small.WORK, number)
        caller = callers.session(replace(worker, account=number, arn=arn))
        sought = Sought(caller, caller.account, CATALOG.matching("kms:ListKeys"), "*", confirm=False)
        assert (solver.find(sought).request is not None) is expected
