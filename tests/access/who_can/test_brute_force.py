"""Who can make a call, against the evaluator's decisions on many requests of every principal of the example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from access.decision.symbolic.catalog import CATALOG
from access.questions.world import World
from tests.access.who_can.brute_force import CONTEXTS, allowed, answer, can_itself, known_things, principals

_TELLING = (
    *("s3:GetObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:ListAllMyBuckets", "s3:DeleteBucketPolicy"),
    *("kms:Decrypt", "kms:ScheduleKeyDeletion", "sns:Publish", "sts:AssumeRole", "sts:GetCallerIdentity"),
    *("iam:CreateUser", "iam:PassRole", "iam:DeleteRole", "iam:ChangePassword", "iam:EnableMFADevice"),
    *("ec2:RunInstances", "ec2:StopInstances", "ec2:DescribeInstances", "ec2:CreateVpcPeeringConnection"),
    *("organizations:LeaveOrganization", "organizations:DetachPolicy", "cloudtrail:StopLogging", "ce:GetCostAndUsage"),
    *(
        "guardduty:DeleteDetector",
        "config:StopConfigurationRecorder",
        "account:EnableRegion",
        "route53:DeleteHostedZone",
    ),
)


def _actions(number: int) -> list[str]:
    """Return the telling actions, and others by chance, the same ones each time."""
    others = [one for one in CATALOG.names if one not in _TELLING]
    return [*_TELLING, *Random(7).sample(others, number - len(_TELLING))]


def _compare(world: World, action: str, contexts: Sequence[Mapping[str, str]] = CONTEXTS) -> None:
    found = answer(world, action)
    reasons = {reason for one in found.principals if not one.can for reason in one.undecided}
    assert {one for one in reasons if not one.endswith(_NOT_TAKEN)} <= {one for one in reasons if " can" in one}
    tried = allowed(world, action, known_things(world, action), contexts)
    assert can_itself(found) & principals(world).keys() == tried


_NOT_TAKEN = ("it does not know the service", "the action", "what the action acts on", "one of several types")
"""The ends of reasons that the evaluator does not take a request; such principals are not decided."""


@pytest.mark.parametrize("action", _actions(50))
def test_who_can_make_a_call_is_who_the_evaluator_lets(world: World, action: str) -> None:
    _compare(world, action, CONTEXTS[:1])


@pytest.mark.long
@pytest.mark.parametrize("action", _actions(500)[50:])
def test_the_same_of_many_more_actions(world: World, action: str) -> None:
    _compare(world, action)
