"""The promise that no principal outside of the organization is trusted, except AWS services acting for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.decision import Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.model.policies import Policy
from access.model.resources import Resource
from access.model.trust import account_of, allowing, named
from access.promises.asking import together
from access.promises.found import Says, how, none_found
from access.promises.promise import CounterExample, Outcome, Promise
from access.questions.accepting import About
from access.questions.foreign import SOURCE_KEYS, Foreigner, Foreigners, services_of
from access.questions.resources import on_resource
from access.questions.world import World
from policies.reading import conditions

_ASSUME = "sts:AssumeRole"

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
    resource: Resource | None = None
    """The resource; None for a role."""

    @property
    def is_role(self) -> bool:
        """True for a role and its trust policy."""
        return self.resource is None


def look(world: World) -> Outcome:
    """Ask of every policy of a role or resource whether an outside principal can have any request allowed."""
    doors = list(_doors(world))
    return together(
        none_found(world, _questions(world, doors)),
        Outcome(tuple(_federated(doors)), notes=tuple(_services_without_source(doors))),
    )


def _doors(world: World) -> Iterator[_Door]:
    accounts = world.organization.accounts
    for role in world.organization.assumable_roles:
        yield _Door(role.trust, role.arn, role.account, f"role {role.name} of {accounts[role.account].key}")
    for resource in world.organization.resources:
        if resource.policy:
            yield _Door(resource.policy, resource.arn, resource.account, resource.name, resource)


def _questions(world: World, doors: Sequence[_Door]) -> Iterator[tuple[Sought, Says]]:
    foreigners = Foreigners(world)
    for door in doors:
        for one in (*foreigners.admitted(door.policy, signed=door.is_role), *foreigners.services(_services(door))):
            for sought in _sought(world, door, one):
                yield sought, _says(door)


def _services(door: _Door) -> list[str]:
    """Return the services that a policy names or admits, without those that need no source at a role."""
    return sorted(services_of(door.policy) - (_WITHOUT_SOURCE.keys() if door.is_role else set()))


def _sought(world: World, door: _Door, one: Foreigner) -> Iterator[Sought]:
    """Yield the questions about a role, or about a resource and what is in it."""
    if door.resource:
        yield from on_resource(world, one.caller, door.resource, CATALOG.everything, unlisted=True, **one.chosen)
    else:
        account = world.organization.accounts.get(door.account)
        yield Sought(one.caller, account, CATALOG.matching(_ASSUME), door.arn, policy=door.policy, **one.chosen)


def _says(door: _Door) -> Says:
    def says(request: Request) -> str:
        return f"{request.caller.label} can {request.action} on {door.label}{how(request)}"

    return says


def _federated(doors: Sequence[_Door]) -> Iterator[CounterExample]:
    for door in doors:
        for statement in allowing(door.policy):
            for principal in named(statement):
                if principal.kind in ("Federated", "CanonicalUser") or (
                    principal.kind == "AWS" and not account_of(principal)
                ):
                    text = f"{principal.value} ({principal.kind}) is trusted by {door.label}"
                    about = About((principal.value,), resource=door.arn)
                    yield CounterExample(text, origin=door.policy.origin, about=about)


def _services_without_source(doors: Sequence[_Door]) -> Iterator[str]:
    for door in doors:
        services = {
            one.value for statement in allowing(door.policy) for one in named(statement) if one.kind == "Service"
        }
        for service in sorted(services & _WITHOUT_SOURCE.keys()):
            if door.is_role and not _has_source(door.policy):
                yield f"{service} may assume the {door.label}: {_WITHOUT_SOURCE[service]}"


def _has_source(policy: Policy) -> bool:
    return any(key.lower() in SOURCE_KEYS for one in policy.statements for _, key, _ in conditions(one))


PROMISE = Promise(
    "outsiders",
    "No principal outside of the organization is trusted, except AWS services that work for an account of it.",
    look,
)
