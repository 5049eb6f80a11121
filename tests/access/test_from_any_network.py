"""What a person must be able to do: from one network at least, and never only through a service of AWS."""

from __future__ import annotations

from typing import Any

import pytest

from access.promises import birth, given
from tests.access.conftest import Broken, Stacks
from tests.access.custom_promises import outcome
from tests.access.edits import MAIN, deny
from tests.access.test_promises_broken import look

OFFICE = {"NotIpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}}
USERS = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}
THROUGH_SERVICES: list[dict[str, Any]] = [
    {"Bool": {"aws:ViaAWSService": "false"}},
    {"BoolIfExists": {"aws:ViaAWSService": "false"}},
    {"ForAllValues:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"}},
    {"Null": {"aws:CalledVia": "true"}},
    {"StringNotEqualsIfExists": {"aws:CalledViaFirst": "athena.amazonaws.com"}},
    {"Null": {"ec2:SourceInstanceArn": "true"}},
    {"Bool": {"aws:SecureTransport": "true"}},
]
"""Conditions that every call of a person itself meets, so that what they deny is denied."""
VPC = {"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-0a1b2c3d4e5f60718"}}


def users(stacks: Stacks, actions: str | list[str], condition: dict[str, Any]) -> None:
    """Deny actions to the users of member accounts under a condition."""
    deny(stacks, actions, MAIN, Condition={**USERS, **condition})


@pytest.mark.parametrize("condition", [OFFICE, VPC, {**OFFICE, **VPC, "BoolIfExists": {"aws:ViaAWSService": "false"}}])
def test_people_may_be_bound_to_a_network(broken: Broken, condition: dict[str, Any]) -> None:
    assert look(broken(lambda stacks: users(stacks, "*", condition))) == {}


@pytest.mark.parametrize("condition", THROUGH_SERVICES)
def test_what_a_user_can_do_through_a_service_only_is_found(broken: Broken, condition: dict[str, Any]) -> None:
    found = look(broken(lambda stacks: users(stacks, ["sts:AssumeRole", "iam:EnableMFADevice"], condition)))

    assert found.keys() == {"mfa", "given-access", "quarantine"}
    assert (
        "myuser cannot assume infra in infra, which organization.yaml gives (groups.infra.roles.infra)"
        in (found["given-access"])
    )
    assert found["mfa"][0].startswith("myuser signed in without MFA cannot iam:EnableMFADevice on")
    assert all(text.startswith("myuser with MFA cannot sts:AssumeRole on") for text in found["quarantine"])


def test_a_role_that_users_reach_some_years_later_is_found(broken: Broken) -> None:
    later = {"DateLessThan": {"aws:CurrentTime": "2099-01-01T00:00:00Z"}}

    found = look(broken(lambda stacks: users(stacks, "sts:AssumeRole", later)))

    assert found.keys() == {"given-access", "quarantine"}


def test_networks_that_exclude_each_other_are_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        users(stacks, "*", OFFICE)
        users(stacks, "*", {"IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/25"}})
        users(stacks, "*", {"IpAddressIfExists": {"aws:SourceIp": "203.0.113.128/25"}})

    assert look(broken(edit)).keys() == {"mfa", "given-access", "operations", "quarantine"}


def test_access_that_depends_on_a_tag_is_not_decided(broken: Broken) -> None:
    """A call through a service would be allowed whatever the tag is; it decides nothing about the user."""
    condition = {"Bool": {"aws:ViaAWSService": "false"}, "StringNotEquals": {"aws:PrincipalTag/team": "infra"}}
    world = broken(lambda stacks: users(stacks, "sts:AssumeRole", condition))

    outcome = given.PROMISE.look(world)

    assert outcome.counter_examples == ()
    assert any(one.text.startswith("myuser with MFA, arn:aws:iam::") for one in outcome.undecided)


def test_tags_in_a_new_account_matter_only_where_its_root_user_has_credentials(broken: Broken) -> None:
    tagged = {"StringNotEqualsIfExists": {"aws:PrincipalTag/outside": "allowed"}}

    def without_credentials(stacks: Stacks) -> None:
        deny(stacks, "s3:*", MAIN, Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}, **tagged})

    def with_credentials(stacks: Stacks) -> None:
        without_credentials(stacks)
        del stacks["org-root"]["resource"]["aws_iam_organizations_features"]

    assert birth.PROMISE.look(broken(without_credentials)).status == "kept"
    assert birth.PROMISE.look(broken(with_credentials)).status == "undecided"


REACHED = "- {allow: group:infra, to: 's3:ListAllMyBuckets', where: infra, when: {mfa: true}}"


@pytest.mark.parametrize(
    "condition", [*THROUGH_SERVICES, {"DateLessThan": {"aws:CurrentTime": "2099-01-01T00:00:00Z"}}]
)
def test_a_line_that_allows_counts_no_way_through_a_service_or_in_years(
    broken: Broken, condition: dict[str, Any]
) -> None:
    found = outcome(broken(lambda stacks: users(stacks, "sts:AssumeRole", condition)), REACHED)

    assert found.status == "broken"
    assert found.counter_examples[0].text.startswith("myuser cannot s3:ListAllMyBuckets")


@pytest.mark.parametrize("condition", [OFFICE, VPC])
def test_a_line_that_allows_counts_ways_from_a_network(broken: Broken, condition: dict[str, Any]) -> None:
    assert outcome(broken(lambda stacks: users(stacks, "sts:AssumeRole", condition)), REACHED).status == "kept"


@pytest.mark.parametrize("also", [{}, {"Bool": {"aws:ViaAWSService": "false"}}])
def test_a_line_that_allows_is_not_decided_where_a_tag_decides_its_way(broken: Broken, also: dict[str, Any]) -> None:
    tag = {"StringNotEquals": {"aws:PrincipalTag/team": "infra"}}
    found = outcome(broken(lambda stacks: users(stacks, "sts:AssumeRole", {**tag, **also})), REACHED)

    assert found.counter_examples == ()
    assert found.status == "undecided"
    assert all("myuser" in one.text for one in found.undecided)
