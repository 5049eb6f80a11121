"""Guardrails about data in S3, and about TLS."""

from __future__ import annotations

from foundation.policy_types import PolicyType
from policies.document import Statement
from policies.guardrails.model import (
    Context,
    Guardrail,
    Values,
    deny,
    deny_all_principals,
    unless_exempt,
)
from policies.guardrails.parameters import BUCKETS, EVERY_BUCKET

_BUCKET_CHANGES = [
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
]


def _protect_buckets(values: Values, context: Context) -> tuple[Statement, ...]:
    arns = [f"arn:aws:s3:::{name}{what}" for name in values["buckets"] for what in ("", "/*")]
    return (deny(_BUCKET_CHANGES, arns, unless_exempt(context)),)


def _deny_s3_public_access(values: Values, context: Context) -> tuple[Statement, ...]:
    buckets = [f"arn:aws:s3:::{name}" for name in values["buckets"]]
    return (
        deny(["s3:PutAccountPublicAccessBlock"], condition=unless_exempt(context)),
        deny(["s3:PutBucketPublicAccessBlock"], buckets, unless_exempt(context)),
    )


def _require_s3_encryption_header(_: Values, __: Context) -> tuple[Statement, ...]:
    # StringNotEquals also matches a missing header.
    encryption = {"StringNotEquals": {"s3:x-amz-server-side-encryption": ["AES256", "aws:kms", "aws:kms:dsse"]}}
    return (deny(["s3:PutObject"], condition=encryption),)


def _require_tls(_: Values, __: Context) -> tuple[Statement, ...]:
    # Only these services also answer without TLS. Requests of AWS services do not use a public network.
    condition = {"Bool": {"aws:SecureTransport": "false"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    return (deny_all_principals(["dynamodb:*", "s3:*", "sqs:*"], condition=condition),)


PROTECT_BUCKETS = Guardrail(
    name="protect-buckets",
    stops="Deleting these buckets and their objects, and changing their policy, versioning and lifecycle.",
    breaks=(
        "Programs that delete objects by design: Terraform leaves its lock behind when a role that is not exempt keeps "
        "state there. Existing lifecycle rules continue, because S3 itself applies them. Centralized root access "
        "cannot unlock these buckets."
    ),
    recommended="OUs whose accounts hold these buckets, such as log buckets",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html",
    parameters=(BUCKETS,),
    protects=True,
    room=1_300,
    build=_protect_buckets,
)

DENY_S3_PUBLIC_ACCESS = Guardrail(
    name="deny-s3-public-access",
    stops="Changing S3 Block Public Access of the account and of these buckets.",
    breaks=(
        "Every template that sets Block Public Access on a bucket, even to enable it: the action is the same. "
        "New buckets have it enabled by default."
    ),
    recommended="OUs whose principals do not create buckets with Terraform; elsewhere with named buckets",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    parameters=(EVERY_BUCKET,),
    protects=True,
    room=750,
    build=_deny_s3_public_access,
)

REQUIRE_S3_ENCRYPTION_HEADER = Guardrail(
    name="require-s3-encryption-header",
    stops="Uploads to S3 without an encryption header.",
    breaks=(
        "Every program that relies on a bucket's default encryption, as most do: "
        "since January 2023 S3 encrypts every object by default."
    ),
    recommended="off: harmful, because S3 encrypts by default and this only denies programs without the header",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
    room=350,
    build=_require_s3_encryption_header,
)

REQUIRE_TLS = Guardrail(
    name="require-tls",
    stops="Requests without TLS to data in S3, SQS and DynamoDB, from any principal.",
    breaks="Web sites that S3 serves over HTTP. AWS's SDKs and command line use TLS.",
    recommended="root",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    policy_type=PolicyType.RESOURCE_CONTROL,
    room=350,
    build=_require_tls,
)
