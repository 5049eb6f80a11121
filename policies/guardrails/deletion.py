"""Guardrails against irreversible deletions: keys, hosted zones, logs."""

from __future__ import annotations

from policies.guardrails.model import Guardrail, deny

DENY_KMS_KEY_DELETION = Guardrail(
    name="deny-kms-key-deletion",
    stops="Deleting KMS keys and imported key material, after which data encrypted with them cannot be read.",
    breaks="Terraform and CloudFormation cannot destroy or replace keys; unused keys continue to cost money.",
    recommended="OUs with production accounts",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    room=250,
    build=lambda _, __: (deny(["kms:DeleteImportedKeyMaterial", "kms:ScheduleKeyDeletion"]),),
)

DENY_HOSTED_ZONE_DELETION = Guardrail(
    name="deny-hosted-zone-deletion",
    stops="Deleting hosted zones of Route 53. Records can still be changed.",
    breaks="Terraform and CloudFormation cannot destroy or replace zones; Cloud Map cannot delete DNS namespaces.",
    recommended="OUs with production accounts, and the account that holds the domains",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DeleteHostedZone.html",
    room=200,
    build=lambda _, __: (deny(["route53:DeleteHostedZone"]),),
)

DENY_LOG_DELETION = Guardrail(
    name="deny-log-deletion",
    stops="Deleting log groups, log streams and flow logs. It does not stop setting a shorter retention.",
    breaks="Terraform and CloudFormation cannot destroy or replace log groups, nor VPCs together with their flow logs.",
    recommended="OUs with production accounts",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html",
    room=250,
    build=lambda _, __: (deny(["ec2:DeleteFlowLogs", "logs:DeleteLogGroup", "logs:DeleteLogStream"]),),
)
