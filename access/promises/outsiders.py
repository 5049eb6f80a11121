"""Nobody outside of the organization is trusted, except AWS services that say for whom they work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from access.actions import actions_of
from access.decision import Caller, Request
from access.decision.callers import OUTSIDE_ACCOUNT, OUTSIDE_ORGANIZATION
from access.model.policies import Policy, Statement, texts
from access.promises.asking import nobody, together
from access.promises.promise import CounterExample, Outcome, Promise
from access.trust import ANYBODY, Named, allowing, named
from access.world import ASSUME_ROLE, World

_SOURCES = ("aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths")
_SAMPLE = 8
"""Actions of a statement that are asked about: those of one statement are decided alike."""

_WITHOUT_SOURCE: Mapping[str, str] = {
    "ec2.amazonaws.com": "an instance profile is handed on with iam:PassRole, in its own account only",
    "lambda.amazonaws.com": "an execution role is handed on with iam:PassRole, in its own account only",
    "config.amazonaws.com": "AWS documents no source condition for the role of an aggregator; it is handed on with "
    "iam:PassRole, in its own account only",
}
"""
Services whose roles AWS documents without a source condition, and why that does little harm. Sources (2026-11-22):
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html,
https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html,
https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
"""


@dataclass(frozen=True)
class _Door:
    """A policy that lets somebody in, and the resource that it is on."""

    policy: Policy
    arn: str
    account: str
    label: str
    is_role: bool


def look(world: World) -> Outcome:
    """Every policy of a role or resource is tried from outside, on every condition that somebody outside can meet."""
    doors = list(_doors(world))
    return together(
        nobody(world, _from_outside(world, doors), lambda request: _says(doors, request)),
        Outcome(tuple(_federated(doors)), notes=tuple(_services_without_source(doors))),
    )


def _says(doors: Sequence[_Door], request: Request) -> str:
    label = next((door.label for door in doors if door.policy is request.policy), request.resource)
    source = " for somebody else's account" if request.caller.context.get("aws:PrincipalIsAWSService") == "true" else ""
    return f"{request.caller.label}{source} can {request.action} on {label}"


def _doors(world: World) -> Iterator[_Door]:
    accounts = world.organization.accounts
    for role in world.organization.roles:
        if not role.is_service_linked:
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


def _callers(world: World, door: _Door, statement: Statement, principal: Named) -> Iterator[Caller]:
    if principal.kind == "Service":
        if not (door.is_role and principal.value in _WITHOUT_SOURCE):
            yield world.callers.service(principal.value)
            yield world.callers.service(principal.value, _foreign(principal.value))
    elif principal.account == ANYBODY:
        if not door.is_role:  # nobody assumes a role without credentials
            yield world.callers.anonymous()
        yield from _disguised(world, door, OUTSIDE_ACCOUNT)
    elif principal.account and principal.account not in world.organization.accounts:
        yield from _disguised(world, door, principal.account)


def _foreign(service: str) -> Mapping[str, str]:
    """The source that a service names when it works for somebody outside."""
    arn = f"arn:aws:{service.partition('.')[0]}:us-east-1:{OUTSIDE_ACCOUNT}:outside"
    return {"aws:SourceAccount": OUTSIDE_ACCOUNT, "aws:SourceArn": arn, "aws:SourceOrgID": OUTSIDE_ORGANIZATION}


def _disguised(world: World, door: _Door, account: str) -> Iterator[Caller]:
    """Somebody outside with MFA, also with a role of each name that a condition of the policy is about."""
    caller = world.callers.outsider(account)
    for arn in dict.fromkeys((str(caller.context["aws:PrincipalArn"]), *_names(door.policy, account))):
        context = {**caller.context, "aws:PrincipalArn": arn, "aws:MultiFactorAuthPresent": "true"}
        name = arn.rpartition("/")[2]
        yield replace(caller, principal=f"arn:aws:sts::{account}:assumed-role/{name}/session", context=context)


def _names(policy: Policy, account: str) -> Iterator[str]:
    """ARNs of principals in a policy's conditions that somebody of an account outside can have too."""
    for statement in policy.statements:
        for values in _conditions(statement).values():
            for key, value in values.items():
                if key.lower() == "aws:principalarn":
                    yield from (one.replace("::*:", f"::{account}:") for one in texts(value) if "::*:" in one)


def _requests(world: World, door: _Door, statement: Statement, caller: Caller) -> Iterator[Request]:
    account = world.organization.accounts.get(door.account)
    context = _what_outsiders_choose(statement)
    actions = [ASSUME_ROLE] if door.is_role else _actions(statement)
    for action in actions:
        for arn in _arns(door, statement):
            yield Request(caller, action, arn, account, door.policy, context)


def _actions(statement: Statement) -> list[str]:
    found = [action for pattern in texts(statement.get("Action")) for action in actions_of(pattern)]
    return found[:: max(1, len(found) // _SAMPLE)][: _SAMPLE + 1]


def _arns(door: _Door, statement: Statement) -> list[str]:
    """The resource, and what is in it where the statement is about that, as the objects of a bucket."""
    inside = [one.replace("*", "example") for one in texts(statement.get("Resource")) if one.startswith(f"{door.arn}/")]
    return [door.arn, *inside]


def _what_outsiders_choose(statement: Statement) -> Mapping[str, str]:
    """Condition keys whose value is the caller's to choose, with a value that the statement asks for."""
    found: dict[str, str] = {}
    for operator, values in _conditions(statement).items():
        if operator.removesuffix("IfExists") in ("StringEquals", "StringLike", "ArnLike", "ArnEquals", "Bool"):
            for key, value in values.items():
                if not key.lower().startswith(
                    ("aws:principal", "aws:resource", "aws:source", "aws:username", "aws:userid")
                ):
                    found[key] = next(iter(texts(value)), "").replace("*", "example")
    return found


def _conditions(statement: Statement) -> Mapping[str, Mapping[str, Any]]:
    return cast("Mapping[str, Mapping[str, Any]]", statement.get("Condition") or {})


def _federated(doors: Sequence[_Door]) -> Iterator[CounterExample]:
    for door in doors:
        for statement in allowing(door.policy):
            for principal in named(statement):
                if principal.kind in ("Federated", "CanonicalUser"):
                    text = f"{principal.value} ({principal.kind}) is let in to {door.label}"
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
    keys = {key.lower() for one in policy.statements for values in _conditions(one).values() for key in values}
    return any(source.lower() in keys for source in _SOURCES)


PROMISE = Promise(
    "outsiders",
    "Nobody outside of the organization is trusted, except AWS services that work for an account of it.",
    look,
)
