"""Conditions about the time: guardrails and trusts that begin or end on a day, in every form of a date."""

from __future__ import annotations

from typing import Any

import pytest

from access.promises.registry import PROMISES
from tests.access.asking import kept, outcome_of, texts, trusting_users
from tests.access.conftest import Broken, Edit
from tests.access.edits import deny

PAST = (
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    ("DateGreaterThanEquals", "aws:CurrentTime", "2026-01-01"),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01"),
    ("DateGreaterThan", "aws:CurrentTime", "2026"),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00Z"),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T01:00:00+01:00"),
    ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00.000Z"),
    ("DateGreaterThan", "aws:CurrentTime", "1767225600"),
    ("DateGreaterThan", "aws:EpochTime", "1767225600"),
    ("NumericGreaterThan", "aws:EpochTime", "1767225600"),
    ("DateGreaterThanIfExists", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    ("DateLessThan", "aws:CurrentTime", "2099-01-01T00:00:00Z"),
    ("DateNotEquals", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    ("DateGreaterThan", "aws:TokenIssueTime", "2020-01-01T00:00:00Z"),
    ("DateLessThan", "aws:TokenIssueTime", "2099-01-01T00:00:00Z"),
    ("Null", "aws:CurrentTime", "false"),
    ("Null", "aws:TokenIssueTime", "false"),
)
"""Conditions that every request with temporary credentials meets now."""
NOT_NOW = (
    ("DateGreaterThan", "aws:CurrentTime", "2099-01-01T00:00:00Z"),
    ("DateGreaterThan", "aws:CurrentTime", "2099"),
    ("DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
    ("NumericLessThan", "aws:EpochTime", "1577836800"),
    ("DateEquals", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
    # sessions that were stolen on a day, as AWS's console revokes them
    ("DateLessThan", "aws:TokenIssueTime", "2020-01-01T00:00:00Z"),
    # no long-term keys
    ("Null", "aws:TokenIssueTime", "true"),
    ("Null", "aws:CurrentTime", "true"),
)
"""Conditions that no such request meets now."""
Condition = tuple[str, str, str]


def denying(condition: Condition) -> Edit:
    """Return an edit that denies everything in member accounts under a condition."""
    operator, key, value = condition
    return lambda stacks: deny(stacks, "*", Condition={operator: {key: value}})


@pytest.mark.parametrize("condition", PAST, ids=" ".join)
def test_a_guardrail_that_shuts_every_account_out_is_found(broken: Broken, condition: Condition) -> None:
    world = broken(denying(condition))

    first = texts(world, "state")[0]
    assert first.startswith("role OrganizationAccountAccessRole of id cannot call s3:")
    assert first.endswith(": SCP of root, statement Added")
    responders = texts(world, "quarantine")
    assert responders[0].startswith("myuser with MFA cannot sts:AssumeRole on arn:aws:iam::")
    assert all(" cannot " in text for text in responders)


@pytest.mark.parametrize("condition", NOT_NOW, ids=" ".join)
def test_a_guardrail_that_shuts_no_session_out_now_is_right(broken: Broken, condition: Condition) -> None:
    world = broken(denying(condition))

    assert kept(world, *(one.name for one in PROMISES))


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (
            ("DateGreaterThan", "aws:CurrentTime", "01/01/2026"),
            "DateGreaterThan of aws:CurrentTime: 01/01/2026 is not a date in a form that AWS documents",
        ),
        (
            ("DateGreaterThan", "aws:CurrentTime", "20260101T000000Z"),
            "DateGreaterThan of aws:CurrentTime: 20260101T000000Z is not a date in a form that AWS documents",
        ),
        (
            ("StringNotEquals", "aws:PrincipalTag/team", "ops"),
            "StringNotEquals of aws:PrincipalTag/team: the proof does not read tags",
        ),
        (
            ("StringEquals", "aws:PrincipalTag/team", "ops"),
            "StringEquals of aws:PrincipalTag/team: the proof does not read tags",
        ),
        (
            ("Null", "aws:PrincipalTag/team", "true"),
            "Null of aws:PrincipalTag/team: the proof does not read tags",
        ),
        (
            ("NumericGreaterThan", "aws:EpochTime", "tomorrow"),
            "NumericGreaterThan of aws:EpochTime: tomorrow is not a number",
        ),
    ],
)
@pytest.mark.parametrize("promise", ["state", "quarantine"])
def test_a_guardrail_that_is_not_read_leaves_what_it_may_deny_undecided(
    broken: Broken, condition: Condition, reason: str, promise: str
) -> None:
    outcome = outcome_of(broken(denying(condition)), promise)

    assert outcome.status == "undecided"
    assert all(one.text.endswith(reason) for one in outcome.undecided)


# trust policies

ENDLESS: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"DateLessThan": {"aws:CurrentTime": "2099-01-01T00:00:00Z"}}, {"2026-12-01"}),
    ({"DateLessThan": {"aws:CurrentTime": "2099-01-01"}}, {"2026-12-01"}),
    ({"DateLessThanIfExists": {"aws:CurrentTime": "2099"}}, {"2026-12-01"}),
    ({"NumericLessThan": {"aws:EpochTime": "4070908800"}}, {"2026-12-01"}),
    ({"DateGreaterThan": {"aws:CurrentTime": "2098-12-31T23:59:59Z"}}, {"2099-01-01"}),
    (
        {
            "DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"},
            "DateLessThan": {"aws:CurrentTime": "2030-01-02T00:00:00Z"},
        },
        {"2030-01-01"},
    ),
)


@pytest.mark.parametrize(("condition", "days"), ENDLESS)
def test_a_trust_without_mfa_at_some_time_is_found(broken: Broken, condition: Any, days: set[str]) -> None:
    world = broken(trusting_users(**condition))
    found = texts(world, "mfa")

    assert [text.partition(" can assume ")[0] for text in found] == [
        "myuser with an access key",
        "myuser signed in without MFA",
    ]
    today = world.organization.as_of if days == {"2026-12-01"} else days.pop()
    assert all(text.partition(":role/infra, with aws:CurrentTime ")[2][:10] == str(today) for text in found)
    assert len(texts(world, "chaining")) == 2


def test_a_trust_of_temporary_credentials_without_mfa_is_found(broken: Broken) -> None:
    condition = {"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}}
    (text,) = texts(broken(trusting_users(**condition)), "mfa")

    assert text.startswith("myuser signed in without MFA can assume arn:aws:iam::")


def test_a_trust_of_long_term_keys_is_found(broken: Broken) -> None:
    (text,) = texts(broken(trusting_users(Null={"aws:TokenIssueTime": "true"})), "mfa")

    assert text.startswith("myuser with an access key can assume arn:aws:iam::")


@pytest.mark.parametrize(
    "condition",
    [
        {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"DateLessThan": {"aws:CurrentTime": "2020"}},
        {"NumericLessThan": {"aws:EpochTime": "1577836800"}},
        {"DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}},
        {
            "DateGreaterThan": {"aws:CurrentTime": "2030-01-02T00:00:00Z"},
            "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"},
        },
        {
            "DateLessThan": {"aws:CurrentTime": "2099-01-01T00:00:00Z"},
            "Bool": {"aws:MultiFactorAuthPresent": "true"},
        },
    ],
)
def test_a_trust_that_has_ended_or_demands_mfa_is_right(broken: Broken, condition: Any) -> None:
    assert kept(broken(trusting_users(**condition)), "mfa", "chaining", "outsiders", "given-access")
