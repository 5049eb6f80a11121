"""
Attributes that AWS computes: a resource's ARN and id, from its name, account and region.

Formats of ARNs: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(2026-11-22). Ids that only AWS can give are stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foundation.policy_types import PolicyType
from terraform_json.identifiers import ORGANIZATION, ROOT, key_id, short_id
from terraform_json.stacks import Entry

Attribute = Callable[[str], "str | None"]


@dataclass(frozen=True)
class Place:
    """The place of a resource: partition, account and region."""

    account: str
    region: str
    partition: str = "aws"

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


def _named(service: str, prefix: str, *, id_is: str = "arn") -> Callable[[Entry, Place, Attribute], Made]:
    def make(entry: Entry, place: Place, literal: Attribute) -> Made:
        name = literal("name") or entry.key
        arn = place.arn(service, f"{prefix}{name}")
        return {"name": name, "arn": arn, "id": arn if id_is == "arn" else name}

    return make


def _identified(service: str, prefix: str) -> Callable[[Entry, Place, Attribute], Made]:
    def make(entry: Entry, place: Place, _literal: Attribute) -> Made:
        number = short_id("", entry.stack.name, entry.address, length=32)
        return {"id": number, "arn": place.arn(service, f"{prefix}{number}")}

    return make


def _recorder(entry: Entry, place: Place, literal: Attribute) -> Made:
    name = literal("name") or entry.key
    number = short_id("", entry.stack.name, entry.address)
    return {"name": name, "id": name, "arn": place.arn("config", f"configuration-recorder/{name}/{number}")}


def _organization(_entry: Entry, place: Place, _literal: Attribute) -> Made:
    prefix = f"arn:{place.partition}:organizations::{place.account}"
    return {
        "id": ORGANIZATION,
        "arn": f"{prefix}:organization/{ORGANIZATION}",
        "roots.0.id": ROOT,
        "roots.0.arn": f"{prefix}:root/{ORGANIZATION}/{ROOT}",
        "master_account_id": place.account,
        "master_account_arn": f"{prefix}:account/{ORGANIZATION}/{place.account}",
    }


def _unit(entry: Entry, place: Place, _literal: Attribute) -> Made:
    number = short_id(f"ou-{ROOT.removeprefix('r-')}-", entry.stack.name, entry.address)
    return {"id": number, "arn": f"arn:{place.partition}:organizations::{place.account}:ou/{ORGANIZATION}/{number}"}


def _policy(entry: Entry, place: Place, literal: Attribute) -> Made:
    number = short_id("p-", entry.stack.name, entry.address)
    kind = (literal("type") or PolicyType.SERVICE_CONTROL).lower()
    return {
        "id": number,
        "arn": f"arn:{place.partition}:organizations::{place.account}:policy/{ORGANIZATION}/{kind}/{number}",
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
    "aws_sqs_queue": _named("sqs", ""),
    "aws_dynamodb_table": _named("dynamodb", "table/", id_is="name"),
    "aws_ecr_repository": _named("ecr", "repository/", id_is="name"),
    "aws_lambda_function": _named("lambda", "function:", id_is="name"),
    "aws_cloudtrail": _named("cloudtrail", "trail/"),
    "aws_cloudwatch_log_group": _named("logs", "log-group:", id_is="name"),
    "aws_cloudwatch_metric_alarm": _named("cloudwatch", "alarm:", id_is="name"),
    "aws_config_configuration_recorder": _recorder,
    "aws_config_configuration_aggregator": _named("config", "config-aggregator/"),
    "aws_secretsmanager_secret": _named("secretsmanager", "secret:"),
    "aws_guardduty_detector": _identified("guardduty", "detector/"),
    "aws_accessanalyzer_analyzer": _named("access-analyzer", "analyzer/"),
    "aws_organizations_organization": _organization,
    "aws_organizations_organizational_unit": _unit,
    "aws_organizations_policy": _policy,
}
