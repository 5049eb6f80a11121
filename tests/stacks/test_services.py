"""The resources that each service adds to the stacks, and that none remains when the service is off."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.stacks.variations import OFF
from tests.synthesis import after, named, provider, resource, resources, without_metadata

Stacks = dict[str, dict[str, Any]]
Added = dict[str, set[str]]

BUCKET = {
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
}
KEY = {"aws_kms_key", "aws_kms_alias"}
TRAIL = {*BUCKET, "aws_s3_bucket_logging", *KEY, "aws_cloudtrail"}
RECORDER = {
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_config_delivery_channel",
    "aws_iam_service_linked_role",
}
ALARM = {
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_metric_alarm",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_sns_topic",
    "aws_sns_topic_policy",
    "aws_sns_topic_subscription",
    *KEY,
}
DETECTOR = {"aws_guardduty_detector", "aws_guardduty_detector_feature"}
MEMBERS = ("id", "infra", "logs")
ALL = ("org-root", *MEMBERS)

CASES: dict[str, tuple[dict[str, Any], Added]] = {
    "trail": ({"cloudtrail": True, "log_account": "logs"}, {"logs": TRAIL}),
    "trail in org-root": ({"cloudtrail": True}, {"org-root": TRAIL}),
    "alarm": (
        {"cloudtrail": True, "log_account": "logs", "root_sign_in_alarm": {"email": "security@example.com"}},
        {"logs": TRAIL | ALARM},
    ),
    "config": (
        {"config": True, "log_account": "logs"},
        {
            "org-root": {"aws_organizations_delegated_administrator"},
            "logs": {*RECORDER, *BUCKET, "aws_s3_bucket_logging"},
            "id": RECORDER,
            "infra": {
                *RECORDER,
                "aws_config_configuration_aggregator",
                "aws_iam_role",
                "aws_iam_role_policy_attachment",
            },
        },
    ),
    "config in org-root": (
        {"config": True},
        {
            "org-root": {*RECORDER, *BUCKET, "aws_s3_bucket_logging", "aws_organizations_delegated_administrator"},
            "logs": RECORDER,
            "id": RECORDER,
            "infra": {
                *RECORDER,
                "aws_config_configuration_aggregator",
                "aws_iam_role",
                "aws_iam_role_policy_attachment",
            },
        },
    ),
    "guardduty": (
        {"guardduty": True},
        {
            "infra": {
                *DETECTOR,
                "aws_guardduty_organization_admin_account",
                "aws_guardduty_organization_configuration",
                "aws_guardduty_organization_configuration_feature",
            },
        },
    ),
    "access analyzer": (
        {"access_analyzer": True},
        {
            "org-root": {"aws_organizations_delegated_administrator", "aws_iam_service_linked_role"},
            "infra": {"aws_accessanalyzer_analyzer"},
        },
    ),
    "root access": ({"centralized_root_access": True}, {"org-root": {"aws_iam_organizations_features"}}),
    "contacts": (
        {"alternate_contacts": {"security": {"name": "A", "title": "B", "email": "a@example.com", "phone": "+1"}}},
        {key: {"aws_account_alternate_contact"} for key in ALL},
    ),
    "buckets": (
        {"account_defaults": OFF["account_defaults"] | {"block_public_s3": True}},
        {key: {"aws_s3_account_public_access_block"} for key in ALL},
    ),
    "volumes": (
        {"account_defaults": OFF["account_defaults"] | {"encrypt_ebs": True}},
        {key: {"aws_ebs_encryption_by_default"} for key in ALL},
    ),
    "snapshots": (
        {"account_defaults": OFF["account_defaults"] | {"block_public_snapshots": True}},
        {key: {"aws_ebs_snapshot_block_public_access", "aws_ec2_image_block_public_access"} for key in ALL},
    ),
    "metadata": (
        {"account_defaults": OFF["account_defaults"] | {"require_imdsv2": True}},
        {key: {"aws_ec2_instance_metadata_defaults"} for key in ALL},
    ),
    "billing": (
        {"billing_group": "billing"},
        {"org-root": {"aws_iam_role", "aws_iam_role_policy"}, "id": {"aws_iam_policy"}},
    ),
    "responder": (
        {"responder": {"group": "responders"}},
        {key: {"aws_iam_role", "aws_iam_role_policy_attachment"} for key in MEMBERS},
    ),
    "guardrails": (
        {"guardrails": {"deny-leaving-organization": "root"}},
        {"org-root": {"aws_organizations_policy", "aws_organizations_policy_attachment"}},
    ),
}
"""Services, and the types of resources that each adds to each stack."""


def count(tf: dict[str, Any]) -> Counter[str]:
    return Counter({kind: len(found) for kind, found in tf["resource"].items()})


@pytest.mark.parametrize("case", CASES)
def test_a_service_adds_only_the_resources_that_it_needs(
    case: str, changed: Callable[..., Stacks], variation: Callable[[str], Stacks]
) -> None:
    on, expected = CASES[case]
    off, stacks = variation("everything-off"), changed(**OFF | on)

    added = {name: set(count(stacks[name]) - count(off[name])) - {"terraform_data"} for name in off}  # except its guard
    if case == "responder":
        added["id"] -= {"aws_iam_policy", "aws_iam_group_policy_attachment"}
    if case == "billing":
        added["id"] -= {"aws_iam_group_policy_attachment"}
    assert {name: kinds for name, kinds in added.items() if kinds} == expected
    assert not [name for name in off if count(off[name]) - count(stacks[name])]


REMAINS: dict[str, tuple[dict[str, Any], str]] = {
    "guardduty": ({"guardduty": False}, r"guardduty"),
    "config": ({"config": False}, r"aws_config_|config\.amazonaws|logs-config-"),
    "access_analyzer": ({"access_analyzer": False}, r"access-?analyzer"),
    "centralized_root_access": ({"centralized_root_access": False}, r'organizations_features|"iam\.amazonaws'),
    "alternate_contacts": ({"alternate_contacts": None}, r"alternate_contact|operations@|accounting@"),
    "cloudtrail": (
        {"cloudtrail": False, "root_sign_in_alarm": None},
        r"cloudtrail|aws_kms|sns|cloudwatch|organization-trail",
    ),
    "root_sign_in_alarm": ({"root_sign_in_alarm": None}, r"cloudwatch|aws_sns|sns\.|aws_cloudwatch"),
    "billing_group": ({"billing_group": None}, r"view-billing|role/billing"),
    "responder": ({"responder": None}, r"incident-responder"),
    "log_account": ({"log_account": None}, r"spacecats-logs-(access-logs|config|cloudtrail)"),
}
"""Keys removed from the example, and words that no stack may then hold."""


@pytest.mark.parametrize("case", REMAINS)
def test_no_resource_of_a_service_remains_when_it_is_off(
    case: str, changed: Callable[..., Stacks], stacks: Stacks
) -> None:
    changes, pattern = REMAINS[case]

    def found(all_stacks: Stacks) -> list[str]:
        # the guardrails and the quarantine name services without using them
        kept = {name: without_policies(without_metadata(tf)) for name, tf in all_stacks.items()}
        return re.findall(pattern, json.dumps(kept), re.IGNORECASE)

    assert found(stacks)
    assert not found(changed(guardrails=None, **changes))


def without_policies(tf: dict[str, Any]) -> dict[str, Any]:
    kinds = tf["resource"].items()
    return tf | {"resource": {kind: found for kind, found in kinds if kind != "aws_organizations_policy"}}


NEEDED_BY = {
    "access-analyzer.amazonaws.com": "aws_accessanalyzer_analyzer",
    "cloudtrail.amazonaws.com": "aws_cloudtrail",
    "config.amazonaws.com": "aws_config_configuration_aggregator",
    "guardduty.amazonaws.com": "aws_guardduty_organization_admin_account",
    "iam.amazonaws.com": "aws_iam_organizations_features",
}


def test_a_service_has_trusted_access_while_it_is_on(any_stacks: Stacks) -> None:
    """Otherwise AWS rejects enabling it."""
    allowed = resource(any_stacks["org-root"], "aws_organizations_organization")["aws_service_access_principals"]

    for service, kind in NEEDED_BY.items():
        assert (service in allowed) == any(kind in tf["resource"] for tf in any_stacks.values())


def test_the_security_account_administers_the_enabled_services(stacks: Stacks, changed: Callable[..., Stacks]) -> None:
    def delegated(tf: dict[str, Any]) -> dict[str, str]:
        found = resources(tf, "aws_organizations_delegated_administrator")
        return {one["service_principal"]: one["account_id"] for one in found}

    infra = "${aws_organizations_account.account_infra.id}"
    expected = {"access-analyzer.amazonaws.com": infra, "config.amazonaws.com": infra}
    assert delegated(stacks["org-root"]) == expected

    logs = changed(security_account="logs", config=False)
    assert delegated(logs["org-root"]) == {
        "access-analyzer.amazonaws.com": "${aws_organizations_account.account_logs.id}"
    }
    assert "aws_guardduty_organization_configuration" in logs["logs"]["resource"]
    assert "aws_guardduty_detector" not in logs["infra"]["resource"]


def test_infra_is_the_security_account_by_default(changed: Callable[..., Stacks], stacks: Stacks) -> None:
    assert changed(security_account=None) == stacks


def test_guardduty_is_administered_by_the_account_of_the_stack(stacks: Stacks) -> None:
    """By its number, which is also in the role that the stack's provider assumes."""
    tf = stacks["infra"]
    for one in resources(tf, "aws_guardduty_organization_admin_account"):
        assert one["admin_account_id"] == tf["output"]["account_id"]["value"]


