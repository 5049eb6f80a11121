"""Who can make a call from outside of the organization; root users and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from access.decision.process import Process
from access.who_can.answer import who_can
from access.who_can.asking import asked
from access.who_can.model import WhoCan
from tests.access.small import BUCKET, PEOPLE, WORK, organization
from tests.access.who_can.test_conditions import OBJECT, PARTNER, opened, words

ROLE = f"arn:aws:iam::{WORK}:role/worker"


def answer(process: Process, action: str, resource: str | None, **policies: Any) -> WhoCan:
    world = opened(organization(**policies), process)
    return who_can(world, asked(action, resource, world.organization), "small")


def outside(found: WhoCan) -> dict[str, list[str]]:
    """Return the alternatives of services and principals outside, by their names."""
    return {one.name: words(one) for one in found.principals if one.kind in ("outside", "service")}


def shared(principal: Any, condition: Mapping[str, Any] | None = None) -> dict[str, Any]:
    said = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    return {**said, **({"Condition": condition} if condition else {})}


@pytest.mark.parametrize("resource", [OBJECT, None])
@pytest.mark.parametrize(
    ("principal", "condition", "expected"),
    [
        ({"AWS": f"arn:aws:iam::{PARTNER}:role/x"}, None, {f"the role x of account {PARTNER}": [""]}),
        ({"AWS": f"arn:aws:iam::{PARTNER}:user/ben"}, None, {f"the user ben of account {PARTNER}": [""]}),
        ({"AWS": PARTNER}, None, {f"any principal of account {PARTNER}": [""]}),
        (
            {"AWS": PARTNER},
            {"StringEquals": {"aws:PrincipalOrgID": "o-partner0000"}},
            {f"any principal of account {PARTNER}": ["from organization o-partner0000"]},
        ),
        (
            {"AWS": PARTNER},
            {"StringEquals": {"aws:PrincipalTag/team": "a"}},
            {f"any principal of account {PARTNER}": ["with aws:PrincipalTag/team a"]},
        ),
        (
            {"AWS": PARTNER},
            {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
            {f"any principal of account {PARTNER}": ["with MFA"]},
        ),
        (
            {"AWS": PARTNER},
            {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{PARTNER}:role/x*"}},
            {f"any role of account {PARTNER}": [f"as arn:aws:iam::{PARTNER}:role/x*"]},
        ),
        (
            {"AWS": f"arn:aws:sts::{PARTNER}:assumed-role/x/deploy"},
            None,
            {f"the session deploy of role x of account {PARTNER}": ["with the session name deploy"]},
        ),
        (
            {"Service": "cloudtrail.amazonaws.com"},
            {"StringEquals": {"aws:SourceAccount": WORK}},
            {"cloudtrail.amazonaws.com": [f"for account {WORK}"]},
        ),
        (
            {"Service": "cloudtrail.amazonaws.com"},
            {"ArnLike": {"aws:SourceArn": f"arn:aws:cloudtrail:*:{WORK}:trail/x"}},
            {"cloudtrail.amazonaws.com": [f"for arn:aws:cloudtrail:*:{WORK}:trail/x"]},
        ),
        ("*", {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}, {}),
        (
            "*",
            {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
            {
                "an anonymous caller": ["from 203.0.113.0/24"],
                "any principal of any other account": ["from 203.0.113.0/24"],
                "any other AWS service": ["from 203.0.113.0/24"],
            },
        ),
        (
            "*",
            {"StringEquals": {"aws:PrincipalServiceName": "config.amazonaws.com"}},
            {"config.amazonaws.com": [""]},
        ),
    ],
)
def test_who_a_policy_lets_in_from_outside_is_named(
    principal: Any, condition: Mapping[str, Any] | None, expected: Any, resource: str | None, process: Process
) -> None:
    found = answer(process, "s3:GetObject", resource, bucket=[shared(principal, condition)])

    assert outside(found) == expected
    assert found.decided


def test_a_role_that_trusts_an_account_outside_is_assumed_with_its_external_id(process: Process) -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": PARTNER}, "Action": "sts:AssumeRole"}
    found = answer(
        process, "sts:AssumeRole", ROLE, trust=[{**trust, "Condition": {"StringEquals": {"sts:ExternalId": "s3cr3t"}}}]
    )

    assert outside(found) == {f"any principal of account {PARTNER}": ["with sts:ExternalId s3cr3t"]}


def test_a_role_for_federation_is_not_decided(process: Process) -> None:
    provider = f"arn:aws:iam::{WORK}:saml-provider/idp"
    trust = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithSAML"}
    found = answer(process, "sts:AssumeRoleWithSAML", ROLE, trust=[trust])

    (one,) = (one for one in found.principals if one.kind == "not read")
    assert (one.name, one.can) == (f"{provider} (Federated)", False)
    assert one.undecided == ("who signs in by federation is not modelled",)
    assert not found.decided


def test_a_session_is_asked_for_its_name(process: Process) -> None:
    denied = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}
    named = {**denied, "Condition": {"StringNotLike": {"aws:userid": "*:deploy"}}}
    found = answer(process, "s3:GetObject", OBJECT, bucket=[named])

    assert {one.name: words(one) for one in found.principals if one.kind == "role"} == {
        "worker": ["with the session name deploy"],
        "OrganizationAccountAccessRole": ["with the session name deploy"],
    }


def test_root_users_are_named_unless_a_guardrail_denies(process: Process) -> None:
    at_root = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    condition = {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}
    free = answer(process, "iam:CreateUser", None, scp=[{"Effect": "Allow", "Action": "*", "Resource": "*"}])
    bound = answer(
        process,
        "iam:CreateUser",
        None,
        scp=[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {**at_root, **condition}],
    )

    assert [one.account for one in free.principals if one.kind == "root user"] == ["root", "people", "work"]
    assert [one.account for one in bound.principals if one.kind == "root user"] == ["root"]


def test_principals_of_another_account_need_the_policy_of_the_resource(process: Process) -> None:
    assert "ann" not in {one.name for one in answer(process, "s3:GetObject", "work").principals if one.in_person}
    let_in = {"AWS": f"arn:aws:iam::{PEOPLE}:user/ann"}
    found = answer(process, "s3:GetObject", "work", bucket=[shared(let_in)])
    ann = next(one for one in found.principals if one.name == "ann")

    assert {calls.on for own in ann.in_person for calls in own.calls} == {BUCKET}


def test_a_policy_that_is_not_read_leaves_the_answer_open(process: Process) -> None:
    other = {"aws_s3_access_point": {"x": {"bucket": "data", "name": "x", "policy": "{}", "provider": "aws.work"}}}
    found = answer(process, "s3:GetObject", OBJECT, changes=other)

    assert found.not_read
    assert not found.decided
