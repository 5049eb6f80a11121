"""Reader of resources with an ARN, and of their resource policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from access.model.policies import Policy, PolicyKind
from access.model.resources import Resource
from access.read.attached import Attached, account_in, attached, merged, name_in
from access.read.encryption import keys_of_buckets
from access.read.policy_types import How, policy_arguments
from access.read.reading import Reading
from policies.reading import resources
from terraform_json.stacks import Entry

_NOT_RESOURCES = frozenset(
    {"aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_iam_policy", "aws_iam_service_linked_role"}
    | {"aws_organizations_account", "aws_organizations_policy", "aws_organizations_organizational_unit"}
    | {"aws_organizations_organization"}
)
_BESIDE = (How.BESIDE, How.ALSO, How.GROUPS, How.PERMISSION)
_GROUP = "aws_cloudwatch_log_group"


def read_resources(reading: Reading) -> tuple[Resource, ...]:
    """
    Return every resource of the stacks whose ARN is known before it is created.

    A policy of a resource that no stack makes, such as a default event bus, is that of a resource in its place.
    """
    beside: dict[str, list[Attached]] = defaultdict(list)
    for policy in attached(reading):
        beside[policy.arn].append(policy)
    keys = keys_of_buckets(reading)
    found = [
        one
        for stack in reading.stacks
        for entry in stack.blocks.values()
        if entry.mode == "managed" and entry.type not in _NOT_RESOURCES and reading.is_placed(entry)
        if (one := _resource(reading, entry, beside, keys))
    ]
    known = {one.arn for one in found}
    others = [_of_others(reading, arn, several) for arn, several in beside.items() if arn not in known]
    return tuple(_with_log_policies(reading, [*found, *others]))


def _resource(
    reading: Reading, entry: Entry, beside: Mapping[str, Sequence[Attached]], keys: Mapping[str, str]
) -> Resource | None:
    arguments = policy_arguments().get(entry.type, ())
    own = [one for one in arguments if one.how is How.IN and entry.body.get(one.argument) is not None]
    arn = "" if any(one.how in _BESIDE for one in arguments) else reading.resolver.attribute(entry, "arn")
    if not arn:
        for one in own:
            reading.leave(entry, one.argument, "the ARN of the resource is not known")
        return None
    place = reading.resolver.place(entry)
    name = reading.text(entry, "bucket") or reading.text(entry, "name") or entry.key
    said = [reading.policy(entry, one.argument, f"policy of {name}", PolicyKind.RESOURCE) for one in own]
    policy = _together([one for one in said if one], beside.get(arn, ()), name)
    uses = {what: used for what, used in _uses(reading, entry) if used}
    if entry.type == "aws_s3_bucket" and name in keys:
        uses["key"] = keys[name]
    return Resource(entry.type, place.account, place.region, name, arn, policy, entry.origin, uses)


def _together(own: Sequence[Policy], beside: Sequence[Attached], name: str) -> Policy | None:
    """Return the policy of a resource; one beside it replaces its own, and other statements are added."""
    replacing = [one.policy for one in beside if one.how is How.BESIDE]
    found = [*(replacing or own), *(one.policy for one in beside if one.how is not How.BESIDE)]
    if not found:
        return None
    return replace(merged(found[0], found[1:]), name=f"policy of {name}")


def _of_others(reading: Reading, arn: str, beside: Sequence[Attached]) -> Resource:
    entry, place = beside[0].entry, reading.resolver.place(beside[0].entry)
    number, name = account_in(arn) or place.account, name_in(arn)
    return Resource(entry.type, number, place.region, name, arn, _together((), beside, name), entry.origin)


def _uses(reading: Reading, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the bucket (by name) and the key (by ARN) that a resource uses."""
    yield "bucket", reading.text(entry, "s3_bucket_name")
    yield "key", reading.text(entry, "kms_key_id") or reading.text(entry, "kms_master_key_id")


def _with_log_policies(reading: Reading, found: Sequence[Resource]) -> Iterator[Resource]:
    """Yield the resources; each log group has the policies of its account and region that name it."""
    policies: dict[tuple[str, str], list[Policy]] = defaultdict(list)
    groups = [one for one in found if one.type == _GROUP]
    for one in (one for several in policy_arguments().values() for one in several if one.how is How.GROUPS):
        for entry in reading.of_type(one.type):
            name = f"policy of {reading.text(entry, 'policy_name', entry.key)}"
            place = reading.resolver.place(entry)
            if policy := reading.policy(entry, one.argument, name, PolicyKind.RESOURCE):
                policies[place.account, place.region].append(policy)
                here = [group for group in groups if (group.account, group.region) == (place.account, place.region)]
                if not _names_only(policy, here):
                    reading.leave(entry, one.argument, "it is also about log groups that no stack makes")
    for resource in found:
        several = policies[resource.account, resource.region] if resource.type == _GROUP else []
        yield _with_policies(resource, several) if several else resource


def _with_policies(resource: Resource, policies: Sequence[Policy]) -> Resource:
    policy = replace(merged(policies[0], policies[1:]), name=f"policy of {resource.name}")
    return replace(resource, policy=policy)


def _names_only(policy: Policy, groups: Sequence[Resource]) -> bool:
    """Return whether each resource of a policy is one log group of the stacks, or its streams."""
    named = [pattern for statement in policy.statements for pattern in resources(statement)]
    return bool(named) and all(any(f"{pattern}:".startswith(f"{one.arn}:") for one in groups) for pattern in named)
