"""Policies that allow CloudTrail, Config and CloudWatch to record an organization, and no other principal."""

from __future__ import annotations

from policies.buckets import bucket_arn
from policies.document import Condition, Statement, document

CLOUDTRAIL = "cloudtrail.amazonaws.com"
CONFIG = "config.amazonaws.com"

_OWNED_BY_BUCKET = {"s3:x-amz-acl": "bucket-owner-full-control"}


def trail_arn(region: str, account_id: str, name: str) -> str:
    """Return the ARN of a trail. `account_id` of an organization trail is always the management account's."""
    return f"arn:aws:cloudtrail:{region}:{account_id}:trail/{name}"


def trust_service(service: str, *, source: Condition | None = None) -> str:
    """Trust an AWS service, given as service principal. `source` limits on whose behalf it may act."""
    statement: Statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    if source:
        statement["Condition"] = source
    return document(statement)


def write_trail(bucket: str, trail: str, management_account_id: str, organization_id: str) -> list[Statement]:
    """
    Allow an organization trail, and no other trail, to write into a bucket.

    CloudTrail rejects a bucket policy that lacks one of the two prefixes: the number of the management account, and the
    organization. The trail's ARN is text, because the bucket is created first. Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    (2026-11-22).
    """
    arn = bucket_arn(bucket)
    owners = {"ManagementAccount": management_account_id, "Organization": organization_id}
    look = _allow(CLOUDTRAIL, "TrailLooks", "s3:GetBucketAcl", arn, {"aws:SourceArn": trail})
    write = {**_OWNED_BY_BUCKET, "aws:SourceArn": trail}
    return [look] + [
        _allow(CLOUDTRAIL, f"TrailWritesOf{name}", "s3:PutObject", f"{arn}/AWSLogs/{owner}/*", write)
        for name, owner in owners.items()
    ]


def deliver_config(bucket: str, organization_id: str) -> list[Statement]:
    """
    Allow AWS Config to deliver the records of an organization's accounts into a bucket.

    With the service-linked role, Config writes in its own name, so this policy must exclude recorders of other
    organizations. AWS documents aws:SourceAccount for that. A list of a thousand accounts exceeds the 20 KB of a bucket
    policy, so this policy demands the organization instead.
    Source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html,
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-11-22).
    """
    arn = bucket_arn(bucket)
    ours = {"aws:SourceOrgID": organization_id}
    return [
        _allow(CONFIG, "ConfigLooks", ["s3:GetBucketAcl", "s3:ListBucket"], arn, ours),
        _allow(CONFIG, "ConfigWrites", "s3:PutObject", f"{arn}/AWSLogs/*/Config/*", {**_OWNED_BY_BUCKET, **ours}),
    ]


def write_trail_streams(region: str, account_id: str, organization_id: str, log_group: str) -> str:
    """
    Allow writing the events of an organization trail into a CloudWatch log group, and into streams of that trail only.

    Names of streams begin with the number of the management account or with the organization's id.
    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    (2026-11-22).
    """
    streams = f"arn:aws:logs:{region}:{account_id}:log-group:{log_group}:log-stream:"
    return document(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{streams}{account_id}_CloudTrail_{region}*", f"{streams}{organization_id}_*"],
        }
    )


def publish_alarms(topic_arn: str, account_id: str) -> str:
    """
    Allow CloudWatch to publish the alarms of one account on a topic.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html (2026-11-22).
    """
    return document(
        _allow("cloudwatch.amazonaws.com", "Alarms", "sns:Publish", topic_arn, {"aws:SourceAccount": account_id})
    )


def _allow(service: str, sid: str, action: str | list[str], resource: str, condition: dict[str, str]) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": action,
        "Resource": resource,
        "Condition": {"StringEquals": condition},
    }
