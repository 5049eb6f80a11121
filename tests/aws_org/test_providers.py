"""A construct for another region or account creates all resources with the given provider."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cdktf import TerraformProvider
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from aws_org.account_defaults import AccountDefaults
from aws_org.alarm_topic import AlarmTopic
from aws_org.config_aggregator import ConfigAggregator
from aws_org.config_bucket import ConfigBucket
from aws_org.config_recorder import ConfigRecorder
from aws_org.encryption_key import EncryptionKey
from aws_org.guardduty_detector import GuardDutyDetector
from aws_org.organization_analyzer import OrganizationAnalyzer
from aws_org.organization_trail import OrganizationTrail
from aws_org.region_defaults import RegionDefaults
from aws_org.root_sign_in_alarm import RootSignInAlarm
from aws_org.service_linked_role import ServiceLinkedRole
from aws_org.trail_bucket import TrailBucket
from aws_org.trail_log_group import TrailLogGroup
from aws_org.unused_access_analyzer import UnusedAccessAnalyzer
from tests.synthesis import Synth

ACCOUNT = "111122223333"
ORGANIZATION = "o-abcdefghij"

Build = Callable[[Construct, TerraformProvider], object]


def trail_bucket(scope: Construct, east: TerraformProvider) -> None:
    TrailBucket(
        scope,
        "made",
        name="spacecats-trail",
        account_id=ACCOUNT,
        management_account_id=ACCOUNT,
        organization_id=ORGANIZATION,
        trail_name="organization",
        home_region="us-east-1",
        log_bucket="spacecats-log",
        provider=east,
    )


def trail_log_group(scope: Construct, east: TerraformProvider) -> None:
    TrailLogGroup(
        scope,
        "made",
        trail_name="organization",
        management_account_id=ACCOUNT,
        organization_id=ORGANIZATION,
        home_region="us-east-1",
        provider=east,
    )


def config_recorder(scope: Construct, east: TerraformProvider) -> None:
    ConfigRecorder(scope, "made", role_arn="arn", bucket_name="bucket", records_global=False, provider=east)


BUILDS: dict[str, Build] = {
    "AccountDefaults": lambda scope, east: AccountDefaults(scope, "made", provider=east),
    "AlarmTopic": lambda scope, east: AlarmTopic(
        scope, "made", name="alarms", account_id=ACCOUNT, emails=["a@example.com"], provider=east
    ),
    "ConfigAggregator": lambda scope, east: ConfigAggregator(scope, "made", provider=east),
    "ConfigBucket": lambda scope, east: ConfigBucket(
        scope, "made", name="spacecats-config", organization_id=ORGANIZATION, log_bucket="spacecats-log", provider=east
    ),
    "ConfigRecorder": config_recorder,
    "EncryptionKey": lambda scope, east: EncryptionKey(
        scope, "made", name="key", policy="{}", description="A key.", provider=east
    ),
    "GuardDutyDetector": lambda scope, east: GuardDutyDetector(scope, "made", features=[], provider=east),
    "OrganizationAnalyzer": lambda scope, east: OrganizationAnalyzer(scope, "made", provider=east),
    "OrganizationTrail": lambda scope, east: OrganizationTrail(
        scope, "made", name="organization", bucket_name="bucket", kms_key_arn="arn", provider=east
    ),
    "RegionDefaults": lambda scope, east: RegionDefaults(scope, "made", provider=east),
    "RootSignInAlarm": lambda scope, east: RootSignInAlarm(
        scope, "made", log_group_name="organization", topic_arn="arn", provider=east
    ),
    "ServiceLinkedRole": lambda scope, east: ServiceLinkedRole(
        scope, "made", service="config.amazonaws.com", provider=east
    ),
    "TrailBucket": trail_bucket,
    "TrailLogGroup": trail_log_group,
    "UnusedAccessAnalyzer": lambda scope, east: UnusedAccessAnalyzer(scope, "made", provider=east),
}


@pytest.mark.parametrize("name", BUILDS)
def test_every_resource_is_made_with_the_given_provider(synth: Synth, name: str) -> None:
    tf = synth(lambda scope: BUILDS[name](scope, AwsProvider(scope, "east", alias="east", region="us-east-1")))

    made = [item for found in tf["resource"].values() for item in found.values()]
    assert made
    assert {item.get("provider") for item in made} == {"aws.east"}
