"""Requests by the thousand, which the evaluator decides, against the answer to who can make a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from access.decision import Caller, Request
from access.language.calls import calls_in
from access.language.things import Thing
from access.questions.assuming import ASSUME_ROLE
from access.questions.world import World
from access.who_can.answer import who_can
from access.who_can.asking import asked
from access.who_can.model import WhoCan

CONTEXTS: Sequence[Mapping[str, str]] = (
    {"ec2:InstanceType": "t3.micro", "ec2:MetadataHttpTokens": "required", "ec2:Encrypted": "true"},
    {"aws:RequestedRegion": "us-east-1", "aws:ViaAWSService": "true"},
)


def answer(world: World, action: str, resource: str | None = None) -> WhoCan:
    """Return the answer about an action."""
    return who_can(world, asked(action, resource, world.organization), "spacecats")


def principals(world: World) -> dict[str, list[Caller]]:
    """Return every principal of the organization by ARN, with each way in which it calls."""
    organization, callers = world.organization, world.callers
    found = {user.arn: [*callers.ways(user).values()] for user in organization.users}
    found |= {role.arn: [callers.session(role)] for role in organization.assumable_roles}
    return found | {
        f"arn:aws:iam::{one.number}:root": [callers.root_user(one)] for one in organization.accounts.values()
    }


def can_itself(found: WhoCan) -> set[str]:
    """Return the ARNs of the principals that can make the call themselves."""
    return {
        one.arn for one in found.principals if any(calls.alternatives for own in one.in_person for calls in own.calls)
    }


def allowed(
    world: World, action: str, things: Sequence[Sequence[Thing]], contexts: Sequence[Mapping[str, str]] = CONTEXTS
) -> set[str]:
    """Return the ARNs of the principals to which the evaluator allows one of many requests."""
    pairs: list[tuple[str, list[Request]]] = []
    for arn, ways in principals(world).items():
        if not (action == ASSUME_ROLE and arn.endswith(":root")):
            pairs += [(arn, call) for caller in ways for call in _calls(world, caller, action, things, contexts)]
    verdicts = iter(world.evaluator.decide_all(one for _, call in pairs for one in call))
    found = [(arn, [next(verdicts).allowed for _ in call]) for arn, call in pairs]
    return {arn for arn, results in found if all(results)}


def known_things(world: World, action: str) -> list[Sequence[Thing]]:
    """Return the things that the action applies to: what the stacks make, what policies name, and examples."""
    organization = world.organization
    accounts = [*organization.accounts.values()]
    found = calls_in([action], accounts, organization, organization.home_region, everything=True)
    return [one.things for one in found if action != ASSUME_ROLE or one.things[0].role]


def _calls(
    world: World,
    caller: Caller,
    action: str,
    things: Sequence[Sequence[Thing]],
    contexts: Sequence[Mapping[str, str]],
) -> Iterator[list[Request]]:
    for some in things:
        if some[0].arn == "*" and some[0].account != caller.account:
            continue
        for context in contexts:
            requests = [Request(caller, action, one.arn, one.account, one.policy, context) for one in some]
            if action == ASSUME_ROLE:
                requests = [replace(one, context={**one.context, "sts:RoleSessionName": "x1"}) for one in requests]
            yield requests
