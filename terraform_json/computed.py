"""
Attributes that AWS computes: a resource's ARN and id, from its name, account and region.

Formats of ARNs: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(2026-11-22). Ids that only AWS can give are stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.ids import ORGANIZATION
from foundation.policy_types import PolicyType
from terraform_json.identifiers import ROOT, key_id, short_id
from terraform_json.stacks import Entry

Attribute = Callable[[str], "str | None"]


@dataclass(frozen=True)
class Place:
    """The place of a resource: partition, organization, account and region."""

    account: str
    region: str
    partition: str = "aws"
    organization: str = ORGANIZATION
    """The organization's id, or its stand-in."""

    def arn(self, service: str, resource: str, *, region: bool = True) -> str:
        """Return an ARN in this place."""
        return f"arn:{self.partition}:{service}:{self.region if region else ''}:{self.account}:{resource}"


def computed(entry: Entry, place: Place, literal: Attribute) -> Mapping[str, str]:
    """
    Return the attributes of a resource that are not in its JSON.

    `literal` returns those that are in the JSON, resolved. An unknown type has no computed attributes.
    """
    make = _TYPES.get(entry.type)
    return {name: value for name, value in make(entry, place, literal).items() if value} if make else {}


Made = Mapping[str, "str | None"]


def _iam(kind: str) -> Callable[[Entry, Place, Attribute], Made]:
    def make(entry: Entry, place: Place, literal: Attribute) -> Made:
        name = literal("name") or entry.key
        path = literal("path") or "/"
        arn = place.arn("iam", f"{kind}{path}{name}", region=False)
        return {"name": name, "arn": arn, "id": arn if kind == "policy" else name}

    return make


def _service_linked_role(entry: Entry, place: Place, literal: Attribute) -> Made:
    service = literal("aws_service_name") or ""
    name = f"AWSServiceRoleFor{entry.key}"
    arn = place.arn("iam", f"role/aws-service-role/{service}/{name}", region=False)
    return {"name": name, "arn": arn, "id": arn}


def _bucket(entry: Entry, place: Place, literal: Attribute) -> Made:
    name = literal("bucket") or short_id(literal("bucket_prefix") or "terraform-", entry.stack.name, entry.address)
    return {"id": name, "bucket": name, "arn": f"arn:{place.partition}:s3:::{name}", "region": place.region}


def _of_bucket(_entry: Entry, _place: Place, literal: Attribute) -> Made:
    return {"id": literal("bucket")}


def _key(entry: Entry, place: Place, _literal: Attribute) -> Made:
    number = key_id(entry.stack.name, entry.address)
    return {"key_id": number, "id": number, "arn": place.arn("kms", f"key/{number}")}


def _named(
    service: str, prefix: str, *, id_is: str = "arn", argument: str = "name", region: bool = True
) -> Callable[[Entry, Place, Attribute], Made]:
    def make(entry: Entry, place: Place, literal: Attribute) -> Made:
        name = literal(argument) or entry.key
        arn = place.arn(service, f"{prefix}{name}", region=region)
        return {argument: name, "arn": arn, "id": arn if id_is == "arn" else name}

    return make


def _identified(
    service: str, prefix: str, *, start: str = "", id_is: str = "id"
) -> Callable[[Entry, Place, Attribute], Made]:
    def make(entry: Entry, place: Place, _literal: Attribute) -> Made:
        number = short_id(start, entry.stack.name, entry.address, length=32)
        arn = place.arn(service, f"{prefix}{number}")
        return {"id": arn if id_is == "arn" else number, "arn": arn}

    return make


def _queue(entry: Entry, place: Place, literal: Attribute) -> Made:
    name = literal("name") or entry.key
    url = f"https://sqs.{place.region}.amazonaws.com/{place.account}/{name}"
    return {"name": name, "arn": place.arn("sqs", name), "id": url, "url": url}


def _cluster(entry: Entry, place: Place, literal: Attribute) -> Made:
    name = literal("cluster_name") or entry.key
    arn = place.arn("kafka", f"cluster/{name}/{key_id(entry.stack.name, entry.address)}-1")
    return {"arn": arn, "id": arn}


def _package_repository(_entry: Entry, place: Place, literal: Attribute) -> Made:
    arn = place.arn("codeartifact", f"repository/{literal('domain')}/{literal('repository')}")
    return {"arn": arn, "id": arn}


def _recorder(entry: Entry, place: Place, literal: Attribute) -> Made:
    name = literal("name") or entry.key
    number = short_id("", entry.stack.name, entry.address)
    return {"name": name, "id": name, "arn": place.arn("config", f"configuration-recorder/{name}/{number}")}


def _organization(_entry: Entry, place: Place, _literal: Attribute) -> Made:
    prefix = f"arn:{place.partition}:organizations::{place.account}"
    return {
        "id": place.organization,
        "arn": f"{prefix}:organization/{place.organization}",
        "roots.0.id": ROOT,
        "roots.0.arn": f"{prefix}:root/{place.organization}/{ROOT}",
        "master_account_id": place.account,
        "master_account_arn": f"{prefix}:account/{place.organization}/{place.account}",
    }