def test_the_management_account_has_detectors_before_guardduty_has_an_administrator(any_stacks: Stacks) -> None:
    """The detector must exist to become a member, and can be deleted only once it no longer is one."""
    for tf in any_stacks.values():
        own = {
            provider(tf, item)["region"]: f"aws_guardduty_detector.{name}"
            for name, item in tf["resource"].get("aws_guardduty_detector", {}).items()
            if not provider(tf, item).get("assume_role")
        }
        for kind in ("aws_guardduty_organization_admin_account", "aws_guardduty_organization_configuration"):
            for name, item in tf["resource"].get(kind, {}).items():
                assert f"{kind}.{name}" in after(tf, own[provider(tf, item)["region"]])


def test_without_a_security_account_the_management_account_has_the_services(variation: Callable[[str], Stacks]) -> None:
    """Its analyzers wait for the role that a later delegated administrator needs, before AWS creates it itself."""
    stacks = variation("no-security-account")
    tf = stacks["org-root"]

    assert "aws_organizations_delegated_administrator" not in tf["resource"]
    assert "aws_config_configuration_aggregator" in tf["resource"]
    (role,) = tf["resource"]["aws_iam_service_linked_role"]
    analyzers = {f"aws_accessanalyzer_analyzer.{name}" for name in tf["resource"]["aws_accessanalyzer_analyzer"]}
    assert analyzers
    assert analyzers <= after(tf, f"aws_iam_service_linked_role.{role}")


