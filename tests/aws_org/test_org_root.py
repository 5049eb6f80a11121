from __future__ import annotations

from typing import Any

import pytest
from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org import OrgRoot
from tests.synthesis import Synth, named, resource, reviewable

SERVICES = ["guardduty.amazonaws.com", "cloudtrail.amazonaws.com"]


def organization(scope: Construct) -> OrgRoot:
    return OrgRoot(
        scope,
        "organization",
        account_id="999988887777",
        trusted_access=SERVICES,
    )


def with_accounts(count: int) -> Any:
    def build(scope: Construct) -> None:
        org = organization(scope)
        ou = org.add_organizational_unit(["main"], parent_id=org.root_id)
        for number in range(count):
            name = f"account-{number:02}"
            org.add_account(name, name=name, email=f"{name}@example.com", parent_id=ou.ou_id)

    return build


def test_org_root(synth: Synth, snapshot: SnapshotAssertion) -> None:
    def build(scope: Construct) -> None:
        org = organization(scope)
        main = org.add_organizational_unit(["spacecats"], parent_id=org.root_id)
        org.add_organizational_unit(["spacecats", "prod"], parent_id=main.ou_id)
        org.add_suspended_ou(["suspended"], parent_id=org.root_id)
        org.add_account(
            "id",
            name="spacecats-id",
            email="id@example.com",
            parent_id=main.ou_id,
            billing_access=True,
            tags={"owner": "security"},
        )
        org.close_account("old-shop")

    assert reviewable(synth(build)) == snapshot


def test_the_organization_has_all_features_and_service_control_policies(synth: Synth) -> None:
    """D17: no service control policy can be attached until the policy type is enabled."""
    found = resource(synth(organization), "aws_organizations_organization")

    assert found["feature_set"] == "ALL"
    assert found["enabled_policy_types"] == ["SERVICE_CONTROL_POLICY"]
    assert found["aws_service_access_principals"] == sorted(SERVICES)


def test_other_kinds_of_policies_are_on_when_asked(synth: Synth) -> None:
    def build(scope: Construct) -> None:
        kinds = ["TAG_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
        OrgRoot(scope, "organization", account_id="999988887777", trusted_access=[], policy_types=kinds)

    found = resource(synth(build), "aws_organizations_organization")
    assert found["enabled_policy_types"] == ["RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"]


def test_it_has_no_alias(synth: Synth) -> None:
    """The account's own stack or its bootstrap stack has the alias."""
    assert "aws_iam_account_alias" not in synth(organization)["resource"]


def test_the_value_of_a_name_can_be_protected(synth: Synth) -> None:
    tf = synth(lambda scope: organization(scope).keep("cloudtrail", "logs"))

    assert '"cloudtrail" = "logs"' in tf["resource"]["terraform_data"]["protected"]["for_each"]


def test_an_account_is_known_by_its_number_before_it_is_added(synth: Synth) -> None:
    """OUs are added before their accounts, and the quarantine refers to an account."""

    def build(scope: Construct) -> None:
        org = organization(scope)
        org.add_suspended_ou(
            ["suspended"], parent_id=org.root_id, responder="responder", id_account_id=org.account_number("id")
        )
        org.add_account("id", name="id", email="id@example.com", parent_id=org.root_id)

    tf = synth(build)
    outside = named(tf, "aws_organizations_policy", "deny-outside-suspended")
    assert "${aws_organizations_account.account_id.id}" in outside["content"]


def test_the_organization_is_protected_from_destroy(synth: Synth) -> None:
    assert resource(synth(organization), "aws_organizations_organization")["lifecycle"] == {"prevent_destroy": True}


def test_accounts_are_protected_from_destroy(synth: Synth) -> None:
    """D25: a destroyed account remains in part, and its e-mail address cannot be used again."""
    account = resource(synth(with_accounts(1)), "aws_organizations_account")

    assert account["lifecycle"]["prevent_destroy"] is True
    assert account["close_on_deletion"] is False


def test_accounts_are_protected_when_removed_from_the_configuration(synth: Synth) -> None:
    """`prevent_destroy` is removed with its block. This block remains, and stops the plan without the key."""
    guard = synth(with_accounts(2))["resource"]["terraform_data"]["protected"]

    assert guard["lifecycle"] == {"prevent_destroy": True}
    assert guard["for_each"] == '${{"account-00" = "", "account-01" = "", "org-root" = "999988887777"}}'


def test_another_accounts_credentials_are_rejected(synth: Synth) -> None:
    """A plan with another number of the management account would replace the guard, which stops it."""
    guard = synth(organization)["resource"]["terraform_data"]["protected"]

    assert guard["triggers_replace"] == "${each.value}"
    assert guard["lifecycle"] == {"prevent_destroy": True}


def test_a_closed_account_is_forgotten_and_not_destroyed(synth: Synth) -> None:
    tf = synth(lambda scope: organization(scope).close_account("old-shop"))

    assert tf["removed"] == [{"from": "aws_organizations_account.account_old-shop", "lifecycle": {"destroy": False}}]
    assert '"old-shop" = ""' in tf["resource"]["terraform_data"]["protected"]["for_each"]


@pytest.mark.parametrize("attribute", ["email", "name", "role_name", "iam_user_access_to_billing"])
def test_accounts_are_never_replaced_because_of(synth: Synth, attribute: str) -> None:
    """D24: a change of each forces a new account, and Terraform cannot read some back."""
    account = resource(synth(with_accounts(1)), "aws_organizations_account")

    assert attribute in account["lifecycle"]["ignore_changes"]


def test_accounts_deny_billing_by_default(synth: Synth) -> None:
    assert resource(synth(with_accounts(1)), "aws_organizations_account")["iam_user_access_to_billing"] == "DENY"


def test_at_most_five_accounts_are_in_creation(synth: Synth) -> None:
    """AWS rejects a sixth CreateAccount while five are in progress."""
    tf = synth(with_accounts(23))
    accounts = tf["resource"]["aws_organizations_account"]
    waits = {
        f"aws_organizations_account.{address}": set(account.get("depends_on", []))
        for address, account in accounts.items()
    }

    done: set[str] = set()
    while len(done) < len(waits):
        ready = {address for address, before in waits.items() if address not in done and before <= done}
        assert 0 < len(ready) <= 5
        done |= ready


def test_ous_of_the_same_name_under_different_parents_have_different_addresses(synth: Synth) -> None:
    def build(scope: Construct) -> None:
        org = organization(scope)
        for parent in ("east", "west"):
            above = org.add_organizational_unit([parent], parent_id=org.root_id)
            org.add_organizational_unit([parent, "prod"], parent_id=above.ou_id)

    assert len(synth(build)["resource"]["aws_organizations_organizational_unit"]) == 4


def test_accounts_with_similar_keys_have_different_addresses(synth: Synth) -> None:
    def build(scope: Construct) -> None:
        org = organization(scope)
        for key in ("ann-lee", "annlee"):
            org.add_account(key, name=key, email=f"{key}@example.com", parent_id="ou-abcd-12345678")

    assert len(synth(build)["resource"]["aws_organizations_account"]) == 2


def test_an_account_moves_without_another_address(synth: Synth) -> None:
    def account_in(parent_id: str) -> Any:
        return lambda scope: organization(scope).add_account(
            "infra", name="infra", email="infra@example.com", parent_id=parent_id
        )

    before, after = synth(account_in("ou-abcd-11111111")), synth(account_in("ou-abcd-22222222"))

    kind = "aws_organizations_account"
    assert list(before["resource"][kind]) == list(after["resource"][kind])
    assert named(after, kind, "infra")["parent_id"] == "ou-abcd-22222222"
