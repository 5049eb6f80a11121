"""Accounts that were closed in AWS."""

from __future__ import annotations

import pytest

from tests.organization.files import at, organization, problems


def test_closed_accounts_are_named_by_key() -> None:
    assert problems(organization("closed_accounts: [old-shop, old-blog]")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "closed_accounts: [Old]",
            "6:19  closed_accounts[0]: 'Old' must be lower-case letters, digits and single hyphens, "
            "with no hyphen at either end",
            id="a key that cannot be one",
        ),
        pytest.param(
            "closed_accounts: [old, old]",
            "6:24  closed_accounts[1]: 'old' is already in the list, at [0]; keep one",
            id="a key twice",
        ),
        pytest.param(
            "closed_accounts: [id]",
            "6:19  closed_accounts[0]: the account 'id' is in an organizational unit too; "
            "remove it there if it was closed",
            id="an account that is there",
        ),
    ],
)
def test_refused(line: str, expected: str) -> None:
    assert problems(organization(line)) == at(expected)
