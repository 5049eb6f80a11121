"""The calls that the stacks need, as requests of the roles that deploy them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from access.decision import Caller, Request
from access.deployer import Calls, calls_of
from access.model.accounts import Account
from access.model.organization import StackInfo
from access.promises.deploying.things import Thing, Things
from access.promises.deploying.who import Deployers
from access.questions.world import World
from policies.global_services import region_of


class Need(NamedTuple):
    """A call that a resource type needs in one account and region."""

    type: str
    action: str
    destroys: bool
    """True when the type needs the call only to be destroyed."""
    account: str
    region: str
    request: Request


def needs(world: World, deployers: Deployers) -> Iterator[Need]:
    """Yield every call that the stacks need, once for each resource."""
    things = Things(world.organization)
    for stack in world.organization.stacks:
        for type_, places in stack.types.items():
            calls = calls_of(type_)
            for account, region in places if calls else ():
                caller = deployers.of(account)
                if calls and caller:
                    of = world.organization.accounts[account]
                    yield from _of_type(_Work(things, stack, calls, caller, of, region))


@dataclass(frozen=True)
class _Work:
    """A resource type of a stack, in one account and region."""

    things: Things
    stack: StackInfo
    calls: Calls
    caller: Caller
    account: Account
    region: str


def _of_type(work: _Work) -> Iterator[Need]:
    type_, deploy, account = work.calls.resource_type, work.calls.deploy, work.account.number
    for action in work.calls.actions:
        for thing in work.things.about(work.stack, type_, action, (account, work.region)):
            yield Need(type_, action, action not in deploy, account, work.region, _request(work, action, thing))


def _request(work: _Work, action: str, thing: Thing) -> Request:
    name = action.partition(":")[2]
    # A resource that is yet to be created has no policy of its own.
    policy = None if name.startswith("Create") and thing.type == work.calls.resource_type else thing.policy
    context = _region_context(action, work.region)
    if own := _call_context(action, thing, work.calls):
        context = {**context, **own}
    return Request(work.caller, action, thing.arn, work.account, policy, context)


@lru_cache(maxsize=16_384)
def _region_context(action: str, region: str) -> Mapping[str, str]:
    """Return the key about the region; one object for all requests that have no other key."""
    return {"aws:RequestedRegion": region_of(action) or region}


def _call_context(action: str, thing: Thing, calls: Calls) -> Mapping[str, str]:
    """Return the condition keys of the call itself: the service that a role is for."""
    if action == "iam:PassRole":
        return {"iam:PassedToService": f"{_service(calls)}.amazonaws.com"}
    if action == "iam:CreateServiceLinkedRole":
        named = thing.arn.split("/")[2] if thing.is_service_linked else f"{_service(calls)}.amazonaws.com"
        return {"iam:AWSServiceName": named}
    return {}


@lru_cache(maxsize=2_048)
def _service(calls: Calls) -> str:
    """Return the service of a type: the one that most of its calls belong to."""
    services = [action.partition(":")[0] for action in sorted(calls.create) if not action.startswith("iam:")]
    return max(services, key=services.count, default="iam")
