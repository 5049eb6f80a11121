"""Statements are compared by content."""

from __future__ import annotations

from typing import Any

import pytest

from access.difference.names import Names
from access.difference.rights import policy_changes
from access.difference.statements import CanonicalStatement, canonical_statements, changes
from access.difference.wording import phrase
from access.model.policies import Policy, PolicyKind
from access.questions.world import World
from terraform_json.origin import Origin

HERE = Origin("stack", "aws_iam_policy.x")


@pytest.fixture
def names(world: World) -> Names:
    return Names(world.organization)


def policy(*statements: dict[str, Any]) -> Policy:
    return Policy("p", PolicyKind.IDENTITY, {"Version": "2012-10-17", "Statement": list(statements)}, HERE)


def allow(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (allow("s3:GetObject"), allow(["s3:GetObject"])),
        (allow(["a:B", "a:C"]), allow(["a:C", "a:B"])),
        (allow("a:B", Condition={"Bool": {"k": True}}), allow("a:B", Condition={"Bool": {"k": ["true"]}})),
        ({"Effect": "Allow", "Principal": "*"}, {"Effect": "Allow", "Principal": {"AWS": "*"}}),
        (
            {"Effect": "Allow", "Principal": {"AWS": "111122223333"}},
            {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root"]}},
        ),
    ],
)
def test_an_equal_statement_in_another_form_is_no_change(
    names: Names, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert changes(canonical_statements(policy(one), names), canonical_statements(policy(other), names)) == ()


def test_another_order_of_statements_is_no_change(names: Names) -> None:
    one, other = policy(allow("a:B"), deny("a:C")), policy(deny("a:C"), allow("a:B"))
    assert changes(canonical_statements(one, names), canonical_statements(other, names)) == ()


@pytest.mark.parametrize(
    ("before", "after", "details"),
    [
        (allow(["a:B", "a:C"]), allow(["a:B", "a:D"]), ("Action: also a:D", "Action: no longer a:C")),
        (allow("a:B", "x"), allow("a:B", "y"), ("Resource: y instead of x",)),
        (allow("a:B"), deny("a:B"), ("Effect: Deny instead of Allow",)),
        (allow("a:B", Condition=MFA), allow("a:B"), ("no longer only if aws:MultiFactorAuthPresent Bool true",)),
        (allow("a:B"), allow("a:B", Condition=MFA), ("now only if aws:MultiFactorAuthPresent Bool true",)),
        (
            allow("a:B"),
            {"Effect": "Allow", "NotAction": "a:B", "Resource": "*"},
            ("Action: no longer a:B", "NotAction: now a:B"),
        ),
    ],
)
def test_a_change_is_described_by_element(
    names: Names, before: dict[str, Any], after: dict[str, Any], details: tuple[str, ...]
) -> None:
    (change,) = changes(
        canonical_statements(policy({**before, "Sid": "One"}), names),
        canonical_statements(policy({**after, "Sid": "One"}), names),
    )
    assert (change.name, change.change, change.details) == ("One", "changed", details)


def test_numbers_and_ids_are_replaced_by_names(world: World, names: Names) -> None:
    organization = world.organization
    logs, infra = organization.account_by_key["logs"].number, organization.account_by_key["infra"].number
    text = f"arn:aws:iam::{logs}:role/x {infra} {organization.id} {logs}0 ou-aaaa-bbbbbbbb"
    assert (
        names.text(text, infra) == f"arn:aws:iam::{{logs}}:role/x {{account}} {{organization}} {logs}0 ou-aaaa-bbbbbbbb"
    )
    units = [target for target in organization.targets.values() if target.kind == "ou"]
    assert [names.text(unit.id) for unit in units] == ["{spacecats}", "{suspended}"]


def test_a_statement_reads_in_one_line() -> None:
    body = {
        "Effect": "Deny",
        "NotPrincipal": {"AWS": ["111122223333"]},
        "NotAction": ["a:B"],
        "NotResource": ["x", "y"],
        "Condition": {"StringEquals": {"aws:RequestedRegion": ["a", "b"]}},
    }
    assert phrase(body) == (
        "Deny any principal but AWS 111122223333 everything but a:B on everything but x, y, "
        "if aws:RequestedRegion StringEquals a or b"
    )


def said(
    *statements: dict[str, Any], kind: str = "identity", name: str = "p"
) -> dict[tuple[str, str], list[CanonicalStatement]]:
    listed = [
        CanonicalStatement(
            str(index),
            {key: [one] if key != "Effect" and isinstance(one, str) else one for key, one in statement.items()},
        )
        for index, statement in enumerate(statements)
    ]
    return {(kind, name): listed}


def test_a_policy_with_another_name_only_is_no_change() -> None:
    assert policy_changes(said(allow("a:B"), name="old"), said(allow("a:B"), name="new")) == ()
