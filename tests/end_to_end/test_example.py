"""The example organization, with all services on and its state in S3, from a bare account to the last plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.bare_account import BareAccount
from foundation.names import fingerprint_key, state_key
from organization.attached_policies import at_target, target_names
from organization.trusted_access import policy_types
from policies.variables import Ids
from scripts.walk import Phone, Walk
from tests.end_to_end.deployment import Deployment, deployment
from tests.end_to_end.doctor_checks import (
    check_a_new_organization_is_well,
    check_every_fault_is_found_and_nothing_else,
)
from tests.synthesis import ROOT
from toolchain import lock_file, provider_lock

pytestmark = [pytest.mark.e2e(minutes=4), pytest.mark.timeout(1200)]
STACKS = [stack for key in ("id", "infra", "logs", "org-root") for stack in (f"bootstrap-{key}", key)]
REGIONS = ("us-west-2", "us-east-1")
MEMBERS = ("id", "infra", "logs")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy the example from a bare account and its temporary user, as an administrator at a terminal."""
    account = BareAccount(credentials="user")
    with deployment(ROOT / "organization.yaml", tmp_path_factory.mktemp("example"), account=account) as deployed:
        walk = Walk(["up"], deployed.folder, deployed.environment, Phone())
        assert walk.finish() == 0, walk.text[-6000:]
        deployed.environment |= BareAccount().keys()  # `up` has removed the first keys
        yield deployed


@pytest.fixture(scope="module")
def numbers(example: Deployment) -> dict[str, str]:
    return example.numbers


def test_a_new_organization_has_no_findings_but_manual_tasks(example: Deployment) -> None:
    check_a_new_organization_is_well(example.organization, example.file.parent, example.emulator)


def test_the_doctor_finds_every_fault_and_nothing_else(example: Deployment) -> None:
    check_every_fault_is_found_and_nothing_else(example.organization, example.file.parent, example.emulator)


def test_the_proven_organization_is_deployed(example: Deployment) -> None:
    assert "Nothing changes" in example.run("orgctl", "diff", "deployed").stdout


def test_cdktf_lists_the_stacks(example: Deployment) -> None:
    printed = example.run("cdktf", "list").stdout

    assert re.findall(r"^(\S+) +cdktf.out/stacks/", printed, re.MULTILINE) == sorted(STACKS)


def test_cdktf_output_has_the_account_numbers(example: Deployment, numbers: dict[str, str]) -> None:
    printed = example.run("cdktf", "output", "org-root").stdout

    for number in numbers.values():
        assert re.fullmatch(r"\d{12}", number)
        assert number in printed
    assert f"arn:aws:iam::{example.emulator.management_account}:role/admin" in printed


def test_cdktf_diff_finds_nothing_to_change(example: Deployment) -> None:
    """In the smallest stack, as Terraform itself plans all of them below."""
    assert "No changes." in example.run("cdktf", "diff", "bootstrap-id").stdout


def test_every_stack_was_deployed_with_the_provider_of_the_lock_file(example: Deployment) -> None:
    ((registry, entry),) = lock_file.read(Path(example.environment[provider_lock.LOCK])).items()
    copies = {file.parent.name: lock_file.read(file) for file in example.folder.glob(f"*/*/*/{lock_file.OF_A_STACK}")}

    assert sorted(copies) == sorted(STACKS)
    for copy in copies.values():
        assert (copy[registry].version, set(copy[registry].hashes)) == (entry.version, set(entry.hashes))


def test_no_stack_has_anything_to_change(example: Deployment) -> None:
    assert example.all_changes() == {}


def test_the_project_itself_is_unchanged(example: Deployment) -> None:
    """
    State of the emulated AWS is never beside organization.yaml, where a real deployment would use it.
    """
    assert not list(example.folder.glob("*.tfstate*"))
    assert not list(example.file.parent.glob("*.tfstate*"))


def states(example: Deployment) -> dict[str, bytes]:
    """Return the state of every stack, and its fingerprint, from the bucket of its account."""
    found = {}
    for key in ("org-root", *MEMBERS):
        s3 = example.client("s3", key if key in MEMBERS else None)
        bucket = f"spacecats-{key}-tf-state-us-west-2"
        for item in s3.list_objects_v2(Bucket=bucket)["Contents"]:
            found[item["Key"]] = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
    return found


def test_each_account_holds_the_state_of_its_stacks_and_no_lock_is_left(example: Deployment) -> None:
    """Also a bootstrap stack's state, which has moved into the bucket that the stack made."""
    assert {*states(example)} == {*map(state_key, STACKS), *map(fingerprint_key, STACKS)}


def test_what_was_deployed_is_not_affected(example: Deployment) -> None:
    assert example.run("orgctl", "affected").stdout.startswith(f"No stack of {len(STACKS)} is affected")


def test_the_state_holds_no_secret(example: Deployment) -> None:
    for content in states(example).values():
        assert not re.search(
            r'"(secret|password|encrypted_password|base_32_string_seed)": *"[^"]', content.decode(), re.IGNORECASE
        )


def test_the_trail_records_the_whole_organization(example: Deployment, numbers: dict[str, str]) -> None:
    (trail,) = example.client("cloudtrail").describe_trails()["trailList"]

    assert trail["IsOrganizationTrail"]
    assert trail["IsMultiRegionTrail"]
    assert trail["LogFileValidationEnabled"]
    assert trail["S3BucketName"] == "spacecats-logs-cloudtrail-us-west-2"
    assert trail["KmsKeyId"].split(":")[4] == numbers["logs"]
    assert example.client("cloudtrail").get_trail_status(Name=trail["TrailARN"])["IsLogging"]


