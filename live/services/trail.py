"""
The organization trail, and the addresses that its alarm on root users notifies.

Sources: API references of CloudTrail DescribeTrails and GetTrailStatus, CloudWatch Logs DescribeMetricFilters,
CloudWatch DescribeAlarmsForMetric, SNS ListSubscriptionsByTopic (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from live.access import Access
from live.pages import pages
from live.services.model import Trail

ROOT_USER = '$.userIdentity.type = "Root"'  # in the pattern of every filter that looks for one
ERRORS = ("LatestDeliveryError", "LatestDigestDeliveryError", "LatestCloudWatchLogsDeliveryError")
UNCONFIRMED = "PendingConfirmation"


def read_trail(access: Access, region: str) -> Trail | None:
    """Return the organization trail, if there is one. A trail of all regions is listed in each of them."""
    trails = access.client("cloudtrail", region).describe_trails()["trailList"]
    found = next((trail for trail in trails if trail.get("IsOrganizationTrail")), None)
    if found is None:
        return None
    home = found["HomeRegion"]
    status = access.client("cloudtrail", home).get_trail_status(Name=found["TrailARN"])
    return Trail(
        name=found["Name"],
        bucket=found["S3BucketName"],
        home_region=home,
        every_region=bool(found.get("IsMultiRegionTrail")),
        is_logging=bool(status["IsLogging"]),
        log_group=found.get("CloudWatchLogsLogGroupArn"),
        is_validated=bool(found.get("LogFileValidationEnabled")),
        errors=tuple(f"{name}: {status[name]}" for name in ERRORS if status.get(name)),
    )


def read_alarm(access: Access, trail: Trail) -> tuple[str, ...]:
    """Return the addresses that an alarm notifies when a root user appears in the trail's log group."""
    if trail.log_group is None:
        return ()
    region = trail.home_region
    filters = pages(
        access.client("logs", region), "describe_metric_filters", "metricFilters", logGroupName=_name(trail.log_group)
    )
    metrics = [
        metric for one in filters if ROOT_USER in one["filterPattern"] for metric in one["metricTransformations"]
    ]
    topics = {topic for metric in metrics for topic in _topics(access.client("cloudwatch", region), metric)}
    sns = access.client("sns", region)
    return tuple(sorted({address for topic in topics for address in _addresses(sns, topic)}))


def _name(log_group: str) -> str:
    """Return the name in `arn:aws:logs:<region>:<account>:log-group:<name>:*`."""
    return log_group.split(":")[6]


def _topics(cloudwatch: Any, metric: dict[str, Any]) -> Iterator[str]:
    found = cloudwatch.describe_alarms_for_metric(MetricName=metric["metricName"], Namespace=metric["metricNamespace"])
    for alarm in found["MetricAlarms"]:
        yield from (action for action in alarm["AlarmActions"] if ":sns:" in action)


def _addresses(sns: Any, topic: str) -> Iterator[str]:
    for subscription in pages(sns, "list_subscriptions_by_topic", "Subscriptions", TopicArn=topic):
        pending = subscription["SubscriptionArn"] == UNCONFIRMED
        yield f"{subscription['Endpoint']}{' (not confirmed)' if pending else ''}"
