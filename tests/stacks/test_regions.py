"""The provider of each resource: its account and its region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from foundation.names import ORG_ROOT
from tests.stacks.variations import VARIATIONS, varied
from tests.synthesis import addresses, provider

Stacks = dict[str, dict[str, Any]]
Place = tuple[str, str]


def place(stack: str, tf: dict[str, Any], item: dict[str, Any]) -> Place:
    """Return the account and the region of a resource."""
    found = provider(tf, item)
    if not found.get("assume_role"):
        return ORG_ROOT, found["region"]
    match = re.search(r"accountaccount_([\w-]+)id\}:role/", found["assume_role"][0]["role_arn"])
    assert match
    assert match[1] == stack.removeprefix("bootstrap-")
    return match[1], found["region"]


def places(stacks: Stacks, kind: str) -> Counter[Place]:
    """Return the accounts and regions of the resources of a type, in all stacks together."""
    return Counter(
        place(stack, tf, item) for stack, tf in stacks.items() for found, _, item in addresses(tf) if found == kind
    )


def everywhere(accounts: list[str], regions: list[str]) -> Counter[Place]:
    return Counter((account, region) for account in accounts for region in regions)


@pytest.fixture(params=VARIATIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_resources_named_after_a_region_are_created_there(name: str, variation: Callable[[str], Stacks]) -> None:
    """Resources with a region in their path are in that region, all others in the home region."""
    organization = varied(VARIATIONS[name])
    for stack, tf in variation(name).items():
        elsewhere = organization.state_region if stack.startswith("bootstrap-") else organization.region
        for kind, path, item in addresses(tf):
            named = [region for region in organization.all_regions if re.search(rf"/[\w-]*\b{region}(/|$)", path)]
            (expected,) = named or [organization.region if kind == "aws_iam_account_alias" else elsewhere]
            if kind != "terraform_data":
                assert place(stack, tf, item)[1] == expected, path


def test_a_bootstrap_stack_touches_its_own_account_only(any_stacks: Stacks) -> None:
    for stack, tf in any_stacks.items():
        if stack.startswith("bootstrap-"):
            assert {place(stack, tf, item)[0] for _, _, item in addresses(tf)} == {stack.removeprefix("bootstrap-")}


IN_ORG_ROOT = re.compile(
    r"logs/logs/(organization-trail|trail-log-group|alarms|root-sign-in|org-root)/.*"
    r"|infra/security/guardduty-(org-root-[\w-]+/detector|[\w-]+/designation)"
)


def test_only_intended_resources_are_created_in_the_management_account(any_stacks: Stacks) -> None:
    """From another account's stack: the trail, its alarm, the recorder, and GuardDuty's resources."""
    for stack, tf in any_stacks.items():
        for kind, path, item in addresses(tf):
            if kind == "terraform_data":
                continue
            meant = re.fullmatch(IN_ORG_ROOT, path)
            account = stack.removeprefix("bootstrap-")
            assert place(stack, tf, item)[0] == (ORG_ROOT if meant else account), path


def test_config_records_once_in_every_account_and_region(name: str, variation: Callable[[str], Stacks]) -> None:
    organization, stacks = varied(VARIATIONS[name]), variation(name)
    accounts = [ORG_ROOT, *organization.accounts_with_stack()] if organization.config.enabled else []

    for kind in ("recorder", "recorder_status"):
        found = places(stacks, f"aws_config_configuration_{kind}")
        assert found == everywhere(accounts, organization.all_regions)
    assert places(stacks, "aws_config_delivery_channel") == everywhere(accounts, organization.all_regions)


def test_config_records_global_resources_once_in_every_account(name: str, variation: Callable[[str], Stacks]) -> None:
    organization, stacks = varied(VARIATIONS[name]), variation(name)
    found = [
        place(stack, tf, item)
        for stack, tf in stacks.items()
        for kind, _, item in addresses(tf)
        if kind == "aws_config_configuration_recorder" and item["recording_group"]["include_global_resource_types"]
    ]
    accounts = [ORG_ROOT, *organization.accounts_with_stack()] if organization.config.enabled else []

    assert Counter(found) == everywhere(accounts, [organization.region])


def test_guardduty_is_administered_in_every_region(name: str, variation: Callable[[str], Stacks]) -> None:
    """The management account has its own detectors, which no other account could create for it."""
    organization, stacks = varied(VARIATIONS[name]), variation(name)
    regions = organization.all_regions if organization.guardduty.enabled else []
    administrator = [organization.security_key or ""]

    assert places(stacks, "aws_guardduty_detector") == everywhere([ORG_ROOT, *administrator], regions)
    assert places(stacks, "aws_guardduty_organization_admin_account") == everywhere([ORG_ROOT], regions)
    assert places(stacks, "aws_guardduty_organization_configuration") == everywhere(administrator, regions)


def test_access_analyzer_looks_at_every_region(name: str, variation: Callable[[str], Stacks]) -> None:
    organization = varied(VARIATIONS[name])
    regions = organization.all_regions if organization.access_analyzer.enabled else []

    found = places(variation(name), "aws_accessanalyzer_analyzer")
    assert found == everywhere([organization.security_key or ORG_ROOT], regions)


def test_every_account_has_safe_defaults_in_every_region(name: str, variation: Callable[[str], Stacks]) -> None:
    organization, stacks = varied(VARIATIONS[name]), variation(name)
    regions = organization.all_regions if organization.account_defaults.encrypt_ebs else []
    expected = everywhere([ORG_ROOT, *organization.accounts_with_stack()], regions)

    for kind in ("ebs_encryption_by_default", "ebs_snapshot_block_public_access", "ec2_instance_metadata_defaults"):
        assert places(stacks, f"aws_{kind}") == expected


@pytest.mark.parametrize("once", ["aws_cloudtrail", "aws_cloudwatch_log_group", "aws_sns_topic"])
def test_the_trail_and_its_alarm_are_the_management_accounts(
    name: str, once: str, variation: Callable[[str], Stacks]
) -> None:
    organization = varied(VARIATIONS[name])
    regions = [organization.region] if organization.cloudtrail.enabled else []

    assert places(variation(name), once) == everywhere([ORG_ROOT], regions)


def test_no_account_has_a_service_linked_role_twice(any_stacks: Stacks) -> None:
    """IAM rejects creating it again."""
    found = Counter(
        (place(stack, tf, item)[0], item["aws_service_name"])
        for stack, tf in any_stacks.items()
        for kind, _, item in addresses(tf)
        if kind == "aws_iam_service_linked_role"
    )
    assert not [role for role, count in found.items() if count > 1]


def test_every_provider_remains_when_its_resources_are_removed(
    variation: Callable[[str], Stacks], changed: Callable[..., Stacks]
) -> None:
    """Terraform cannot destroy a resource of a provider that no longer exists."""
    services = ("cloudtrail", "guardduty", "config", "access_analyzer")
    off = changed(**dict.fromkeys(services, False), root_sign_in_alarm=None)
    for stack, tf in variation("example").items():
        assert tf["provider"] == off[stack]["provider"]


def test_a_former_region_still_has_a_provider(variation: Callable[[str], Stacks]) -> None:
    """Resources there are destroyed through the providers that created them."""
    for stack, tf in variation("a-region-less").items():
        assert tf["provider"] == variation("example")[stack]["provider"]
        if not stack.startswith("bootstrap-"):
            assert tf["provider"] != variation("one-region")[stack]["provider"]


def test_no_resource_is_in_a_former_region(variation: Callable[[str], Stacks]) -> None:
    """Each stack has the resources that it would have if the region had never been in use."""
    for stack, tf in variation("a-region-less").items():
        assert tf["resource"] == variation("one-region")[stack]["resource"]
        assert {place(stack, tf, item)[1] for _, _, item in addresses(tf)} == {"us-west-2"}


def test_every_stack_of_an_account_has_a_provider_of_every_region(variation: Callable[[str], Stacks]) -> None:
    for stack, tf in variation("three-regions").items():
        if not stack.startswith("bootstrap-"):
            found = Counter((bool(one.get("assume_role")), one["region"]) for one in tf["provider"]["aws"])
            regions = ["us-west-2", "us-east-1", "eu-west-1"]
            accounts = {False, True} if stack in ("infra", "logs") else {stack != ORG_ROOT}
            assert found == Counter((member, region) for region in regions for member in accounts), stack
