"""Nobody but whoever deploys can change what protects the organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access.decision import Caller, Request
from access.model.accounts import Account
from access.model.policies import Policy
from access.model.principals import Role
from access.model.resources import Resource
from access.promises.asking import nobody
from access.promises.deployers import is_deployer
from access.promises.promise import Outcome, Promise
from access.trust import trusted_accounts
from access.world import World

_BUCKET = (
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
)
_OBJECT = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject")
_TRAIL = ("cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail")
_KEY = ("kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
_ROLE = (
    "iam:AttachRolePolicy",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:UpdateAssumeRolePolicy",
)
_GROUP = ("iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:DetachGroupPolicy", "iam:PutGroupPolicy")
_USER = (
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:EnableMFADevice",
    "iam:PutUserPolicy",
    "iam:UpdateLoginProfile",
)
_MANAGED = ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion")
_GUARDRAIL = ("organizations:DeletePolicy", "organizations:DetachPolicy", "organizations:UpdatePolicy")
_ROOT = ("organizations:DisablePolicyType",)
_MEMBER = ("organizations:MoveAccount", "organizations:RemoveAccountFromOrganization")


@dataclass(frozen=True)
class _Protected:
    """Something that only whoever deploys may change."""

    what: str
    arn: str
    account: Account
    actions: tuple[str, ...]
    policy: Policy | None = None


def look(world: World) -> Outcome:
    """Everybody else tries to change guardrails, trail, state, roles of the deployment, people and groups."""
    protected = list(_protected(world))
    callers = _callers_by_account(world)
    names = {(one.arn, one.account.number): one.what for one in protected}
    return nobody(
        world,
        _requests(protected, callers),
        lambda request: _says(
            request, names.get((request.resource, request.account.number if request.account else ""), "")
        ),
        notes=_notes(world),
    )


def _says(request: Request, what: str) -> str:
    return f"{request.caller.label} can {request.action} on {what or request.resource}"


def _requests(protected: Sequence[_Protected], callers: dict[str, list[Caller]]) -> Iterator[Request]:
    for one in protected:
        others = trusted_accounts(one.policy) if one.policy else frozenset[str]()
        accounts = callers if "*" in others else sorted(others | {one.account.number})
        for number in accounts:
            for caller in callers.get(number, ()):
                for action in one.actions:
                    yield Request(caller, action, one.arn, one.account, one.policy)


def _callers_by_account(world: World) -> dict[str, list[Caller]]:
    """Everybody who does not deploy: people with MFA, roles, and root users that have credentials."""
    found: dict[str, list[Caller]] = defaultdict(list)
    for user in world.organization.users:
        found[user.account].append(world.callers.with_mfa(user))
    for role in world.organization.roles:
        if not role.is_service_linked and not is_deployer(world, role):
            found[role.account].append(world.callers.session(role))
    if not world.organization.manages_root_credentials:
        for account in world.organization.accounts.values():
            if not account.is_management:
                found[account.number].append(world.callers.root_user(account))
    return found


def _protected(world: World) -> Iterator[_Protected]:
    yield from _guardrails(world)
    yield from _trail(world)
    yield from _states(world)
    yield from _roles(world)
    yield from _people(world)


def _guardrails(world: World) -> Iterator[_Protected]:
    organization, management = world.organization, world.organization.management
    prefix = f"arn:aws:organizations::{management.number}"
    policy = f"{prefix}:policy/{organization.id}/service_control_policy/p-00000000"
    yield _Protected("a guardrail", policy, management, _GUARDRAIL)
    yield _Protected("the root", f"{prefix}:root/{organization.id}/r-0000", management, _ROOT)
    for account in organization.accounts.values():
        if not account.is_management:
            arn = f"{prefix}:account/{organization.id}/{account.number}"
            yield _Protected(f"the account {account.key}", arn, management, _MEMBER)
            yield _Protected("the organization", "*", account, ("organizations:LeaveOrganization",))


def _trail(world: World) -> Iterator[_Protected]:
    organization = world.organization
    by_name = {**organization.resource_by_arn, **{one.name: one for one in _of_type(world, "aws_s3_bucket")}}
    for trail in _of_type(world, "aws_cloudtrail"):
        yield _protect(world, trail, f"the trail {trail.name}", _TRAIL)
        for name, actions in (("bucket", _BUCKET), ("key", _KEY)):
            if found := by_name.get(trail.uses.get(name, "")):
                yield _protect(world, found, f"the trail's {name}", actions)
                if name == "bucket":
                    yield _protect(world, found, "the trail's files", _OBJECT, f"{found.arn}/AWSLogs/example")


def _states(world: World) -> Iterator[_Protected]:
    buckets = {resource.name: resource for resource in _of_type(world, "aws_s3_bucket")}
    for stack in world.organization.stacks:
        if bucket := buckets.get(stack.backend.get("bucket", "")):
            state = f"{bucket.arn}/{stack.backend['key']}"
            yield _protect(world, bucket, f"the state of {stack.name}", _OBJECT, state)
            yield _protect(world, bucket, f"the bucket {bucket.name}", _BUCKET)


def _roles(world: World) -> Iterator[_Protected]:
    """The roles of whoever deploys or responds. Other roles are their own account's affair."""
    responder = world.intent.responder_role if world.intent else None
    for role in world.organization.roles:
        if not role.is_service_linked and (is_deployer(world, role) or role.name == responder):
            account = world.organization.accounts[role.account]
            yield _Protected(f"the role {role.name} of {account.key}", role.arn, account, _ROLE)