def test_the_role_of_access_analyzer_stays_when_a_security_account_is_named(
    variation: Callable[[str], Stacks], stacks: Stacks
) -> None:
    roles = [
        {name for name, one in tf["resource"]["aws_iam_service_linked_role"].items() if "analyzer" in str(one)}
        for tf in (variation("no-security-account")["org-root"], stacks["org-root"])
    ]
    assert roles[0] == roles[1]
    assert roles[0]


def test_unused_access_is_analyzed_once_and_only_on_request(changed: Callable[..., Stacks], stacks: Stacks) -> None:
    def unused(all_stacks: Stacks) -> list[tuple[str, Any]]:
        return [
            (name, one["configuration"])
            for name, tf in all_stacks.items()
            for one in resources(tf, "aws_accessanalyzer_analyzer")
            if one["type"] == "ORGANIZATION_UNUSED_ACCESS"
        ]

    assert unused(stacks) == []
    on = changed(access_analyzer={"unused_access_age": 30})
    assert unused(on) == [("infra", {"unused_access": {"unused_access_age": 30}})]


def test_the_trail_waits_for_the_policies_of_its_bucket_and_key(any_stacks: Stacks) -> None:
    for tf in any_stacks.values():
        for name, trail in tf["resource"].get("aws_cloudtrail", {}).items():
            assert trail["is_organization_trail"] is True
            for kind in ("aws_s3_bucket_policy", "aws_kms_key"):
                before = [address for address in tf["resource"][kind] if address_of_trail(tf, kind, address)]
                assert before
                for address in before:
                    assert f"aws_cloudtrail.{name}" in after(tf, f"{kind}.{address}")


def test_the_trail_waits_until_it_may_write_into_its_log_group(stacks: Stacks) -> None:
    """CloudTrail tries to write when the trail is created."""
    tf = stacks["logs"]
    (trail,) = tf["resource"]["aws_cloudtrail"]
    (allowed,) = (name for name, one in tf["resource"]["aws_iam_role_policy"].items() if "PutLogEvents" in str(one))

    assert f"aws_cloudtrail.{trail}" in after(tf, f"aws_iam_role_policy.{allowed}")


def address_of_trail(tf: dict[str, Any], kind: str, address: str) -> bool:
    """Return True if the policy of a resource allows the trail."""
    return ":trail/organization" in tf["resource"][kind][address]["policy"]


def test_the_trail_is_known_by_the_management_accounts_number(stacks: Stacks) -> None:
    """In all policies, although its bucket belongs to another account."""
    tf = stacks["logs"]
    found = re.findall(r"arn:aws:cloudtrail:us-west-2:(\$\{[^}]*\}):trail/organization", json.dumps(tf))

    assert found
    assert all("management-account" in number for number in found)
    assert resource(tf, "aws_cloudtrail")["name"] == "organization"


