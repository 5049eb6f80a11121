"""The region of a request to a global service is the same for `explain`, `prove` and the deployments' calls."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from access.decision import Callers, Evaluator, Request
from access.decision.narrowing import whole
from access.decision.question import Questions
from access.deployer import calls_of
from access.model import Organization
from access.model.organization import StackInfo
from access.promises.deploying.needs import _request, _Work  # pyright: ignore[reportPrivateUsage]
from access.promises.deploying.things import Thing, Things
from access.questions.world import World
from policies.checks import aws_names
from policies.global_services import REGIONS, region_of
from policies.guardrails.regions import _GLOBAL  # pyright: ignore[reportPrivateUsage]
from tests.access import small

KEY = "aws:RequestedRegion"
SAYS = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {KEY: "eu-west-1"}}}


@pytest.fixture(scope="module")
def organization() -> Organization:
    return small.organization(scp=[SAYS])


def _asked(organization: Organization, action: str) -> str:
    """Return the region in requests of `explain` and of promises without a region."""
    caller = Callers(organization).session(small.worker(organization))
    request = Request(caller, action, "*", organization.accounts[small.WORK])
    return str(Questions(organization, whole, rename=False).ask(request).body["context"][KEY])


def _needed(organization: Organization, action: str, region: str) -> str:
    """Return the region in requests of the promise about deployments, for a resource in a region."""
    world = World(organization, Evaluator(organization), None)
    caller, calls = world.callers.session(small.worker(organization)), calls_of("aws_iam_role")
    assert calls is not None
    stack = StackInfo("work", small.WORK, None, {}, {})
    account = organization.accounts[small.WORK]
    work = _Work(Things(organization), stack, calls, caller, account, region)
    return str(_request(work, action, Thing("*", "aws_iam_role", region)).context[KEY])


@pytest.mark.parametrize("service", sorted(REGIONS))
def test_every_question_about_a_global_service_has_the_same_region(organization: Organization, service: str) -> None:
    action = f"{service}:{next(iter(aws_names.actions(service)), 'Any')}"
    assert _asked(organization, action) == _needed(organization, action, "eu-west-1") == REGIONS[service]


@pytest.mark.parametrize("service", sorted({"ec2", "kms", "s3", "sts", "config"}))
def test_a_question_about_a_service_of_each_region_has_that_of_the_resource(
    organization: Organization, service: str
) -> None:
    assert _needed(organization, f"{service}:Any", "eu-west-1") == "eu-west-1"
    assert _asked(organization, f"{service}:Any") == organization.home_region


def test_the_prefixes_are_those_of_services() -> None:
    assert set(REGIONS) <= aws_names.services()


def test_the_limit_to_regions_lets_every_global_service_pass() -> None:
    left_out = {"aws-portal", "importexport", "pricingplanmanager"}
    """Retired services, or services that AWS's example leaves out: the guardrail has no room for all."""
    actions = [f"{service}:Any" for service in REGIONS if service not in left_out]
    assert [one for one in actions if not any(fnmatchcase(one, pattern) for pattern in _GLOBAL)] == []


def test_regions_of_well_known_services() -> None:
    assert [region_of(one) for one in ("iam:CreateRole", "IAM:createrole", "organizations:AttachPolicy")] == [
        "us-east-1"
    ] * 3
    assert region_of("globalaccelerator:CreateAccelerator") == region_of("networkmanager:Any") == "us-west-2"
    assert region_of("ec2:RunInstances") == ""