def _unit(entry: Entry, place: Place, _literal: Attribute) -> Made:
    number = short_id(f"ou-{ROOT.removeprefix('r-')}-", entry.stack.name, entry.address)
    arn = f"arn:{place.partition}:organizations::{place.account}:ou/{place.organization}/{number}"
    return {"id": number, "arn": arn}


def _policy(entry: Entry, place: Place, literal: Attribute) -> Made:
    number = short_id("p-", entry.stack.name, entry.address)
    kind = (literal("type") or PolicyType.SERVICE_CONTROL).lower()
    return {
        "id": number,
        "arn": f"arn:{place.partition}:organizations::{place.account}:policy/{place.organization}/{kind}/{number}",
    }


_TYPES: Mapping[str, Callable[[Entry, Place, Attribute], Made]] = {
    "aws_iam_role": _iam("role"),
    "aws_iam_user": _iam("user"),
    "aws_iam_group": _iam("group"),
    "aws_iam_policy": _iam("policy"),
    "aws_iam_instance_profile": _iam("instance-profile"),
    "aws_iam_service_linked_role": _service_linked_role,
    "aws_s3_bucket": _bucket,
    "aws_s3_bucket_policy": _of_bucket,
    "aws_s3_bucket_versioning": _of_bucket,
    "aws_s3_bucket_public_access_block": _of_bucket,
    "aws_kms_key": _key,
    "aws_sns_topic": _named("sns", ""),
    "aws_sqs_queue": _queue,
    "aws_dynamodb_table": _named("dynamodb", "table/", id_is="name"),
    "aws_ecr_repository": _named("ecr", "repository/", id_is="name"),
    "aws_lambda_function": _named("lambda", "function:", id_is="name", argument="function_name"),
    "aws_cloudtrail": _named("cloudtrail", "trail/"),
    "aws_cloudwatch_log_group": _named("logs", "log-group:", id_is="name"),
    "aws_cloudwatch_metric_alarm": _named("cloudwatch", "alarm:", id_is="name"),
    "aws_config_configuration_recorder": _recorder,
    "aws_config_configuration_aggregator": _named("config", "config-aggregator/"),
    "aws_secretsmanager_secret": _named("secretsmanager", "secret:"),
    "aws_guardduty_detector": _identified("guardduty", "detector/"),
    "aws_accessanalyzer_analyzer": _named("access-analyzer", "analyzer/"),
    "aws_kms_external_key": _key,
    "aws_kms_replica_key": _key,
    "aws_kms_replica_external_key": _key,
    "aws_acmpca_certificate_authority": _identified("acm-pca", "certificate-authority/", id_is="arn"),
    "aws_backup_vault": _named("backup", "backup-vault:", id_is="name"),
    "aws_cloudsearch_domain": _named("cloudsearch", "domain/", id_is="name"),
    "aws_cloudwatch_event_bus": _named("events", "event-bus/", id_is="name"),
    "aws_cloudwatch_log_destination": _named("logs", "destination:", id_is="name"),
    "aws_codeartifact_domain": _named("codeartifact", "domain/", argument="domain"),
    "aws_codeartifact_repository": _package_repository,
    "aws_codebuild_project": _named("codebuild", "project/"),
    "aws_codebuild_report_group": _named("codebuild", "report-group/"),
    "aws_ecrpublic_repository": _named(
        "ecr-public", "repository/", id_is="name", argument="repository_name", region=False
    ),
    "aws_efs_file_system": _identified("elasticfilesystem", "file-system/", start="fs-"),
    "aws_elasticsearch_domain": _named("es", "domain/", argument="domain_name"),
    "aws_glacier_vault": _named("glacier", "vaults/", id_is="name"),
    "aws_kinesis_stream": _named("kinesis", "stream/"),
    "aws_media_store_container": _named("mediastore", "container/", id_is="name"),
    "aws_msk_cluster": _cluster,
    "aws_networkfirewall_firewall_policy": _named("network-firewall", "firewall-policy/"),
    "aws_oam_sink": _identified("oam", "sink/", id_is="arn"),
    "aws_opensearch_domain": _named("es", "domain/", argument="domain_name"),
    "aws_s3tables_table_bucket": _named("s3tables", "bucket/"),
    "aws_sagemaker_model_package_group": _named(
        "sagemaker", "model-package-group/", id_is="name", argument="model_package_group_name"
    ),
    "aws_schemas_registry": _named("schemas", "registry/", id_is="name"),
    "aws_ses_domain_identity": _named("ses", "identity/", id_is="name", argument="domain"),
    "aws_ses_email_identity": _named("ses", "identity/", id_is="name", argument="email"),
    "aws_sesv2_email_identity": _named("ses", "identity/", id_is="name", argument="email_identity"),
    "aws_organizations_organization": _organization,
    "aws_organizations_organizational_unit": _unit,
    "aws_organizations_policy": _policy,
}
