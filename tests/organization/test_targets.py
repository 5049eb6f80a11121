from __future__ import annotations

import pytest

from organization.load import examine_text
from organization.model import Organization
from organization.targets import Target, bound_accounts, find, get, is_management_account, names
from tests.organization.files import ROOT

FILE = b"""
name: spacecats
email: aws+{account}@example.com
region: eu-central-1
org_root: {admins: [ann]}
organizational_units:
  main:
    accounts: {id: , infra: }
    organizational_units:
      prod: {accounts: {web: }, organizational_units: {eu: {accounts: {shop: }}}}
  test: {organizational_units: {prod: {accounts: {lab: }}}}
  suspended: {quarantine: true, accounts: {old: }}
"""


@pytest.fixture(scope="module")
def organization() -> Organization:
    found, problems = examine_text(FILE, ROOT)
    assert found is not None
    assert not problems
    return found


def test_every_target_is_found_by_its_name(organization: Organization) -> None:
    for name in names(organization):
        assert find(organization, name) == get(organization, name)
        assert get(organization, name).name == name


def test_the_root_every_unit_and_every_account_is_a_target(organization: Organization) -> None:
    assert names(organization) == [
        "root",
        "main",
        "main/prod",
        "main/prod/eu",
        "test",
        "test/prod",
        "suspended",
        *(f"account:{key}" for key in ("id", "infra", "web", "shop", "lab", "old")),
    ]


@pytest.mark.parametrize("name", ["prod", "main/", "/main", "Main", "account:", "account:none", "id", "org-root", ""])
def test_nothing_else_is_a_target(organization: Organization, name: str) -> None:
    assert find(organization, name) is None
    with pytest.raises(KeyError, match=rf"'{name}' is not a target of spacecats"):
        get(organization, name)


def test_units_of_one_name_are_two_targets(organization: Organization) -> None:
    assert find(organization, "main/prod") == Target(("main", "prod"))
    assert find(organization, "test/prod") == Target(("test", "prod"))


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("root", ["id", "infra", "web", "shop", "lab", "old"]),
        ("main", ["id", "infra", "web", "shop"]),
        ("main/prod", ["web", "shop"]),
        ("test/prod", ["lab"]),
        ("suspended", ["old"]),
        ("account:web", ["web"]),
    ],
)
def test_a_target_binds_the_accounts_in_it_and_below(organization: Organization, name: str, bound: list[str]) -> None:
    assert bound_accounts(organization, get(organization, name)) == bound


def test_the_management_account_is_bound_by_nothing(organization: Organization) -> None:
    assert is_management_account("org-root")
    assert is_management_account("account:org-root")
    assert not is_management_account("root")
    for name in names(organization):
        assert "org-root" not in bound_accounts(organization, get(organization, name))
