"""Guardrails about EC2: instances, their volumes, and snapshots."""

from __future__ import annotations

from policies.document import Statement
from policies.guardrails.model import Context, Guardrail, Values, deny, unless_exempt
from policies.guardrails.parameters import INSTANCE_TYPES

_INSTANCES = ["arn:aws:ec2:*:*:instance/*"]  # the only resource type of RunInstances with these condition keys


def _limit_instance_types(values: Values, _: Context) -> tuple[Statement, ...]:
    others = {"StringNotLike": {"ec2:InstanceType": values["instance_types"]}}
    return (deny(["ec2:RunInstances", "ec2:StartInstances"], _INSTANCES, others),)


def _require_imdsv2(_: Values, context: Context) -> tuple[Statement, ...]:
    optional = {"StringEquals": {"ec2:Attribute/HttpTokens": "optional"}}
    return (
        deny(["ec2:RunInstances"], _INSTANCES, {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}}),
        deny(["ec2:ModifyInstanceMetadataOptions"], _INSTANCES, optional),
        deny(["ec2:ModifyInstanceMetadataDefaults"], condition=unless_exempt(context)),
    )


def _require_ebs_encryption(_: Values, context: Context) -> tuple[Statement, ...]:
    volumes = ["arn:aws:ec2:*:*:volume/*"]
    return (
        deny(["ec2:DisableEbsEncryptionByDefault"], condition=unless_exempt(context)),
        deny(["ec2:CreateVolume", "ec2:RunInstances"], volumes, {"Bool": {"ec2:Encrypted": "false"}}),
    )


def _deny_public_snapshots(_: Values, context: Context) -> tuple[Statement, ...]:
    blocks = ["ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess"]
    return (
        deny(blocks, condition=unless_exempt(context)),
        deny(["ec2:ModifySnapshotAttribute"], condition={"StringEquals": {"ec2:Add/group": "all"}}),
    )


LIMIT_INSTANCE_TYPES = Guardrail(
    name="limit-instance-types",
    stops="Launching and starting instances of other types.",
    breaks=(
        "Stopped instances of other types cannot start. The guardrail does not bind launches by Auto Scaling and Spot "
        "requests, which use service-linked roles."
    ),
    recommended="OUs for experiments",
    source="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_ec2.html",
    parameters=(INSTANCE_TYPES,),
    room=600,
    build=_limit_instance_types,
)

REQUIRE_IMDSV2 = Guardrail(
    name="require-imdsv2",
    stops="Launching instances that allow IMDSv1, and changing instances to allow it.",
    breaks=(
        "Launches without HttpTokens=required in the request, even where the image or the account's default sets it. "
        "Tools that dry-run launches without it, as Karpenter does. "
        "The guardrail does not bind launches by Auto Scaling, which uses a service-linked role."
    ),
    recommended="root, once launch templates set it",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    protects=True,
    room=800,
    build=_require_imdsv2,
)

REQUIRE_EBS_ENCRYPTION = Guardrail(
    name="require-ebs-encryption",
    stops="Creating volumes without encryption, and disabling encryption by default.",
    breaks=(
        "Launches from images with unencrypted volumes, in regions without encryption by default. "
        "The guardrail does not bind launches by Auto Scaling, which uses a service-linked role."
    ),
    recommended="root, with encryption by default in all regions",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    protects=True,
    room=600,
    build=_require_ebs_encryption,
)

DENY_PUBLIC_SNAPSHOTS = Guardrail(
    name="deny-public-snapshots",
    stops="Sharing snapshots publicly, and disabling the block of public snapshots and images.",
    breaks="Publishing images or snapshots. It does not cover snapshots of RDS, whose API has no condition key for it.",
    recommended="root",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html",
    protects=True,
    room=600,
    build=_deny_public_snapshots,
)
