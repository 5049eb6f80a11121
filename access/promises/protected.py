"""Things that only deployment roles may change, and the actions that change them."""

from __future__ import annotations

from collections.abc import Iterator

from access.model.resources import Resource
from access.promises.identities import Protected, identities
from access.world import World

_BUCKET = (
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
)
_OBJECT = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject")
_TRAIL = ("cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail")
_KEY = ("kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
_GUARDRAIL = (
    "organizations:AttachPolicy",
    "organizations:DeletePolicy",
    "organizations:DetachPolicy",
    "organizations:UpdatePolicy",
)
_ROOT = ("organizations:DisablePolicyType",)
_MEMBER = (
    "organizations:CloseAccount",
    "organizations:DeregisterDelegatedAdministrator",
    "organizations:MoveAccount",
    "organizations:RemoveAccountFromOrganization",
)
_ORGANIZATION = ("organizations:DeleteOrganization", "organizations:DisableAWSServiceAccess")


def protected_things(world: World) -> Iterator[Protected]:
    """Yield guardrails, accounts, trail, states, roles, users and groups."""
    yield from _guardrails(world)
    yield from _trail(world)
    yield from _states(world)
    yield from identities(world)


def _guardrails(world: World) -> Iterator[Protected]:
    organization, management = world.organization, world.organization.management
    prefix = f"arn:aws:organizations::{management.number}"
    policy = f"{prefix}:policy/{organization.id}/service_control_policy/p-00000000"
    yield Protected("a guardrail", policy, management, _GUARDRAIL)
    yield Protected("the organization", "*", management, _ORGANIZATION)
    yield Protected("the root", f"{prefix}:root/{organization.id}/r-0000", management, _ROOT)
    for account in organization.accounts.values():
        if not account.is_management:
            arn = f"{prefix}:account/{organization.id}/{account.number}"
            yield Protected(f"the account {account.key}", arn, management, _MEMBER)
            yield Protected("the organization", "*", account, ("organizations:LeaveOrganization",))


def _trail(world: World) -> Iterator[Protected]:
    organization = world.organization
    by_name = {**organization.resource_by_arn, **{one.name: one for one in _of_type(world, "aws_s3_bucket")}}
    for trail in _of_type(world, "aws_cloudtrail"):
        yield _protect(world, trail, f"the trail {trail.name}", _TRAIL)
        for name, actions in (("bucket", _BUCKET), ("key", _KEY)):
            if found := by_name.get(trail.uses.get(name, "")):
                yield _protect(world, found, f"the trail's {name}", actions)
                if name == "bucket":
                    yield _protect(world, found, "the trail's files", _OBJECT, f"{found.arn}/AWSLogs/example")


def _states(world: World) -> Iterator[Protected]:
    buckets = {resource.name: resource for resource in _of_type(world, "aws_s3_bucket")}
    for stack in world.organization.stacks:
        if bucket := buckets.get(stack.backend.get("bucket", "")):
            state = f"{bucket.arn}/{stack.backend['key']}"
            yield _protect(world, bucket, f"the state of {stack.name}", _OBJECT, state)
            yield _protect(world, bucket, f"the bucket {bucket.name}", _BUCKET)


def _protect(world: World, resource: Resource, what: str, actions: tuple[str, ...], arn: str = "") -> Protected:
    account = world.organization.accounts[resource.account]
    return Protected(what, arn or resource.arn, account, actions, resource.policy)


def _of_type(world: World, type_: str) -> list[Resource]:
    return [resource for resource in world.organization.resources if resource.type == type_]