def _people(world: World) -> Iterator[_Protected]:
    """Whoever may change people and groups takes what roles they like."""
    organization = world.organization
    for group in organization.groups:
        account = organization.accounts[group.account]
        arn = f"arn:aws:iam::{group.account}:group/{group.name}"
        yield _Protected(f"the group {group.name}", arn, account, _GROUP)
        for policy in group.policies:
            managed = f"arn:aws:iam::{group.account}:policy/{policy.name}"
            yield _Protected(f"the policy {policy.name}", managed, account, _MANAGED)
    for number in sorted({user.account for user in organization.users}):
        other = f"arn:aws:iam::{number}:user/somebody-else"
        yield _Protected("somebody else's user", other, organization.accounts[number], _USER)


def _protect(world: World, resource: Resource, what: str, actions: tuple[str, ...], arn: str = "") -> _Protected:
    account = world.organization.accounts[resource.account]
    return _Protected(what, arn or resource.arn, account, actions, resource.policy)


def _of_type(world: World, type_: str) -> list[Resource]:
    return [resource for resource in world.organization.resources if resource.type == type_]


def _notes(world: World) -> tuple[str, ...]:
    exempt = world.intent.exempt_roles if world.intent else ()
    names = sorted({role.name for role in world.organization.roles if is_deployer(world, role)} | set(exempt))
    return (
        f"taken for whoever deploys: {', '.join(names)}",
        "the root user of the management account can do everything: no policy binds it",
        *_managers_of_roles(world),
    )


def _managers_of_roles(world: World) -> Iterator[str]:
    """Roles of people that may change roles in their own account: the configuration gives them that."""
    by_role: dict[str, list[str]] = defaultdict(list)
    asked: list[tuple[Role, Request]] = []
    for role in world.organization.roles:
        if not role.is_service_linked and not is_deployer(world, role):
            account = world.organization.accounts[role.account]
            arn = f"arn:aws:iam::{account.number}:role/example"
            asked.append((role, world.within(world.callers.session(role), "iam:UpdateAssumeRolePolicy", arn, account)))
    for (role, _), verdict in zip(asked, world.evaluator.decide_all(request for _, request in asked), strict=True):
        if verdict.allowed:
            by_role[role.name].append(world.organization.accounts[role.account].key)
    for name, accounts in by_role.items():
        yield f"the role {name} may manage the roles of its own account: {', '.join(accounts)}"


PROMISE = Promise(
    "protection",
    "Nobody but whoever deploys can change the guardrails, the trail, the state, the deployment's roles, or who is in "
    "which group.",
    look,
)
