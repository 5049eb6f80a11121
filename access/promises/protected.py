"""Things that only deployment roles may change, and the actions that change them."""

from __future__ import annotations

from collections.abc import Iterator

from access.decision.callers import OUTSIDE_ACCOUNT
from access.decision.symbolic.catalog import CATALOG, Actions
from access.model.resources import Resource
from access.promises.identities import Protected, changing, identities
from access.questions.world import World
from policies.buckets import SETTINGS

_CRYPTOGRAPHY = (
    *("kms:Decapsulate", "kms:Decrypt", "kms:DeriveSharedSecret", "kms:Encapsulate", "kms:Encrypt", "kms:Generate*"),
    *("kms:ReEncrypt*", "kms:Sign", "kms:Verify*"),
)
"""Actions with a key that AWS counts as writing, although they leave the key unchanged."""
_HARMLESS = ("s3:AbortMultipartUpload", "s3:CreateBucket", "s3:RestoreObject", "s3:InitiateReplication", "*:*Tag*")
"""Actions that neither open nor destroy: tags of what is protected count only where a policy asks for them."""
_ORGANIZATION = (
    *("organizations:DeleteOrganization", "organizations:DeleteResourcePolicy", "organizations:EnableAllFeatures"),
    *("organizations:DisableAWSServiceAccess", "organizations:EnableAWSServiceAccess"),
)
_LEAVE = "organizations:LeaveOrganization"
"""The action of a member account that ends its guardrails."""
_ACCEPT = "organizations:AcceptHandshake"
"""
The action with which a member account accepts another organization's invitation, and so leaves this one.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html (2026-12-01).
"""
_INVITATION = f"arn:aws:organizations::{OUTSIDE_ACCOUNT}:handshake/o-example000/invite/h-examplehandshake"


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
    delegation = f"{prefix}:resourcepolicy/{organization.id}/rp-00000000"
    yield Protected("a guardrail", policy, management, _changing(policy, but=("*:Create*",)))
    yield Protected("the organization", "*", management, CATALOG.any_of(_ORGANIZATION))
    yield Protected("the delegation policy", delegation, management, _changing(delegation))
    root = f"{prefix}:root/{organization.id}/r-0000"
    yield Protected("the root", root, management, _changing(root, but=("*:Create*",)))
    for account in organization.accounts.values():
        if not account.is_management:
            arn = f"{prefix}:account/{organization.id}/{account.number}"
            yield Protected(f"the account {account.key}", arn, management, _changing(arn, but=("*:Invite*",)))
            yield Protected("the organization", "*", account, CATALOG.matching(_LEAVE))
            yield Protected("another organization's invitation", _INVITATION, account, CATALOG.matching(_ACCEPT))


def _trail(world: World) -> Iterator[Protected]:
    organization = world.organization
    by_name = {**organization.resource_by_arn, **{one.name: one for one in _of_type(world, "aws_s3_bucket")}}
    for trail in _of_type(world, "aws_cloudtrail"):
        yield _protect(world, trail, f"the trail {trail.name}")
        for name in ("bucket", "key"):
            if found := by_name.get(trail.uses.get(name, "")):
                yield _protect(world, found, f"the trail's {name}")
                if name == "bucket":
                    yield _protect(world, found, "the trail's files", f"{found.arn}/AWSLogs/example")


def _states(world: World) -> Iterator[Protected]:
    buckets = {resource.name: resource for resource in _of_type(world, "aws_s3_bucket")}
    for stack in world.organization.stacks:
        if bucket := buckets.get(stack.backend.get("bucket", "")):
            state = f"{bucket.arn}/{stack.backend['key']}"
            yield _protect(world, bucket, f"the state of {stack.name}", state)
            yield _protect(world, bucket, f"the bucket {bucket.name}")


def _protect(world: World, resource: Resource, what: str, arn: str = "") -> Protected:
    account = world.organization.accounts[resource.account]
    return Protected(what, arn or resource.arn, account, _changing(arn or resource.arn), resource.policy)


def _changing(arn: str, *, but: tuple[str, ...] = ()) -> Actions:
    """Return the actions that change what has an ARN; of a bucket those that change its settings."""
    found = changing(arn, (*_HARMLESS, *_CRYPTOGRAPHY, *but))
    return found & CATALOG.any_of(SETTINGS) if arn.startswith("arn:aws:s3:::") and "/" not in arn else found


def _of_type(world: World, type_: str) -> list[Resource]:
    return [resource for resource in world.organization.resources if resource.type == type_]
