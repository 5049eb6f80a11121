"""An answer of the solver depends on its question alone, not on the questions before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
