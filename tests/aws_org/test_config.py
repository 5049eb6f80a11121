"""AWS Config: its bucket, the recorder of an account and region, and the aggregator."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.config_aggregator import ConfigAggregator
from aws_org.config_bucket import ConfigBucket
from aws_org.config_recorder import ConfigRecorder
from aws_org.service_linked_role import ServiceLinkedRole
from tests.synthesis import Synth, policy, resource, reviewable

ORGANIZATION = "o-abcdefghij"
BUCKET = "spacecats-logs-config-us-west-2"
ROLE = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"


def bucket(scope: Construct) -> ConfigBucket:
    return ConfigBucket(scope, "config", name=BUCKET, organization_id=ORGANIZATION)


def recorder(
    scope: Construct, *, records_global: bool = True, frequency: Literal["CONTINUOUS", "DAILY"] = "CONTINUOUS"
) -> None:
    ConfigRecorder(
        scope,
        "config",
        role_arn=ROLE,
        bucket_name=BUCKET,
        records_global=records_global,
        recording_frequency=frequency,
    )


def only(tf: dict[str, Any], kind: str) -> str:
    (name,) = tf["resource"][kind]
    return f"{kind}.{name}"


def test_config_bucket(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(bucket)) == snapshot


def test_config_recorder(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(recorder)) == snapshot


def test_config_aggregator(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(lambda scope: ConfigAggregator(scope, "aggregator"))) == snapshot


def test_service_linked_role(synth: Synth, snapshot: SnapshotAssertion) -> None:
    tf = synth(lambda scope: ServiceLinkedRole(scope, "config-role", service="config.amazonaws.com"))
    assert reviewable(tf) == snapshot


def test_config_bucket_accepts_records_of_the_organizations_accounts_only(synth: Synth) -> None:
    statements = policy(resource(synth(bucket), "aws_s3_bucket_policy")["policy"])

    allowed = [item for item in statements if item["Effect"] == "Allow"]
    assert {item["Condition"]["StringEquals"]["aws:SourceOrgID"] for item in allowed} == {ORGANIZATION}
    assert {item["Principal"]["Service"] for item in allowed} == {"config.amazonaws.com"}


def test_recorder_records_every_type_of_resource(synth: Synth) -> None:
    group = resource(synth(recorder), "aws_config_configuration_recorder")["recording_group"]

    assert group == {"all_supported": True, "include_global_resource_types": True}


def test_recorder_leaves_global_types_to_one_region(synth: Synth) -> None:
    tf = synth(lambda scope: recorder(scope, records_global=False))

    group = resource(tf, "aws_config_configuration_recorder")["recording_group"]
    assert group["include_global_resource_types"] is False


@pytest.mark.parametrize("frequency", ["CONTINUOUS", "DAILY"])
def test_recorder_records_at_the_given_frequency(synth: Synth, frequency: Literal["CONTINUOUS", "DAILY"]) -> None:
    tf = synth(lambda scope: recorder(scope, frequency=frequency))

    assert resource(tf, "aws_config_configuration_recorder")["recording_mode"] == {"recording_frequency": frequency}


def test_recorder_is_switched_on_after_its_channel_which_comes_after_it(synth: Synth) -> None:
    tf = synth(recorder)

    assert resource(tf, "aws_config_delivery_channel")["depends_on"] == [only(tf, "aws_config_configuration_recorder")]
    status = resource(tf, "aws_config_configuration_recorder_status")
    assert status["depends_on"] == [only(tf, "aws_config_delivery_channel")]
    assert status["is_enabled"] is True


def test_channel_waits_for_the_bucket_policy_that_allows_config(synth: Synth) -> None:
    """Config tries to write, and rejects a channel to a bucket that does not allow it."""

    def build(scope: Construct) -> None:
        made = bucket(scope)
        ConfigRecorder(
            scope,
            "recorder",
            role_arn=ROLE,
            bucket_name=made.bucket_name,
            records_global=True,
            depends_on=made.ready,
        )

    tf = synth(build)
    assert only(tf, "aws_s3_bucket_policy") in resource(tf, "aws_config_delivery_channel")["depends_on"]


def test_aggregator_gathers_all_regions_of_the_organization(synth: Synth) -> None:
    source = resource(
        synth(lambda scope: ConfigAggregator(scope, "aggregator")), "aws_config_configuration_aggregator"
    )["organization_aggregation_source"]

    assert source["all_regions"] is True


def test_aggregator_may_only_list_accounts(synth: Synth) -> None:
    tf = synth(lambda scope: ConfigAggregator(scope, "aggregator"))

    attached = resource(tf, "aws_iam_role_policy_attachment")["policy_arn"]
    assert attached == "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
    assert (
        only(tf, "aws_iam_role_policy_attachment") in resource(tf, "aws_config_configuration_aggregator")["depends_on"]
    )
