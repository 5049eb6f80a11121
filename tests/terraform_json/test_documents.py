"""The policy that Terraform makes of the data source aws_iam_policy_document."""

from __future__ import annotations

from typing import Any

from access.model.organization import Organization
from access.model.policies import Policy
from access.read.organization import from_stacks
from terraform_json.identifiers import account_numbers
from terraform_json.stacks import Stack

MAIN = account_numbers(["main"])["main"]


def read(document: dict[str, Any]) -> Organization:
    """Return an organization with a policy whose JSON comes from the data source."""
    resource = {
        "aws_organizations_organization": {"o": {}},
        "aws_sns_topic": {"t": {"name": "alarms"}},
        "aws_iam_policy": {"p": {"name": "p", "policy": "${data.aws_iam_policy_document.d.json}"}},
    }
    data = {"aws_iam_policy_document": {"d": document}}
    provider = {"aws": {"region": "us-west-2"}}
    return from_stacks([Stack("main", {"resource": resource, "data": data, "provider": provider})])


def policy(document: dict[str, Any]) -> Policy:
    found = read(document)
    assert found.unresolved == ()
    return next(one for one in found.policies if one.name == "p")


def test_a_document_is_read_as_terraform_writes_it() -> None:
    statement = {
        "sid": "Publish",
        "effect": "Deny",
        "actions": ["sns:Publish"],
        "resources": ["${aws_sns_topic.t.arn}"],
        "principals": [{"type": "AWS", "identifiers": ["*"]}, {"type": "Service", "identifiers": ["s3.amazonaws.com"]}],
        "condition": [
            {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]},
            {"test": "StringEquals", "variable": "aws:SourceArn", "values": ["a", "b"]},
        ],
    }
    assert policy({"statement": [statement]}).document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Publish",
                "Effect": "Deny",
                "Action": ["sns:Publish"],
                "Resource": [f"arn:aws:sns:us-west-2:{MAIN}:alarms"],
                "Principal": {"AWS": ["*"], "Service": ["s3.amazonaws.com"]},
                "Condition": {"StringEquals": {"aws:SourceAccount": ["1"], "aws:SourceArn": ["a", "b"]}},
            }
        ],
    }


def test_a_statement_allows_unless_it_says_otherwise() -> None:
    (said,) = policy({"statement": {"not_actions": ["iam:*"], "not_resources": ["*"]}}).statements
    assert said == {"Effect": "Allow", "NotAction": ["iam:*"], "NotResource": ["*"]}


def test_the_wildcard_principal_is_a_star_not_a_list() -> None:
    wildcard = {"actions": ["s3:*"], "principals": {"type": "*", "identifiers": ["*"]}}
    (said,) = policy({"statement": wildcard}).statements
    assert said["Principal"] == "*"


def test_policy_variables_are_written_in_both_ways() -> None:
    users = ["arn:aws:iam::*:user/&{aws:username}", "arn:aws:iam::*:mfa/$${aws:username}"]
    (said,) = policy({"statement": {"actions": ["iam:*"], "resources": users}}).statements
    assert said["Resource"] == ["arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:mfa/${aws:username}"]


def test_a_document_that_is_merged_from_others_is_named_not_guessed() -> None:
    found = read({"source_policy_documents": ["{}"], "statement": {"actions": ["s3:*"], "resources": ["*"]}})
    assert [policy.name for policy in found.policies] == []
    assert "source_policy_documents" in found.unresolved[0].reason
    assert str(found.unresolved[0].origin) == "main: aws_iam_policy.p"


def test_a_reference_within_a_document_that_is_unknown_leaves_the_policy_out() -> None:
    found = read({"statement": {"actions": ["s3:*"], "resources": ["${var.bucket}"]}})
    assert found.policies == ()
    assert {one.expression for one in found.unresolved} >= {"${data.aws_iam_policy_document.d.json}"}
