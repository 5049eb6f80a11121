"""The calls with which CloudTrail writes trails: without them, AWS refuses to create a trail, or writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from access.decision import Request
from access.model.resources import Resource
from access.promises.asking import all_allowed
from access.promises.promise import Outcome
from access.questions.world import World

_SERVICE = "cloudtrail.amazonaws.com"


def trails(world: World) -> Outcome:
    """
    Check CloudTrail's calls to a trail's bucket and key, for the trail's own account.

    Sources: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html and
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html (2026-11-22).
    """
    found = [resource for resource in world.organization.resources if resource.type == "aws_cloudtrail"]
    requests = [request for trail in found for request in _requests(world, trail)]
    return all_allowed(
        world, requests, lambda one: f"CloudTrail cannot write the trail: {one.action} on {one.resource}"
    )


def _requests(world: World, trail: Resource) -> Iterator[Request]:
    organization = world.organization
    source = {"aws:SourceArn": trail.arn, "aws:SourceAccount": trail.account}
    caller = world.callers.service(_SERVICE, source)
    buckets = {one.name: one for one in organization.resources if one.type == "aws_s3_bucket"}
    if bucket := buckets.get(trail.uses.get("bucket", "")):
        file = f"{bucket.arn}/{_prefix(bucket)}AWSLogs/{trail.account}/CloudTrail/{trail.region}/example"
        yield world.on(caller, "s3:GetBucketAcl", bucket)
        yield world.on(caller, "s3:PutObject", bucket, file, {"s3:x-amz-acl": "bucket-owner-full-control"})
    if key := organization.resource_by_arn.get(trail.uses.get("key", "")):
        encrypted = {"kms:EncryptionContext:aws:cloudtrail:arn": trail.arn}
        yield world.on(caller, "kms:GenerateDataKey", key, "", encrypted)


def _prefix(bucket: Resource) -> str:
    """Return the prefix before `AWSLogs/` in the bucket: a trail may have one, which the bucket's policy then names."""
    found = re.search(f'{re.escape(bucket.arn)}/([^"*]*?)AWSLogs/', bucket.policy.text) if bucket.policy else None
    return found[1] if found else ""
