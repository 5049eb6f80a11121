"""Exemptions from guardrails that a caller can meet, and those that it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.asking import both, kept, outcome_of, texts, trusting_users
from tests.access.conftest import Broken, Edit, Stacks
from tests.access.edits import ROOT, Statement, by_sid, deny, guardrails, without
from tests.access.test_promises_attacked import allow, to_role

CHANGE, ACCESS_ROLE = "iam:UpdateAssumeRolePolicy", "arn:aws:iam::*:role/OrganizationAccountAccessRole"
FOUND = f"role infra of infra can {CHANGE} on the role OrganizationAccountAccessRole of infra"


def limited(**condition: Any) -> Edit:
    """Return an edit that denies changes of deployment roles under a further condition only, and allows one of them."""

    def edit(stacks: Stacks) -> None:
        guardrails(stacks, ROOT, lambda found: by_sid(found, "ProtectDeploymentRoles")["Condition"].update(condition))
        to_role(stacks, "infra", "infra", allow(CHANGE, ACCESS_ROLE))

    return edit


def exempting(name: str, action: str, *, users: bool = False) -> Edit:
    """Return an edit that exempts a name from the guardrail of the trail, and allows an action in infra."""

    def edit(stacks: Stacks) -> None:
        def change(found: list[Statement]) -> None:
            by_sid(found, "ProtectCloudtrail")["Condition"]["ArnNotLike"]["aws:PrincipalArn"].append(name)
            if users:
                without(found, "DenyIamUsers")

        guardrails(stacks, ROOT, change)
        to_role(stacks, "infra", "infra", allow(action))

    return edit


def test_the_guardrail_denies_the_change(broken: Broken) -> None:
    """All tests of exemptions begin here."""
    assert kept(broken(limited()), "protection")


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"StringNotLike": {"aws:userid": "*:breakglass"}}, ""),
        ({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, ", with aws:SourceIp 203.0.113.7"),
        ({"StringNotEqualsIfExists": {"aws:UserAgent": "ops"}}, ", with aws:UserAgent ops"),
        ({"StringEqualsIfExists": {"aws:UserAgent": "x"}}, ", with aws:UserAgent example"),
        ({"IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}}, ", with aws:SourceIp 198.51.100.7"),
        ({"Null": {"aws:SourceIp": "true"}}, ", with aws:SourceIp 198.51.100.7"),
        ({"Null": {"aws:SourceIp": "false"}}, ""),
        (
            {"ForAllValues:StringNotEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}},
            ", with aws:CalledVia cloudformation.amazonaws.com",
        ),
        ({"ForAnyValue:StringEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}}, ""),
        ({"Bool": {"aws:ViaAWSService": "false"}}, ", with aws:ViaAWSService true"),
        ({"BoolIfExists": {"aws:ViaAWSMCPService": "false"}}, ", with aws:ViaAWSMCPService true"),
        ({"Bool": {"aws:ViaAWSMCPService": "true"}}, ""),
        ({"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}, ""),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, ", with aws:SourceVpce vpce-1"),
        ({"StringNotEquals": {"aws:SourceIdentity": "x"}}, ", with aws:SourceIdentity x"),
        ({"Bool": {"aws:SecureTransport": "true"}}, ", with aws:SecureTransport false"),
        ({"StringNotEquals": {"aws:PrincipalType": "AssumedRole"}}, ""),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-0000000000"}}, ""),
    ],
)
def test_an_exemption_that_a_caller_can_meet_is_found(broken: Broken, condition: Any, met: str) -> None:
    assert texts(broken(limited(**condition)), "protection") == [f"{FOUND}{met}"]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {"aws:PrincipalType": "Account"}},
        {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}},
        {"NumericGreaterThanIfExists": {"aws:MultiFactorAuthAge": "3600"}},
        {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        {"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}},
        {"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/break-glass*"}},
        {"StringNotLike": {"aws:userid": "AROAEXAMPLE:*"}},
        {"Bool": {"aws:PrincipalIsAWSService": "false"}},
        {"Null": {"aws:TokenIssueTime": "false"}},
    ],
)
def test_an_exemption_that_the_caller_cannot_meet_is_right(broken: Broken, condition: Any) -> None:
    assert kept(broken(limited(**condition)), "protection")


@pytest.mark.parametrize(
    "operator", ["StringNotEquals", "StringNotEqualsIfExists", "StringNotLike", "ForAllValues:StringNotEquals"]
)
def test_an_exemption_by_a_tag_of_the_caller_is_undecided(broken: Broken, operator: str) -> None:
    outcome = outcome_of(broken(limited(**{operator: {"aws:PrincipalTag/team": "ops"}})), "protection")

    (text,) = map(str, outcome.undecided)
    assert outcome.status == "undecided"
    assert text.startswith("role infra of infra, arn:aws:iam::")
    assert text.endswith(f": {operator} of aws:PrincipalTag/team: the proof does not read tags")


OFFICE = {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
PROGRAM = {"StringNotLike": {"aws:UserAgent": "*ops*"}}
SERVICE = {"Bool": {"aws:ViaAWSService": "false"}}


def denied_too(condition: Any) -> Edit:
    exempt = {"ArnNotLike": {"aws:PrincipalArn": [ACCESS_ROLE, "arn:aws:iam::*:role/incident-responder"]}}
    return lambda stacks: deny(stacks, CHANGE, Condition={**exempt, **condition})


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        (OFFICE, PROGRAM, ", with aws:SourceIp 203.0.113.7, aws:UserAgent exampleopsexample"),
        (PROGRAM, OFFICE, ", with aws:UserAgent exampleopsexample, aws:SourceIp 203.0.113.7"),
        (OFFICE, SERVICE, ", with aws:SourceIp 203.0.113.7, aws:ViaAWSService true"),
        (OFFICE, {"NotIpAddress": {"aws:SourceIp": "203.0.113.128/25"}}, ", with aws:SourceIp 203.0.113.255"),
        (PROGRAM, {"StringLike": {"aws:UserAgent": "example*"}}, ", with aws:UserAgent xopsx"),
    ],
)
def test_denials_that_are_evaded_together_are_found(broken: Broken, first: Any, second: Any, met: str) -> None:
    assert texts(broken(both(limited(**first), denied_too(second))), "protection") == [f"{FOUND}{met}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (OFFICE, {"IpAddress": {"aws:SourceIp": "203.0.112.0/22"}}),
        (OFFICE, {"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}}),
        (PROGRAM, {"StringLike": {"aws:UserAgent": "*o*"}}),
        (SERVICE, {"Bool": {"aws:ViaAWSService": "true"}}),
        ({"Null": {"aws:SourceVpce": "true"}}, {"StringLike": {"aws:SourceVpce": "*"}}),
    ],
)
def test_denials_that_no_request_evades_together_are_right(broken: Broken, first: Any, second: Any) -> None:
    assert kept(broken(both(limited(**first), denied_too(second))), "protection")


@pytest.mark.parametrize(
    ("name", "action", "what"),
    [
        ("arn:aws:iam::*:user/ci", "iam:CreateUser", "the user ci of infra, which guardrails exempt"),
        ("arn:aws:iam::*:user/ops/*", "iam:CreateUser", "the user ops/example of infra, which guardrails exempt"),
        ("arn:aws:iam::*:role/team/*", "iam:CreateRole", "the role team/example of infra, which guardrails exempt"),
        ("arn:aws:iam::*:role/*-admin", "iam:CreateRole", "the role example-admin of infra, which guardrails exempt"),
        ("arn:aws:iam::*:role/a/b/ci", "iam:CreateRole", "the role a/b/ci of infra, which guardrails exempt"),
        ("arn:aws:iam::*:role/infra", CHANGE, "the role infra of infra, which guardrails exempt"),
    ],
)
def test_an_exempt_name_that_other_principals_can_take_is_found(
    broken: Broken, name: str, action: str, what: str
) -> None:
    assert f"role infra of infra can {action} on {what}" in texts(
        broken(exempting(name, action, users=True)), "protection"
    )


@pytest.mark.parametrize(
    ("name", "action", "users"),
    [
        ("arn:aws:iam::111122223333:role/ci", "iam:CreateRole", True),
        ("arn:aws:iam::111122223333:user/ci", "iam:CreateUser", True),
        ("arn:aws:iam::*:role/ci", "iam:CreateUser", True),
        ("arn:aws:iam::*:user/ci", "iam:CreateRole", True),
        ("arn:aws:iam::*:user/ci", "iam:CreateUser", False),
        ("arn:aws:sts::*:assumed-role/ci/*", "iam:CreateRole", True),
    ],
)
def test_an_exempt_name_that_no_other_principal_can_take_is_right(
    broken: Broken, name: str, action: str, users: bool
) -> None:
    assert kept(broken(exempting(name, action, users=users)), "protection")


# the same keys in a trust policy

USERS = ["myuser with an access key", "myuser signed in without MFA"]


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ({"NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "3600"}}, USERS),
        ({"Null": {"aws:MultiFactorAuthAge": "true"}}, USERS),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, USERS[:1]),
        ({"Bool": {"aws:MultiFactorAuthPresent": ["true", "false"]}}, USERS[1:]),
        ({"StringEqualsIfExists": {"sts:ExternalId": "x"}}, USERS),
        ({"Null": {"sts:ExternalId": "false"}}, USERS),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, USERS),
        ({"Bool": {"aws:ViaAWSService": "true"}}, USERS),
        ({"Bool": {"aws:ViaAWSMCPService": "true"}}, USERS),
        ({"StringLike": {"aws:UserAgent": "*Terraform*"}}, USERS),
    ],
)
def test_a_trust_that_users_without_mfa_can_meet_is_found(broken: Broken, condition: Any, who: list[str]) -> None:
    assert [text.partition(" can assume ")[0] for text in texts(broken(trusting_users(**condition)), "mfa")] == who


@pytest.mark.parametrize(
    "condition",
    [
        {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
        {"Null": {"aws:MultiFactorAuthAge": "false"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": ["o-0000000000/r-0000/ou-other/"]}},
        {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
    ],
)
def test_a_trust_that_users_without_mfa_cannot_meet_is_right(broken: Broken, condition: Any) -> None:
    assert kept(broken(trusting_users(**condition)), "mfa", "chaining", "outsiders")


def test_a_session_of_a_chosen_name_is_found(broken: Broken) -> None:
    found = texts(broken(trusting_users(StringLike={"aws:userid": "*:deploy"})), "chaining")

    assert "role infra of id can assume infra in infra" in found
