"""Guardrails about data in S3, and about how data is fetched."""

from __future__ import annotations

from foundation.policy_types import PolicyType
from policies.document import Statement
from policies.guardrails.model import (
    Context,
    Guardrail,
    Values,
    deny,
    deny_everybody,
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
    # StringNotEquals holds for a header that is missing, too.
    encryption = {"StringNotEquals": {"s3:x-amz-server-side-encryption": ["AES256", "aws:kms", "aws:kms:dsse"]}}
    return (deny(["s3:PutObject"], condition=encryption),)


def _require_tls(_: Values, __: Context) -> tuple[Statement, ...]:
    # Only these answer without TLS, too. What an AWS service does for itself does not go over a public network.
    condition = {"Bool": {"aws:SecureTransport": "false"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    return (deny_everybody(["dynamodb:*", "s3:*", "sqs:*"], condition=condition),)


PROTECT_BUCKETS = Guardrail(
    name="protect-buckets",
    stops="The deletion of these buckets and their objects, and changes of their policy, versioning and life cycle.",
    breaks=(
        "Whoever deletes objects of theirs by design: Terraform leaves its lock behind when people who are not exempt "
        "keep state there. Rules of the life cycle that are there already go on: S3 carries them out itself. "
        "Centralized root access cannot unlock these buckets."
    ),
    recommended="units whose accounts hold these buckets, such as those of logs",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html",
    parameters=(BUCKETS,),
    protects=True,
    room=1_300,
    build=_protect_buckets,
)

DENY_S3_PUBLIC_ACCESS = Guardrail(
    name="deny-s3-public-access",
    stops="Changes of S3's block of public access, of the account's and of these buckets'.",
    breaks=(
        "Every template that sets the block on a bucket, even one that closes it: the action is the same. "
        "New buckets are closed anyway."
    ),
    recommended="units other than those whose people make buckets with Terraform; there with buckets: named ones",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    parameters=(EVERY_BUCKET,),
    protects=True,
    room=750,
    build=_deny_s3_public_access,
)

REQUIRE_S3_ENCRYPTION_HEADER = Guardrail(
    name="require-s3-encryption-header",
    stops="Uploads to S3 that do not say how to encrypt.",
    breaks=(
        "Every program that relies on a bucket's default encryption, which is most: "
        "since January 2023 S3 encrypts everything by itself."
    ),
    recommended="off: harmful, because S3 encrypts by default and the header only shuts out what does not send it",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
    room=350,
    build=_require_s3_encryption_header,
)

REQUIRE_TLS = Guardrail(
    name="require-tls",
    stops="Requests without TLS to data in S3, SQS and DynamoDB, whoever makes them.",
    breaks="Web sites that S3 serves over HTTP; AWS's SDKs and command line use TLS anyway.",
    recommended="root",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    policy_type=PolicyType.RESOURCE_CONTROL,
    room=350,
    build=_require_tls,
)