@pytest.mark.parametrize("region", REGIONS)
def test_guardduty_watches_every_account(example: Deployment, numbers: dict[str, str], region: str) -> None:
    guardduty = example.client("guardduty", "infra", region=region)

    (detector,) = guardduty.list_detectors()["DetectorIds"]
    members = guardduty.list_members(DetectorId=detector)["Members"]
    watched = {member["AccountId"] for member in members if member["RelationshipStatus"] == "Enabled"}
    assert watched == {*numbers.values(), example.emulator.management_account} - {numbers["infra"]}
    assert guardduty.describe_organization_configuration(DetectorId=detector)["AutoEnableOrganizationMembers"] == "ALL"


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("key", [None, *MEMBERS])
def test_config_records_every_account_and_region(example: Deployment, key: str | None, region: str) -> None:
    config = example.client("config", key, region=region)

    (recorder,) = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert recorder["recordingGroup"]["allSupported"]
    assert recorder["recordingGroup"]["includeGlobalResourceTypes"] == (region == "us-west-2")
    (status,) = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"]
    (channel,) = config.describe_delivery_channels()["DeliveryChannels"]
    assert channel["s3BucketName"] == "spacecats-logs-config-us-west-2"


def test_config_is_aggregated_in_the_security_account(example: Deployment) -> None:
    (aggregator,) = example.client("config", "infra", region="us-west-2").describe_configuration_aggregators()[
        "ConfigurationAggregators"
    ]

    assert aggregator["OrganizationAggregationSource"]["AllAwsRegions"]


@pytest.mark.parametrize("region", REGIONS)
def test_access_analyzer_looks_at_the_organization(example: Deployment, region: str) -> None:
    (analyzer,) = example.client("accessanalyzer", "infra", region=region).list_analyzers()["analyzers"]

    assert analyzer["type"] == "ORGANIZATION"


@pytest.mark.parametrize("key", [None, *MEMBERS])
def test_every_account_begins_with_the_safe_defaults(
    example: Deployment, numbers: dict[str, str], key: str | None
) -> None:
    number = numbers[key] if key else example.emulator.management_account
    block = example.client("s3control", key).get_public_access_block(AccountId=number)
    contact = example.client("account", key).get_alternate_contact(AlternateContactType="SECURITY")

    assert all(block["PublicAccessBlockConfiguration"].values())
    assert contact["AlternateContact"]["EmailAddress"] == "security@example.com"
    assert example.client("iam", key).get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 14
    for region in REGIONS:
        ec2 = example.client("ec2", key, region=region)
        assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
        assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
        assert ec2.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"


def test_root_users_of_members_are_managed_from_org_root(example: Deployment) -> None:
    features = example.client("iam").list_organizations_features()["EnabledFeatures"]

    assert set(features) == {"RootCredentialsManagement", "RootSessions"}


def test_the_alarm_of_root_users_goes_to_the_address_of_the_file(example: Deployment) -> None:
    (alarm,) = example.client("cloudwatch", region="us-west-2").describe_alarms()["MetricAlarms"]
    sns = example.client("sns", region="us-west-2")
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=alarm["AlarmActions"][0])["Subscriptions"]

    assert subscription["Endpoint"] == "security@example.com"


def test_the_billing_group_sees_the_bills_and_responders_reach_every_account(
    example: Deployment, numbers: dict[str, str]
) -> None:
    (statement,) = example.client("iam").get_role(RoleName="billing")["Role"]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}

    iam = example.client("iam", "id")
    (policy,) = (
        item["PolicyArn"]
        for item in iam.list_attached_group_policies(GroupName="responders")["AttachedPolicies"]
        if item["PolicyName"] != "self-service"
    )
    version = iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=policy, VersionId=version)["PolicyVersion"]["Document"]
    expected = {f"arn:aws:iam::{number}:role/incident-responder" for number in numbers.values()}
    assert set(document["Statement"][0]["Resource"]) == expected


def test_every_guardrail_of_the_file_is_attached_to_its_targets(example: Deployment) -> None:
    organizations, file = example.client("organizations"), example.organization
    (root,) = organizations.list_roots()["Roots"]
    outputs = example.output("org-root")
    ids = {"root": root["Id"], **outputs["organizational_unit_ids"]}
    ids |= {f"account:{key}": number for key, number in outputs["account_ids"].items()}

    for name in target_names(file):
        expected = at_target(file, name, example.file.parent, Ids(accounts=outputs["account_ids"]))
        for kind in policy_types(file):
            found = organizations.list_policies_for_target(TargetId=ids[name], Filter=kind)["Policies"]
            contents = {
                item["Name"]: json.loads(organizations.describe_policy(PolicyId=item["Id"])["Policy"]["Content"])
                for item in found
                if not item["AwsManaged"]
            }
            assert contents == {one.name: json.loads(one.content) for one in expected if one.type == kind}, name


def test_a_mistake_in_the_file_leaves_the_synthesized_stacks_as_they_were(example: Deployment) -> None:
    def synthesized() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (example.folder / "cdktf.out").rglob("*.json")}

    before, text = synthesized(), example.file.read_text()
    example.file.write_text(text.replace("region: us-west-2", "region: us-west2\nregoin: x"))
    try:
        failed = example.run("cdktf", "synth", check=False)
        plain = example.run("python", "main.py", check=False)
    finally:
        example.file.write_text(text)

    for process in (failed, plain):
        assert process.returncode == 1
        assert "'us-west2' is not an AWS region, did you mean 'us-west-2'?" in process.stdout
        assert "'regoin' is an unknown key, did you mean 'region'?" in process.stdout
        assert "Traceback" not in process.stdout
    assert synthesized() == before