def test_recorders_of_the_log_account_wait_for_its_bucket(stacks: Stacks) -> None:
    """Config rejects a bucket that does not allow it to deliver."""
    tf = stacks["logs"]
    (policy,) = (
        name for name, one in tf["resource"]["aws_s3_bucket_policy"].items() if "ConfigWrites" in one["policy"]
    )
    channels = {f"aws_config_delivery_channel.{name}" for name in tf["resource"]["aws_config_delivery_channel"]}

    assert len(channels) == 4
    assert channels <= after(tf, f"aws_s3_bucket_policy.{policy}")


READY = ("ownership_controls", "policy", "server_side_encryption_configuration", "versioning")


@pytest.mark.parametrize(("writer", "bucket"), [("cloudtrail", "cloudtrail"), ("config_delivery_channel", "config")])
def test_recording_waits_for_all_settings_of_its_bucket(writer: str, bucket: str, any_stacks: Stacks) -> None:
    """If both are in one stack: earlier files would not be encrypted, or would belong to another account."""
    for tf in any_stacks.values():
        writers = {f"aws_{writer}.{name}" for name in tf["resource"].get(f"aws_{writer}", {})}
        for address, one in tf["resource"].get("aws_s3_bucket", {}).items():
            if f"-{bucket}-" in one["bucket"]:
                assert writers
                for kind in READY:
                    (first,) = (
                        f"aws_s3_bucket_{kind}.{name}"
                        for name, item in tf["resource"][f"aws_s3_bucket_{kind}"].items()
                        if item["bucket"] == f"${{aws_s3_bucket.{address}.id}}"
                    )
                    assert writers <= after(tf, first)


def test_recorders_of_all_accounts_deliver_to_the_one_bucket(any_stacks: Stacks) -> None:
    names = {one["bucket"] for tf in any_stacks.values() for one in resources(tf, "aws_s3_bucket")}
    for tf in any_stacks.values():
        for channel in resources(tf, "aws_config_delivery_channel"):
            assert channel["s3_bucket_name"] in names
            assert "-config-" in channel["s3_bucket_name"]


def kept(tf: dict[str, Any]) -> str:
    """Return the names that a stack's guard protects: it stops a plan without them."""
    guard = tf["resource"]["terraform_data"]["protected"]
    assert guard["lifecycle"] == {"prevent_destroy": True}
    return str(guard["for_each"])


def test_the_log_account_cannot_be_changed_by_mistake(variation: Callable[[str], Stacks]) -> None:
    """Its name is protected in org-root: with another one, the existing records would be left behind."""
    logs, org_root = (kept(variation(name)["org-root"]) for name in ("example", "logs-in-org-root"))

    for service in ("cloudtrail", "config"):
        assert f'"{service}" = "logs"' in logs
        assert f'"{service}" = "org-root"' in org_root
        assert f'"{service}"' not in kept(variation("everything-off")["org-root"])


def test_the_security_account_cannot_be_changed_by_mistake(changed: Callable[..., Stacks], stacks: Stacks) -> None:
    """GuardDuty has one administrator: another one would be designated while the first still is."""
    other = kept(changed(security_account="logs")["org-root"])
    for region in ("us-west-2", "us-east-1"):
        assert f'"guardduty-{region}" = "infra"' in kept(stacks["org-root"])
        assert f'"guardduty-{region}" = "logs"' in other
        assert f'"guardduty-{region}" = "infra"' not in other


@pytest.mark.parametrize("name", ["everything-off", "no-security-account"])
def test_the_guard_protects_nothing_of_guardduty_when_it_is_off(name: str, variation: Callable[[str], Stacks]) -> None:
    assert '"guardduty' not in kept(variation(name)["org-root"])


def test_records_cannot_be_destroyed_by_mistake(stacks: Stacks) -> None:
    """The stack of the buckets protects them too, because org-root may not be deployed with it."""
    assert '"cloudtrail" = "", "config" = ""' in kept(stacks["logs"])
    for name in ("id", "infra"):
        assert "cloudtrail" not in kept(stacks[name])


def test_a_log_account_without_anything_to_keep_has_no_bucket(changed: Callable[..., Stacks]) -> None:
    stacks = changed(**OFF | {"log_account": "logs"})

    assert "aws_s3_bucket" not in stacks["logs"]["resource"]


def test_contacts_are_those_of_the_account_itself(stacks: Stacks) -> None:
    """AWS rejects the provider's own number, so none is given."""
    for name in ALL:
        contacts = resources(stacks[name], "aws_account_alternate_contact")
        assert {one["alternate_contact_type"] for one in contacts} == {"SECURITY", "OPERATIONS", "BILLING"}
        assert not [one for one in contacts if "account_id" in one]


def test_the_alarm_tells_the_given_address(stacks: Stacks) -> None:
    subscription = resource(stacks["logs"], "aws_sns_topic_subscription")

    assert (subscription["protocol"], subscription["endpoint"]) == ("email", "security@example.com")
    assert named(stacks["logs"], "aws_cloudwatch_log_metric_filter", "root-user")
