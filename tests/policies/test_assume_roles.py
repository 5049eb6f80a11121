"""Policies that list the roles that a group may assume, as many as IAM's size limit demands."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from organization import limits
from policies import assume_roles, role_arn, size
from policies.identity import MANAGED_POLICY_SIZE

LIMIT = 6_144  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

account_ids = st.integers(0, 10**12 - 1).map(lambda number: f"{number:012}")
role_names = st.text("abcXYZ019_+=,.@-", min_size=1, max_size=64)
role = st.tuples(account_ids, role_names)
roles = st.lists(role, max_size=40) | st.builds(
    lambda account_id, name, number: [(account_id, f"{name[:60]}{index}") for index in range(number)],
    account_ids,
    role_names,
    st.integers(0, 400),
)
few = settings(deadline=None, derandomize=True, max_examples=60)


def resources(policies: list[str]) -> list[str]:
    """Return the roles that all policies together allow to assume. Each policy is one statement."""
    listed: list[str] = []
    for text in policies:
        policy: dict[str, Any] = json.loads(text)
        (statement,) = policy["Statement"]
        assert policy["Version"] == "2012-10-17"
        assert {**statement, "Resource": None} == {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": None}
        assert statement["Resource"]
        listed += statement["Resource"]
    return listed


def characters_as_iam_counts_them(policy: str) -> int:
    return len(re.sub(r"\s", "", policy))


@few
@given(roles)
def test_every_role_is_listed_once_in_order(wanted: list[tuple[str, str]]) -> None:
    assert resources(assume_roles(wanted)) == [role_arn(*role) for role in wanted]


@few
@given(roles)
def test_no_policy_is_larger_than_iam_allows(wanted: list[tuple[str, str]]) -> None:
    assert all(characters_as_iam_counts_them(policy) <= LIMIT for policy in assume_roles(wanted))
    assert all(size(policy) == characters_as_iam_counts_them(policy) for policy in assume_roles(wanted))


@few
@given(roles, role)
def test_a_role_added_at_the_end_changes_the_last_policy_or_adds_one(
    wanted: list[tuple[str, str]], added: tuple[str, str]
) -> None:
    before, after = assume_roles(wanted), assume_roles([*wanted, added])

    assert after[: len(before) - 1] == before[:-1]
    assert len(after) == len(before) or after == [*before, after[-1]]


@few
@given(roles)
def test_policies_are_filled_before_another_is_begun(wanted: list[tuple[str, str]]) -> None:
    policies = assume_roles(wanted)

    for policy, following in pairwise(policies):
        assert len(policy) + len(json.dumps(resources([following])[0])) + 1 >= LIMIT


def test_no_role_needs_no_policy() -> None:
    assert assume_roles([]) == []


def test_one_role_is_one_policy() -> None:
    assert [json.loads(policy) for policy in assume_roles([("111122223333", "infra")])] == [
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Resource": ["arn:aws:iam::111122223333:role/infra"],
                }
            ],
        }
    ]


def test_a_token_of_cdktf_has_the_size_of_an_account_number() -> None:
    tokens = [(f"${{TfToken[TOKEN.{number}]}}", f"role-{number:04}") for number in range(500)]
    numbers = [(f"{number:012}", f"role-{number:04}") for number in range(500)]

    assert [len(resources([policy])) for policy in assume_roles(tokens)] == [
        len(resources([policy])) for policy in assume_roles(numbers)
    ]


def test_the_limit_is_that_of_the_table_of_limits() -> None:
    assert MANAGED_POLICY_SIZE == limits.MANAGED_POLICY_SIZE.value == LIMIT
