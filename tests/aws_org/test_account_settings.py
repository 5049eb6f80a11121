"""Settings of an account or region, and settings that the management account makes for all."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from aws_org.account_defaults import AccountDefaults
from aws_org.alternate_contacts import AlternateContacts, Contact
from aws_org.centralized_root_access import CentralizedRootAccess
from aws_org.delegated_administrator import DelegatedAdministrator
from aws_org.organization_analyzer import OrganizationAnalyzer
from aws_org.region_defaults import RegionDefaults
from aws_org.unused_access_analyzer import UnusedAccessAnalyzer
from tests.synthesis import Synth, resource, reviewable

ANN = Contact(name="Ann Lee", title="Security", email="security@example.com", phone="+1 555 0100")
SECURITY = "444455556666"


def test_account_defaults(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: AccountDefaults(scope, "defaults"))) == snapshot


def test_region_defaults(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: RegionDefaults(scope, "defaults"))) == snapshot


def test_alternate_contacts(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(
        lambda scope: AlternateContacts(
            scope, "contacts", security=ANN, billing=ANN, operations=ANN, account_id=SECURITY
        )
    )
    assert reviewable(tf) == snapshot


def test_centralized_root_access(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: CentralizedRootAccess(scope, "root-access"))) == snapshot


def test_organization_analyzer(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: OrganizationAnalyzer(scope, "analyzer"))) == snapshot


def test_unused_access_analyzer(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: UnusedAccessAnalyzer(scope, "analyzer", unused_access_age=30))) == snapshot


def test_delegated_administrator(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(
        lambda scope: DelegatedAdministrator(
            scope, "analyzer", account_id=SECURITY, service="access-analyzer.amazonaws.com"
        )
    )
    assert reviewable(tf) == snapshot


def test_account_defaults_block_every_way_of_making_a_bucket_public(synth: Synth) -> None:
    block = resource(synth(lambda scope: AccountDefaults(scope, "defaults")), "aws_s3_account_public_access_block")

    assert list(block.values()) == [True] * 4


@pytest.mark.parametrize(
    ("kind", "setting", "value"),
    [
        ("aws_ebs_encryption_by_default", "enabled", True),
        ("aws_ebs_snapshot_block_public_access", "state", "block-all-sharing"),
        ("aws_ec2_image_block_public_access", "state", "block-new-sharing"),
        ("aws_ec2_instance_metadata_defaults", "http_tokens", "required"),
    ],
)
def test_region_defaults_are_the_safe_ones(synth: Synth, kind: str, setting: str, value: object) -> None:
    assert resource(synth(lambda scope: RegionDefaults(scope, "defaults")), kind)[setting] == value


@pytest.mark.parametrize(
    ("switch", "kind"),
    [
        ("encrypt_volumes", "aws_ebs_encryption_by_default"),
        ("block_public_snapshots", "aws_ebs_snapshot_block_public_access"),
        ("block_public_images", "aws_ec2_image_block_public_access"),
        ("require_metadata_tokens", "aws_ec2_instance_metadata_defaults"),
    ],
)
def test_each_region_default_has_a_switch_of_its_own(synth: Synth, switch: str, kind: str) -> None:
    made = synth(lambda scope: RegionDefaults(scope, "defaults"))["resource"]
    off: dict[str, Any] = {switch: False}
    without = synth(lambda scope: RegionDefaults(scope, "defaults", **off))["resource"]

    assert set(made) - set(without) == {kind}


def test_contacts_of_the_own_account_do_not_name_it(synth: Synth) -> None:
    """AWS rejects the management account's own number."""
    made = resource(
        synth(lambda scope: AlternateContacts(scope, "contacts", security=ANN)), "aws_account_alternate_contact"
    )

    assert made["alternate_contact_type"] == "SECURITY"
    assert "account_id" not in made


def test_centralized_root_access_has_both_parts(synth: Synth) -> None:
    made = resource(synth(lambda scope: CentralizedRootAccess(scope, "root-access")), "aws_iam_organizations_features")

    assert set(made["enabled_features"]) == {"RootCredentialsManagement", "RootSessions"}


def test_analyzer_looks_at_the_whole_organization(synth: Synth) -> None:
    made = resource(synth(lambda scope: OrganizationAnalyzer(scope, "analyzer")), "aws_accessanalyzer_analyzer")

    assert made["type"] == "ORGANIZATION"


def test_access_analyzer_has_its_role_before_an_account_administers_it(synth: Synth) -> None:
    tf = synth(
        lambda scope: DelegatedAdministrator(
            scope, "analyzer", account_id=SECURITY, service="access-analyzer.amazonaws.com"
        )
    )

    (role,) = tf["resource"]["aws_iam_service_linked_role"]
    made = resource(tf, "aws_organizations_delegated_administrator")
    assert made["depends_on"] == [f"aws_iam_service_linked_role.{role}"]


def test_other_services_create_their_role_themselves(synth: Synth) -> None:
    tf = synth(
        lambda scope: DelegatedAdministrator(scope, "config", account_id=SECURITY, service="config.amazonaws.com")
    )

    assert set(tf["resource"]) == {"aws_organizations_delegated_administrator"}
