"""The promise that no principal outside of the organization is trusted, except AWS services acting for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.actions import actions_of
from access.assuming import ASSUME_ROLE
from access.condition_keys import condition_keys, keys_in_words, matching_text
from access.decision import Caller, Request
from access.decision.narrowing import matches
from access.model.policies import Policy
from access.promises.asking import none_allowed, together
from access.promises.disguises import FREE, SOURCES, disguised, services
from access.promises.promise import CounterExample, Outcome, Promise
from access.trust import ANY_PRINCIPAL, account_of, allowing, named
from access.world import World
from policies.reading import Principal, Statement, conditions, texts

_SAMPLE = 8
"""Number of actions checked for each statement: all of them lead to the same decision."""

_WITHOUT_SOURCE: Mapping[str, str] = {
    "ec2.amazonaws.com": "an instance profile is handed on with iam:PassRole, in its own account only",
    "lambda.amazonaws.com": "an execution role is handed on with iam:PassRole, in its own account only",
    "config.amazonaws.com": "AWS documents no source condition for the role of an aggregator; it is handed on with "
    "iam:PassRole, in its own account only",
}
"""
Services whose roles AWS documents without a source condition, with the reason why the risk is small. Sources
(2026-11-22): https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html,
https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
"""


@dataclass(frozen=True)
class _Door:
    """A policy that allows principals something, with the resource that it belongs to."""

    policy: Policy
    arn: str
    account: str
    label: str
    is_role: bool


def look(world: World) -> Outcome:
    """Check every policy of a role or resource with outside callers, in every context that they can choose."""
    doors = list(_doors(world))
    return together(
        none_allowed(world, _from_outside(world, doors), lambda request: _says(doors, request)),
        Outcome(tuple(_federated(doors)), notes=tuple(_services_without_source(doors))),
    )


def _says(doors: Sequence[_Door], request: Request) -> str:
    label = next((door.label for door in doors if door.policy is request.policy), request.resource)
    source = " for an outside account" if request.caller.context.get("aws:PrincipalIsAWSService") == "true" else ""
    how = "" if source else keys_in_words(request.context)
    return f"{request.caller.label}{source} can {request.action} on {label}{how}"


def _doors(world: World) -> Iterator[_Door]:
    accounts = world.organization.accounts
    for role in world.organization.assumable_roles:
        yield _Door(role.trust, role.arn, role.account, f"role {role.name} of {accounts[role.account].key}", True)
    for resource in world.organization.resources:
        if resource.policy:
            yield _Door(resource.policy, resource.arn, resource.account, resource.name, False)


def _from_outside(world: World, doors: Sequence[_Door]) -> Iterator[Request]:
    for door in doors:
        for statement in allowing(door.policy):
            for principal in named(statement):
                for caller in _callers(world, door, statement, principal):
                    yield from _requests(world, door, statement, caller)


def _callers(world: World, door: _Door, statement: Statement, principal: Principal) -> Iterator[Caller]:
    if principal.kind == "Service":
        if not (door.is_role and principal.value in _WITHOUT_SOURCE):
            yield from services(world, statement, principal.value)
    elif account_of(principal) == ANY_PRINCIPAL:
        if not door.is_role:  # an unsigned request cannot assume a role
            yield world.callers.anonymous()
        yield from disguised(world, door.policy)
    elif account_of(principal) and account_of(principal) not in world.organization.accounts:
        yield from disguised(world, door.policy, account_of(principal))


def _requests(world: World, door: _Door, statement: Statement, caller: Caller) -> Iterator[Request]:
    account = world.organization.accounts.get(door.account)
    free = () if caller.context.get("aws:PrincipalIsAWSService") == "true" else FREE
    context = {key: value for key, value in condition_keys(statement, free).items() if key not in caller.context}
    for action in [ASSUME_ROLE] if door.is_role else _actions(door, statement):
        for arn in _arns(door, statement):
            yield Request(caller, action, arn, account, door.policy, context)


def _actions(door: _Door, statement: Statement) -> list[str]:
    """Return actions that a statement is about; for NotAction, actions of the resource's service."""
    if said := texts(statement.get("NotAction")):
        known = actions_of(f"{door.arn.split(':')[2]}:*")
        found = [one for one in known if not any(matches(pattern, one) for pattern in said)]
    else:
        found = [action for pattern in texts(statement.get("Action")) for action in actions_of(pattern)]
    return found[:: max(1, len(found) // _SAMPLE)][: _SAMPLE + 1]


def _arns(door: _Door, statement: Statement) -> list[str]:
    """Return the resource, and resources in it, such as objects of a bucket, where the statement is about them."""
    said = texts(statement.get("Resource")) or texts(statement.get("NotResource"))
    inside = [matching_text(one) for one in said if one.startswith(f"{door.arn}/")]
    around = [f"{door.arn}/example" for one in said if door.arn.startswith("arn:aws:s3:") and _is_around(one, door.arn)]
    return list(dict.fromkeys([door.arn, *inside, *around]))


def _is_around(pattern: str, bucket: str) -> bool:
    """Return whether a pattern matches a bucket together with its objects, as `arn:aws:s3:::bucket*`."""
    return pattern.endswith("*") and "/" not in pattern and bucket.startswith(pattern.rstrip("*"))


def _federated(doors: Sequence[_Door]) -> Iterator[CounterExample]:
    for door in doors:
        for statement in allowing(door.policy):
            for principal in named(statement):
                if principal.kind in ("Federated", "CanonicalUser") or (
                    principal.kind == "AWS" and not account_of(principal)
                ):
                    text = f"{principal.value} ({principal.kind}) is trusted by {door.label}"
                    yield CounterExample(text, origin=door.policy.origin)


def _services_without_source(doors: Sequence[_Door]) -> Iterator[str]:
    for door in doors:
        services = {
            one.value for statement in allowing(door.policy) for one in named(statement) if one.kind == "Service"
        }
        for service in sorted(services & _WITHOUT_SOURCE.keys()):
            if door.is_role and not _has_source(door.policy):
                yield f"{service} may assume the {door.label}: {_WITHOUT_SOURCE[service]}"


def _has_source(policy: Policy) -> bool:
    return any(key.lower() in SOURCES for one in policy.statements for _, key, _ in conditions(one))


PROMISE = Promise(
    "outsiders",
    "No principal outside of the organization is trusted, except AWS services that work for an account of it.",
    look,
)
