"""The statements that keep a promise: without one of them it is broken; with these alone it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from access.model.policies import Policy
from tests.access.asking import kept, outcome_of
from tests.access.conftest import Broken, Stacks
from tests.access.edits import Statement, by_sid, resource, statements
from tests.access.test_promises_broken import role

SELF_SERVICE = ("id", "aws_iam_policy", "people/self-service/policy", "policy")
QUARANTINE = "organization/organizational-units/suspended"
DENY_ALL = ("org-root", "aws_organizations_policy", f"{QUARANTINE}/deny-all", "content")
DENY_OUTSIDE = ("org-root", "aws_organizations_policy", f"{QUARANTINE}/deny-outside", "content")


@pytest.fixture(scope="module")
def keeping(broken: Broken) -> Mapping[str, Mapping[str, tuple[Policy, int]]]:
    """Return the names of the statements that keep each promise of the example, with their policies."""
    world = replace(broken(lambda _: None), tells_statements=True)
    found: dict[str, dict[str, tuple[Policy, int]]] = {}
    for promise in ("mfa", "chaining", "outsiders", "protection", "quarantine"):
        alone = replace(world)
        assert kept(alone, promise)
        said, _ = alone.solver.take_keeping()
        found[promise] = {policy.statement_name(place): (policy, place) for policy, place, _ in said}
    return found


@pytest.mark.parametrize(
    ("promise", "place", "sid"),
    [
        ("mfa", SELF_SERVICE, "DenyTheRestWithoutMFA"),
        ("quarantine", DENY_ALL, "DenyAll"),
        ("quarantine", DENY_OUTSIDE, "DenyAssumingOtherRoles"),
        ("quarantine", DENY_OUTSIDE, "DenyData"),
    ],
)
def test_without_a_denial_that_is_named_the_promise_is_broken(
    broken: Broken, keeping: Mapping[str, Any], promise: str, place: tuple[str, str, str, str], sid: str
) -> None:
    assert sid in keeping[promise]
    stack, type_, path, attribute = place

    def edit(stacks: Stacks) -> None:
        statements(resource(stacks, stack, type_, path), attribute, lambda said: said.remove(by_sid(said, sid)))

    assert outcome_of(broken(edit), promise).counter_examples


def test_the_conditions_of_a_trust_policy_keep_a_promise(broken: Broken, keeping: Mapping[str, Any]) -> None:
    named = [policy for policy, _ in keeping["mfa"].values() if policy.name.startswith("trust policy of")]
    assert named

    def edit(stacks: Stacks) -> None:
        statements(role(stacks, "infra"), "assume_role_policy", lambda said: said[0].pop("Condition"))

    assert outcome_of(broken(edit), "mfa").counter_examples


@pytest.mark.parametrize("promise", ["mfa", "outsiders", "protection", "quarantine"])
def test_with_the_named_denials_of_control_policies_alone_the_promise_is_kept(
    broken: Broken, keeping: Mapping[str, Any], promise: str
) -> None:
    """Every other denial of the organization's policies is taken away."""
    names = set(keeping[promise])

    def left(said: list[Statement]) -> None:
        said[:] = [one for one in said if one["Effect"] == "Allow" or str(one.get("Sid")) in names] or [_NOTHING]

    def edit(stacks: Stacks) -> None:
        for body in stacks["org-root"]["resource"]["aws_organizations_policy"].values():
            if body["type"] in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
                statements(body, "content", left)

    outcome = outcome_of(broken(edit), promise)
    assert (outcome.undecided, outcome.counter_examples) == ((), ())


_NOTHING: Statement = {
    "Sid": "Nothing",
    "Effect": "Deny",
    "Action": "sqs:ListQueues",
    "Resource": "*",
    "Condition": {"DateLessThan": {"aws:CurrentTime": "2000-01-01T00:00:00Z"}},
}


def test_only_a_solver_that_is_asked_tells_statements(broken: Broken) -> None:
    world = broken(lambda _: None)
    assert kept(world, "mfa")
    assert world.solver.take_keeping()[0] == []
