"""Changes by attackers and careless engineers: the right promise finds each of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from access.promises import chaining, mfa, outsiders
from access.questions.world import World
from tests.access.conftest import Broken, Stacks
from tests.access.edits import Statement, bucket_policy, deny, guardrails, resource, statements
from tests.access.small import document
from tests.access.test_promises_broken import look, role

TRAIL = "arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2"
ANY_PRINCIPAL = {"AWS": "*"}
ORGANIZATION = "o-0000000000"


def allow(action: str | list[str], resource: str = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def to_role(stacks: Stacks, stack: str, name: str, statement: Statement) -> None:
    """Add an inline policy to a role."""
    policies = stacks[stack]["resource"].setdefault("aws_iam_role_policy", {})
    policies["more"] = {"name": "more", "role": name, "policy": document(statement)}


def to_user(stacks: Stacks, statement: Statement) -> None:
    """Add an inline policy to the user in id."""
    policies = stacks["id"]["resource"].setdefault("aws_iam_user_policy", {})
    policies["more"] = {"name": "more", "user": "myuser", "policy": document(statement)}


def trusting(principal: Any, **condition: Any) -> Any:
    """Return an edit that adds a statement to the trust policy of infra in infra."""

    def edit(stacks: Stacks) -> None:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition}
        statements(role(stacks, "infra"), "assume_role_policy", lambda found: found.append(statement))

    return edit


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"sts:ExternalId": "x"}},
        {"StringLike": {"sts:RoleSessionName": "ci-*"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    ],
)
def test_a_condition_that_every_caller_meets_does_not_replace_mfa(broken: Broken, condition: Any) -> None:
    def edit(stacks: Stacks) -> None:
        (trusted,) = [one["Principal"] for one in _trust(stacks)]
        trusting(trusted, **condition)(stacks)

    found = look(broken(edit))
    assert found.keys() == {"mfa", "chaining"}
    assert found["mfa"][0].startswith("myuser with an access key can assume arn:aws:iam::")


def _trust(stacks: Stacks) -> list[Statement]:
    kept: list[Statement] = []
    statements(role(stacks, "infra"), "assume_role_policy", kept.extend)
    return kept


@pytest.mark.parametrize(
    ("condition", "who"),
    [
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci-*"}}, "999999999999"),
        ({"StringLike": {"aws:PrincipalArn": "*:role/ci-*"}}, "999999999999"),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}, "999999999999"),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-partner000"}}, "999999999999"),
        ({"StringEquals": {"aws:PrincipalAccount": "111122223333"}}, "111122223333"),
        ({"StringLike": {"aws:userid": "*:deploy"}}, "999999999999"),
    ],
)
def test_a_role_whose_conditions_an_outside_principal_meets_is_found(broken: Broken, condition: Any, who: str) -> None:
    found = look(broken(trusting(ANY_PRINCIPAL, **condition)))
    # sessions of roles in the organization may have any name, too
    assert found.keys() == ({"outsiders", "chaining"} if "aws:userid" in str(condition) else {"outsiders"})
    (text,) = found["outsiders"]
    assert text.startswith(f"a principal of account {who} can sts:AssumeRole on role infra of infra")


def test_a_role_for_any_principal_with_a_tag_is_open_outside_and_undecided_inside(broken: Broken) -> None:
    """An outside principal has the tags of its choice; those of the organization's own principals are not read."""
    world = broken(trusting(ANY_PRINCIPAL, StringEquals={"aws:PrincipalTag/team": "ops"}))
    (example,) = outsiders.PROMISE.look(world).counter_examples
    assert "with aws:PrincipalTag/team ops" in example.text
    inside = chaining.PROMISE.look(world)
    assert inside.status == "undecided"
    assert "aws:PrincipalTag/team: the proof does not read tags" in inside.undecided[0].text


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-west-2:*:trail/organization"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-west-2:111122223333:trail/old"}},
    ],
)
def test_a_source_condition_that_names_an_outside_account_is_found(broken: Broken, condition: Any) -> None:
    found = look(broken(trusting({"Service": "cloudtrail.amazonaws.com"}, **condition)))
    ((text,),) = found.values()
    start = "cloudtrail.amazonaws.com for an outside account can sts:AssumeRole on role infra of infra, with aws:Source"
    assert text.startswith(start)
    assert re.search(r"(?<!\d)(999999999999|111122223333)(?!\d)", text)
    assert found.keys() == {"outsiders"}


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            {"Principal": "*", "Action": "s3:GetObject", "Resource": f"{TRAIL}*"},
            "an anonymous caller can s3:GetObject on spacecats-logs-cloudtrail-us-west-2",
        ),
        (
            {
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": f"{TRAIL}/*",
                "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
            },
            "an anonymous caller can s3:GetObject on spacecats-logs-cloudtrail-us-west-2, with aws:SourceIp "
            "203.0.113.7",
        ),
        (
            {"Principal": "*", "NotAction": ["s3:Put*", "s3:Delete*", "s3:List*"], "Resource": f"{TRAIL}/*"},
            "an anonymous caller can s3:GetObject on spacecats-logs-cloudtrail-us-west-2",
        ),
        (
            {
                "Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"},
                "Action": "s3:GetObject",
                "Resource": f"{TRAIL}/*",
            },
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1 (AWS) is trusted by "
            "spacecats-logs-cloudtrail-us-west-2",
        ),
    ],
)
def test_a_bucket_that_is_open_in_an_odd_way_is_found(broken: Broken, statement: Statement, text: str) -> None:
    def edit(stacks: Stacks) -> None:
        more = {"Effect": "Allow", **statement}
        bucket_policy(stacks, "logs", "logs/trail/bucket/policy", lambda found: found.append(more))

    found = look(broken(edit))
    # what is open for every principal but to some actions lets principals inside change the trail's files, too
    assert found.keys() == ({"outsiders", "protection"} if "NotAction" in statement else {"outsiders"})
    assert text in found["outsiders"]


def test_an_unknown_action_that_only_a_wildcard_matches_is_not_undecided(broken: Broken) -> None:
    """`look` fails on an undecided promise."""
    edit = lambda stacks: to_user(stacks, {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})  # noqa: E731
    assert look(broken(edit)) == {}


def test_a_person_who_may_change_the_own_user_is_found(broken: Broken) -> None:
    edit = lambda stacks: to_user(stacks, allow("iam:*", "arn:aws:iam::*:user/${aws:username}"))  # noqa: E731
    found = look(broken(edit))
    assert found.keys() == {"protection"}
    assert "myuser with MFA can iam:AttachUserPolicy on the user myuser" in found["protection"]


def test_a_person_who_may_change_some_other_users_is_found(broken: Broken) -> None:
    edit = lambda stacks: to_user(stacks, allow("iam:PutUserPolicy", "arn:aws:iam::*:user/ci-*"))  # noqa: E731
    text = "myuser with MFA can iam:PutUserPolicy on a user that a policy names, ci-example"
    assert look(broken(edit)) == {"protection": [text]}


def test_a_principal_that_may_detach_a_policy_from_a_group_is_found(broken: Broken) -> None:
    found = look(broken(lambda stacks: to_role(stacks, "id", "infra", allow("iam:DeleteGroupPolicy"))))
    assert found.keys() == {"protection"}
    assert "role infra of id can iam:DeleteGroupPolicy on the group responders" in found["protection"]


@pytest.mark.parametrize(("pattern", "name"), [("*Access*", "exampleAccessexample"), ("terraform", "terraform")])
def test_an_exempt_role_that_other_principals_may_create_is_found(broken: Broken, pattern: str, name: str) -> None:
    def edit(stacks: Stacks) -> None:
        def exempt(found: list[Statement]) -> None:
            for statement in found:
                if unless := statement.get("Condition", {}).get("ArnNotLike"):
                    unless["aws:PrincipalArn"].append(f"arn:aws:iam::*:role/{pattern}")

        guardrails(stacks, "root/guardrails-1", exempt)
        to_role(stacks, "infra", "infra", allow("iam:CreateRole"))

    text = f"role infra of infra can iam:CreateRole on the role {name} of infra, which guardrails exempt"
    assert look(broken(edit)) == {"protection": [text]}


def test_a_principal_that_may_close_accounts_is_found(broken: Broken) -> None:
    found = look(broken(lambda stacks: to_role(stacks, "org-root", "billing", allow("organizations:CloseAccount"))))
    assert found.keys() == {"protection"}
    assert "role billing of org-root can organizations:CloseAccount on the account logs" in found["protection"]


def test_a_right_that_depends_on_the_network_is_found(broken: Broken) -> None:
    condition = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    stop = allow("cloudtrail:StopLogging", Condition=condition)
    text = (
        "role billing of org-root can cloudtrail:StopLogging on the trail organization, with aws:SourceIp 203.0.113.7"
    )
    assert look(broken(lambda stacks: to_role(stacks, "org-root", "billing", stop))) == {"protection": [text]}


def test_a_denial_that_a_network_evades_is_found(broken: Broken) -> None:
    """Deny root users everything, except from the office's network."""

    def edit(stacks: Stacks) -> None:
        def except_office(found: list[Statement]) -> None:
            for statement in found:
                if statement["Sid"] == "DenyRootUser":
                    statement["Condition"]["NotIpAddress"] = {"aws:SourceIp": "203.0.113.0/24"}

        guardrails(stacks, "root/guardrails-1", except_office)
        features = stacks["org-root"]["resource"]["aws_iam_organizations_features"]
        for body in features.values():
            body["enabled_features"] = []

    found = look(broken(edit))
    text = "root user of logs can kms:PutKeyPolicy on the trail's key, with aws:SourceIp 203.0.113.7"
    assert "protection" in found
    assert text in found["protection"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/incident-*"}}},
            "role incident-example of infra can ec2:RunInstances on arn:aws:ec2:us-east-1:",
        ),
        (
            {"NotAction": ["bedrock:*"], "Action": None},
            "root user of infra can bedrock:AgenticRetrieveStream on * in infra, in quarantine",
        ),
    ],
)
def test_a_quarantine_with_a_gap_is_found(broken: Broken, change: dict[str, Any], text: str) -> None:
    def edit(stacks: Stacks) -> None:
        path = "organization/organizational-units/suspended/deny-all"
        policy = resource(stacks, "org-root", "aws_organizations_policy", path)

        def open_(found: list[Statement]) -> None:
            (statement,) = found
            statement.update(change)
            found[:] = [{key: value for key, value in statement.items() if value is not None}]

        statements(policy, "content", open_)
        if "NotAction" in change:  # a guardrail of the root also binds the root user
            guardrails(stacks, "root/guardrails-1", lambda found: found.pop(1))

    found = look(broken(edit))
    assert found.keys() == {"quarantine"}
    assert any(one.startswith(text) for one in found["quarantine"])


@pytest.mark.parametrize("service", ["kms", "secretsmanager", "dynamodb", "ecr", "sqs", "s3"])
def test_a_quarantine_that_leaves_data_of_a_service_open_is_found(broken: Broken, service: str) -> None:
    def edit(stacks: Stacks) -> None:
        path = "organization/organizational-units/suspended/deny-outside"

        def leave_out(found: list[Statement]) -> None:
            for statement in found:
                if statement["Sid"].startswith("DenyData"):
                    statement["Action"].remove(f"{service}:*")

        statements(resource(stacks, "org-root", "aws_organizations_policy", path), "content", leave_out)

    found = look(broken(edit))
    assert found.keys() == {"quarantine"}
    assert all(f" can {service}:" in text for text in found["quarantine"])


def test_a_namesake_of_the_responder_in_another_account_is_no_responder(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        stacks["logs"]["resource"]["aws_iam_user"] = {"namesake": {"name": "myuser"}}

    assert "quarantine" not in look(broken(edit))


def test_a_trail_whose_bucket_denies_cloudtrail_is_found(broken: Broken) -> None:
    """Add a data perimeter that forgets AWS services, which belong to no organization."""

    def edit(stacks: Stacks) -> None:
        condition = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION}}
        deny(stacks, "s3:*", "root/resource-guardrails-1", Principal="*", Condition=condition)

    found = look(broken(edit))
    assert found.keys() == {"deployment"}
    assert found["deployment"][0] == f"CloudTrail cannot write the trail: s3:GetBucketAcl on {TRAIL}"


def test_a_user_who_left_need_not_enrol_mfa(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        stacks["id"]["resource"]["aws_iam_user"]["left"] = {"name": "left"}

    assert mfa.look(broken(edit)).status == "kept"


def test_a_person_without_self_service_who_is_given_roles_is_found(broken: Broken) -> None:
    def edit(stacks: Stacks) -> None:
        for type_ in ("aws_iam_group_membership", "aws_iam_user_group_membership", "aws_iam_user_policy_attachment"):
            stacks["id"]["resource"].pop(type_, None)

    world: World = broken(edit)
    assert not next(user for user in world.organization.users if user.name == "myuser").policies
    texts = [example.text for example in mfa.look(world).counter_examples]
    assert any(text.startswith("myuser signed in without MFA cannot iam:EnableMFADevice") for text in texts)
