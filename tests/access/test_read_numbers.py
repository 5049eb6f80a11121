"""Accounts without a number get a stable placeholder that cannot be confused with a real one."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from access.read.organization import from_stacks
from terraform_json.identifiers import account_numbers
from terraform_json.stacks import Stack

names = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True), unique=True, min_size=1, max_size=30)


@settings(deadline=None)
@given(names)
def test_numbers_are_distinct_twelve_digits_and_no_real_ones(keys: list[str]) -> None:
    numbers = account_numbers(keys)
    assert len(set(numbers.values())) == len(keys)
    assert all(len(number) == 12 and number.isdecimal() and number.startswith("0000") for number in numbers.values())


@settings(deadline=None)
@given(names, st.randoms())
def test_a_number_does_not_depend_on_other_accounts(keys: list[str], chance: random.Random) -> None:
    numbers = account_numbers(keys)
    some = chance.sample(keys, chance.randint(1, len(keys)))
    assert account_numbers(some) == {key: numbers[key] for key in some}


def test_numbers_are_the_same_on_every_machine_and_in_every_version() -> None:
    assert account_numbers(["id", "org-root"]) == {"id": "000042113339", "org-root": "000073551765"}


def read(*keys: str, **real: str) -> dict[str, str]:
    made: dict[str, Any] = {key: {"name": key, "email": f"{key}@example.com"} for key in keys}
    resource = {"aws_organizations_organization": {"o": {}}, "aws_organizations_account": made}
    users = {"aws_iam_user": {"u": {"name": "ann"}}}
    found = from_stacks([Stack("org-root", {"resource": {**resource, **users}})], real)
    assert [user.arn for user in found.users] == [f"arn:aws:iam::{found.management.number}:user/ann"]
    return {account.key: account.number for account in found.accounts.values()}


def test_the_order_of_accounts_does_not_matter() -> None:
    assert read("a", "b", "c") == read("c", "b", "a")


def test_real_numbers_are_used_where_they_are_known() -> None:
    placeholders = read("id", "prod")
    numbers = read("id", "prod", **{"id": "210987654321", "org-root": "123456789012"})
    assert numbers == {"id": "210987654321", "org-root": "123456789012", "prod": placeholders["prod"]}


def test_an_account_with_the_name_of_the_stack_has_its_own_number() -> None:
    found = from_stacks(
        [
            Stack(
                "main",
                {
                    "resource": {
                        "aws_organizations_organization": {"o": {}},
                        "aws_organizations_account": {"main": {"name": "x", "email": "x@example.com"}},
                    }
                },
            )
        ]
    )
    assert len(found.accounts) == 2
