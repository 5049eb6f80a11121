"""Reader of resources with an ARN, and of their resource policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from access.model.policies import Policy, PolicyKind
from access.model.resources import Resource
from access.read.encryption import keys_of_buckets
from access.read.reading import Reading
from terraform_json.stacks import Entry

_IN_THE_RESOURCE: Mapping[str, str] = {
    "aws_kms_key": "policy",
    "aws_sns_topic": "policy",
    "aws_sqs_queue": "policy",
    "aws_secretsmanager_secret": "policy",
    "aws_s3_bucket": "policy",
}
"""Types that contain a resource policy, and the argument that holds it."""

_BESIDE: Mapping[str, tuple[str, str, str]] = {
    "aws_s3_bucket_policy": ("policy", "bucket", "name"),
    "aws_sns_topic_policy": ("policy", "arn", "arn"),
    "aws_sqs_queue_policy": ("policy", "queue_url", "name"),
    "aws_kms_key_policy": ("policy", "key_id", "key_id"),
    "aws_secretsmanager_secret_policy": ("policy", "secret_arn", "arn"),
    "aws_ecr_repository_policy": ("policy", "repository", "name"),
    "aws_dynamodb_resource_policy": ("policy", "resource_arn", "arn"),
}
"""Types that are the policy of another resource: the argument with the policy, and the one that names the resource."""

_NOT_RESOURCES = frozenset(
    {"aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_iam_policy", "aws_iam_service_linked_role"}
    | {"aws_organizations_account", "aws_organizations_policy", "aws_organizations_organizational_unit"}
    | {"aws_organizations_organization"}
)


def read_resources(reading: Reading) -> tuple[Resource, ...]:
    """Return every resource of the stacks whose ARN is known before it is created."""
    beside, keys = _policies_beside(reading), keys_of_buckets(reading)
    found: list[Resource] = []
    for stack in reading.stacks:
        for entry in stack.blocks.values():
            if (
                entry.mode == "managed"
                and entry.type not in _NOT_RESOURCES
                and reading.is_placed(entry)
                and (one := _resource(reading, entry, beside, keys))
            ):
                found.append(one)
    return tuple(found)


def _resource(reading: Reading, entry: Entry, beside: Mapping[str, Policy], keys: Mapping[str, str]) -> Resource | None:
    arn = reading.resolver.attribute(entry, "arn")
    if not arn or entry.type in _BESIDE:
        return None
    place = reading.resolver.place(entry)
    name = reading.text(entry, "bucket") or reading.text(entry, "name") or entry.key
    policy = None
    if attribute := _IN_THE_RESOURCE.get(entry.type):
        policy = reading.policy(entry, attribute, f"policy of {name}", PolicyKind.RESOURCE)
    names = (arn, name, reading.text(entry, "key_id"), reading.text(entry, "id"))
    policy = next((beside[one] for one in names if one in beside), policy)
    uses = {what: used for what, used in _uses(reading, entry) if used}
    if entry.type == "aws_s3_bucket" and name in keys:
        uses["key"] = keys[name]
    return Resource(entry.type, place.account, place.region, name, arn, policy, entry.origin, uses)


def _uses(reading: Reading, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the bucket (by name) and the key (by ARN) that a resource uses."""
    yield "bucket", reading.text(entry, "s3_bucket_name")
    yield "key", reading.text(entry, "kms_key_id") or reading.text(entry, "kms_master_key_id")


def _policies_beside(reading: Reading) -> dict[str, Policy]:
    """Return the policies that are resources of their own, by the name or ARN of the resource that they belong to."""
    found: dict[str, Policy] = {}
    for type_, (attribute, names, _) in _BESIDE.items():
        for entry in reading.of_type(type_):
            target = reading.text(entry, names)
            policy = reading.policy(entry, attribute, f"policy of {target}", PolicyKind.RESOURCE)
            if policy:
                found[target] = policy
    return found
