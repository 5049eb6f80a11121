"""Alarms by e-mail."""

from __future__ import annotations

from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from aws_org.alarm_topic import AlarmTopic
from aws_org.root_sign_in_alarm import RootSignInAlarm
from tests.synthesis import Synth, policy, resource, reviewable

MANAGEMENT = "111122223333"


def topic(scope: Construct) -> AlarmTopic:
    return AlarmTopic(
        scope, "alarms", name="alarms", account_id=MANAGEMENT, emails=["ann.lee@example.com", "annlee@example.com"]
    )


def alarm(scope: Construct) -> RootSignInAlarm:
    return RootSignInAlarm(
        scope, "root", log_group_name="organization", topic_arn=f"arn:aws:sns:us-west-2:{MANAGEMENT}:alarms"
    )


def test_alarm_topic(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(topic)) == snapshot


def test_root_sign_in_alarm(synth: Synth, snapshot: SnapshotAssertion) -> None:
    assert reviewable(synth(alarm)) == snapshot


def test_alarm_topic_writes_to_every_address(synth: Synth) -> None:
    subscriptions = synth(topic)["resource"]["aws_sns_topic_subscription"].values()

    assert {item["endpoint"] for item in subscriptions} == {"ann.lee@example.com", "annlee@example.com"}


def test_alarm_topic_is_encrypted_with_a_key_that_cloudwatch_may_use(synth: Synth) -> None:
    """CloudWatch reports no error when it may not use the key of a topic: the alarm is silent."""
    tf = synth(topic)

    (key,) = tf["resource"]["aws_kms_key"]
    assert resource(tf, "aws_sns_topic")["kms_master_key_id"] == f"${{aws_kms_key.{key}.arn}}"
    (service,) = [item for item in policy(resource(tf, "aws_kms_key")["policy"]) if "Service" in item["Principal"]]
    assert service["Principal"] == {"Service": "cloudwatch.amazonaws.com"}


def test_alarm_topic_accepts_alarms_of_its_own_account_only(synth: Synth) -> None:
    (publish,) = policy(resource(synth(topic), "aws_sns_topic_policy")["policy"])

    assert publish["Action"] == "sns:Publish"
    assert publish["Condition"] == {"StringEquals": {"aws:SourceAccount": MANAGEMENT}}


def test_root_sign_in_alarm_sounds_at_the_first_use_and_is_quiet_without(synth: Synth) -> None:
    tf = synth(alarm)

    made = resource(tf, "aws_cloudwatch_metric_alarm")
    assert (made["threshold"], made["evaluation_periods"]) == (1, 1)
    assert made["comparison_operator"] == "GreaterThanOrEqualToThreshold"
    assert made["treat_missing_data"] == "notBreaching"
    assert made["alarm_actions"] == [f"arn:aws:sns:us-west-2:{MANAGEMENT}:alarms"]


def test_root_sign_in_alarm_counts_what_its_filter_finds(synth: Synth) -> None:
    tf = synth(alarm)

    metric = resource(tf, "aws_cloudwatch_log_metric_filter")["metric_transformation"]
    made = resource(tf, "aws_cloudwatch_metric_alarm")
    assert (metric["name"], metric["namespace"]) == (made["metric_name"], made["namespace"])


def test_root_sign_in_alarm_ignores_calls_of_aws_in_the_name_of_root(synth: Synth) -> None:
    pattern = resource(synth(alarm), "aws_cloudwatch_log_metric_filter")["pattern"]

    assert '$.userIdentity.type = "Root"' in pattern
    assert "$.userIdentity.invokedBy NOT EXISTS" in pattern
    assert '$.eventType != "AwsServiceEvent"' in pattern
