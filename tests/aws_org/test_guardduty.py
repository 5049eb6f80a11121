"""GuardDuty in an account, and for the organization."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.guardduty_administrator import GuardDutyAdministrator
from aws_org.guardduty_detector import FEATURES, GuardDutyDetector
from tests.synthesis import Synth, resource, reviewable

SECURITY = "444455556666"


def administrator(scope: Construct) -> None:
    GuardDutyAdministrator(
        scope,
        "guardduty",
        account_id=SECURITY,
        features=["S3_DATA_EVENTS"],
        provider=AwsProvider(scope, "security", alias="security"),
        management_provider=AwsProvider(scope, "management", alias="management"),
    )


def features(tf: dict[str, Any], kind: str, setting: str) -> dict[str, str]:
    return {item["name"]: item[setting] for item in tf["resource"].get(kind, {}).values()}


def test_guardduty_detector(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert (
        reviewable(synth(lambda scope: GuardDutyDetector(scope, "guardduty", features=["S3_DATA_EVENTS"]))) == snapshot
    )


def test_guardduty_administrator(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(administrator)) == snapshot


@pytest.mark.parametrize("named", [[], ["S3_DATA_EVENTS"], list(FEATURES)])
def test_detector_has_the_named_features_on_and_every_other_one_off(synth: Synth, named: Collection[str]) -> None:
    tf = synth(lambda scope: GuardDutyDetector(scope, "guardduty", features=named))

    expected = {name: "ENABLED" if name in named else "DISABLED" for name in FEATURES}
    assert features(tf, "aws_guardduty_detector_feature", "status") == expected


def test_detector_of_a_member_leaves_the_features_to_the_administrator(synth: Synth) -> None:
    tf = synth(lambda scope: GuardDutyDetector(scope, "guardduty"))

    assert features(tf, "aws_guardduty_detector_feature", "status") == {}
    assert resource(tf, "aws_guardduty_detector")["enable"] is True


def test_features_that_exclude_each_other_are_not_both_set() -> None:
    assert "RUNTIME_MONITORING" in FEATURES
    assert "EKS_RUNTIME_MONITORING" not in FEATURES


def test_administrator_switches_guardduty_on_in_every_account(synth: Synth) -> None:
    tf = synth(administrator)

    assert resource(tf, "aws_guardduty_organization_configuration")["auto_enable_organization_members"] == "ALL"
    expected = {name: "ALL" if name == "S3_DATA_EVENTS" else "NONE" for name in FEATURES}
    assert features(tf, "aws_guardduty_organization_configuration_feature", "auto_enable") == expected


def test_administrator_is_designated_by_the_management_account_and_does_the_rest_itself(synth: Synth) -> None:
    tf = synth(administrator)

    providers = {kind: {item["provider"] for item in found.values()} for kind, found in tf["resource"].items()}
    assert providers.pop("aws_guardduty_organization_admin_account") == {"aws.management"}
    assert set.union(*providers.values()) == {"aws.security"}


def test_administrator_has_a_detector_before_and_members_after_the_designation(synth: Synth) -> None:
    """Designation creates a missing detector, which would be unknown to Terraform."""
    tf = synth(administrator)

    (detector,) = tf["resource"]["aws_guardduty_detector"]
    designation, made = next(iter(tf["resource"]["aws_guardduty_organization_admin_account"].items()))
    assert made["depends_on"] == [f"aws_guardduty_detector.{detector}"]
    members = resource(tf, "aws_guardduty_organization_configuration")
    assert members["depends_on"] == [f"aws_guardduty_organization_admin_account.{designation}"]


@pytest.mark.parametrize("kind", ["aws_guardduty_detector_feature", "aws_guardduty_organization_configuration_feature"])
def test_agents_of_runtime_monitoring_are_left_as_they_are(synth: Synth, kind: str) -> None:
    """AWS lists them in an order of its own: the provider would replace the feature in every plan."""
    for item in synth(administrator)["resource"][kind].values():
        assert item["lifecycle"] == {"ignore_changes": ["additional_configuration"]}
