"""A change that closes the way of the deployment, of the administrator or of the responder is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from access.difference import Difference
from orgctl.diff.sentences import sections
from tests.diff.conftest import Compare, Stacks

Edit = Callable[[Stacks], None]


def guardrail(statement: dict[str, Any], unit: str = "spacecats", kind: str = "SERVICE_CONTROL_POLICY") -> Edit:
    """Return an edit that attaches a guardrail to a unit."""

    def edit(stacks: Stacks) -> None:
        resources = stacks["org-root"]["resource"]
        units = resources["aws_organizations_organizational_unit"]
        name = next(key for key in units if f"_{unit}_" in key)
        content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        resources["aws_organizations_policy"]["extra"] = {"name": "extra", "type": kind, "content": content}
        resources["aws_organizations_policy_attachment"]["extra"] = {
            "policy_id": "${aws_organizations_policy.extra.id}",
            "target_id": f"${{aws_organizations_organizational_unit.{name}.id}}",
        }

    return edit


def against(role: str, action: str = "*") -> dict[str, Any]:
    """Return a statement that denies something to a role in every account."""
    arn = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{role}"}}
    return {"Sid": "Shut", "Effect": "Deny", "Action": action, "Resource": "*", "Condition": arn}


def _bounded(stacks: Stacks) -> None:
    for role in stacks["org-root"]["resource"]["aws_iam_role"].values():
        if role["name"] == "admin":
            role["permissions_boundary"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"


REFUSED: dict[str, tuple[Edit, list[tuple[str, str, str]]]] = {
    "a guardrail that denies everything to the deployment role": (
        guardrail(against("OrganizationAccountAccessRole")),
        [
            ("the deployment role", "role OrganizationAccountAccessRole of id", "Shut of extra denies it"),
            ("an administrator", "role OrganizationAccountAccessRole of id", "Shut of extra denies it"),
        ],
    ),
    "a guardrail that denies one call of it": (
        guardrail(against("OrganizationAccountAccessRole", "s3:PutBucketPolicy")),
        [("the deployment role", "s3:PutBucketPolicy in id", "Shut of extra denies it")],
    ),
    "a guardrail of the quarantine that denies everything to the responder": (
        guardrail(against("incident-responder"), "suspended"),
        [("the responder", "role incident-responder of infra cannot call", "Shut of extra denies it")],
    ),
    "a guardrail that does not let the administrator in": (
        guardrail({**against("admin", "sts:*"), "Principal": "*"}, kind="RESOURCE_CONTROL_POLICY"),
        [("the deployment role", "role admin of org-root cannot call sts:AssumeRole in id", "Shut of extra denies it")],
    ),
    "a boundary of the administrator": (
        _bounded,
        [
            ("the deployment role", "role admin of org-root", "the permissions boundary does not allow it"),
            ("an administrator", "role admin of org-root", "the permissions boundary does not allow it"),
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_closed_way_is_refused_with_a_call_and_what_denies_it(compare: Compare, name: str) -> None:
    edit, expected = REFUSED[name]
    found = compare("example", "example", edit).refusals
    assert len(found) == len(expected)
    for one, (who, call, why) in zip(found, expected, strict=True):
        assert one.what.startswith(f"{who} would lose its way: ")
        assert call in one.what
        assert one.reason.startswith(f"{why}; ")


def test_a_refusal_names_the_policy_that_denies(compare: Compare) -> None:
    (one, _) = compare(
        "example", "example", REFUSED["a guardrail that denies everything to the deployment role"][0]
    ).refusals
    assert (one.stack, one.address) == ("org-root", "aws_organizations_policy.extra")


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "ec2:CreateVpcPeeringConnection", "Resource": "*"},
        against("incident-responder"),  # who responds in accounts in quarantine, which are elsewhere
        against("admin"),  # which is in the management account, that no SCP binds
        {"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Resource": "*"},  # keeps all from destroying
    ],
)
def test_a_guardrail_that_closes_no_way_is_not_refused(compare: Compare, statement: dict[str, Any]) -> None:
    assert not compare("example", "example", guardrail(statement)).refusals


def test_what_was_broken_before_is_told_and_not_refused(compare: Compare, snapshots: Any) -> None:
    shut = guardrail(against("OrganizationAccountAccessRole"))

    def other(stacks: Stacks) -> None:
        shut(stacks)
        stacks["org-root"]["resource"]["aws_organizations_policy"]["extra"]["name"] = "renamed"
        stacks["infra"]["resource"]["aws_iam_role"]["roles_infra_role_F0BB98A3"]["permissions_boundary"] = (
            "arn:aws:iam::aws:policy/ReadOnlyAccess"
        )

    found: Difference = snapshots(shut, other)
    assert not found.refusals
    assert found.roles
    (deployment, administrator) = found.broken_before
    assert deployment.startswith("role OrganizationAccountAccessRole of id cannot call ")
    assert deployment.endswith("nor could it before this change: orgctl prove tells why")
    assert "cannot call iam:" in administrator
    assert "Broken before" in [one.title for one in sections(found)]


def _without_responder(*accounts: str) -> Edit:
    def edit(stacks: Stacks) -> None:
        for account in accounts:
            resources = stacks[account]["resource"]
            for kind in ("aws_iam_role", "aws_iam_role_policy_attachment"):
                resources[kind] = {key: one for key, one in resources[kind].items() if not key.startswith("responder_")}

    return edit


@pytest.mark.parametrize("accounts", [["infra"], ["id", "infra", "logs"]])
def test_a_responder_without_a_role_in_an_account_is_refused(compare: Compare, accounts: list[str]) -> None:
    (refusal,) = compare("example", "example", _without_responder(*accounts)).refusals
    assert refusal.what.startswith("the responder would lose its way: myuser with MFA cannot call sts:AssumeRole in ")


def test_a_way_that_depends_on_a_tag_is_not_decided(compare: Compare) -> None:
    tagged = {"Sid": "Tagged", "Effect": "Deny", "Action": "*", "Resource": "*"}
    found = compare(
        "example", "example", guardrail({**tagged, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "x"}}})
    )
    assert not found.refusals
    assert not found.lost
    assert any(one.startswith("whether myuser still reaches the role infra of infra: ") for one in found.undecided)
    for who in ("the deployment role", "an administrator"):
        assert any(one.startswith(f"whether {who} keeps its way: StringEquals of aws:") for one in found.undecided)
