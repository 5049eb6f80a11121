"""What policies name that is not of the organization: a note with its line, which leaves the result as it is."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from access.explain import ConfigurationLines
from access.model.organization import Organization
from access.proof import Proof, Sources, as_json
from access.proof.mentions import mentions_in
from orgctl.prove.markdown import as_markdown
from orgctl.prove.report import render
from tests.access import small

OTHER, PARTNER = "o-a1b2c3d4e5", "444455556666"


def named(*values: str, known: bool = True, exempt: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Return the kinds and texts of what a guardrail with these values names."""
    condition: dict[str, Any] = {"StringEquals": {"aws:PrincipalArn": [*values]}}
    found = small.organization(scp=[{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}])
    organization = replace(found, knows_id=known, unknown_numbers=frozenset() if known else frozenset(found.accounts))
    return [(one.kind, one.text) for one in mentions_of(organization, exempt)]


def mentions_of(organization: Organization, exempt: frozenset[str] = frozenset()) -> Any:
    return mentions_in(organization, Sources(ConfigurationLines(None), organization), exempt)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (OTHER, ("organization", f"{OTHER}: another organization")),
        (f"{OTHER}/r-ab12/*", ("organization", f"{OTHER}: another organization")),
        (PARTNER, ("account", f"account {PARTNER}: outside of this organization")),
        (f"arn:aws:iam::{PARTNER}:role/x", ("account", f"account {PARTNER}: outside of this organization")),
        (f"arn:aws:iam::{small.WORK}:role/workr", ("role", "role workr of work: made by no stack")),
        (f"arn:aws:iam::{small.WORK}:role/path/worker", ("role", "role path/worker of work: made by no stack")),
        (f"arn:aws:iam::{small.PEOPLE}:user/ben", ("user", "user ben of people: made by no stack")),
    ],
)
def test_what_is_not_of_the_organization_is_told(value: str, expected: tuple[str, str]) -> None:
    assert named(value) == [expected]


@pytest.mark.parametrize(
    "value",
    [
        *("o-0000000000", small.WORK, small.ROLE, f"arn:aws:iam::{small.PEOPLE}:user/ann", "${aws:username}"),
        *(f"arn:aws:iam::{small.WORK}:role/work*", "arn:aws:iam::*:role/nobody", f"arn:aws:iam::{small.WORK}:root"),
        f"arn:aws:iam::{small.WORK}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
        f"arn:aws:iam::{small.WORK}:user/${{aws:username}}",
    ],
)
def test_what_is_of_the_organization_or_a_pattern_is_not_told(value: str) -> None:
    assert named(value) == []


def test_a_role_that_the_configuration_exempts_may_be_made_by_another_tool() -> None:
    assert named(f"arn:aws:iam::{small.WORK}:role/pipeline", exempt=frozenset({"pipeline"})) == []


def test_while_ids_are_not_known_it_is_told_where_to_give_them() -> None:
    (_, organization), (_, account) = named(OTHER, PARTNER, known=False)
    assert (
        organization == f"{OTHER}: this organization or another one, which organization_id in organization.yaml tells"
    )
    assert account.startswith(f"account {PARTNER}: of this organization or not, which account_id of each account")


def test_a_policy_is_told_once_for_each_statement() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": f"arn:aws:iam::{PARTNER}:role/{PARTNER}"}
    found = small.organization(scp=[statement, {**statement, "Sid": "Again"}])
    assert [one.statement for one in mentions_of(found)] == ["statement 1", "Again"]


def test_the_example_names_nothing_else(proven: Proof) -> None:
    assert proven.mentions == ()


def test_notes_are_in_every_form_and_change_no_result(proven: Proof) -> None:
    found = small.organization(scp=[{"Effect": "Deny", "Action": "*", "Resource": f"arn:aws:iam::{PARTNER}:role/x"}])
    told = replace(proven, mentions=mentions_of(replace(found, unknown_numbers=frozenset())))
    output = io.StringIO()
    render(told, Console(file=output, width=80, highlight=False))
    lines = output.getvalue().splitlines()
    at = lines.index("Named in policies, and not known as part of this organization")
    assert lines[at + 1] == f"  account {PARTNER}: outside of this organization; in statement 1 of scp,"
    assert max(map(len, lines)) <= 80
    assert f"account {PARTNER}: outside of this organization; in statement 1 of scp" in as_markdown(told)
    (one,) = json.loads(as_json(told))["mentions"]
    assert (one["kind"], one["named"], one["statement"]) == ("account", PARTNER, "statement 1")
    assert told.proven
