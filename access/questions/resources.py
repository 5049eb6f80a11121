"""Questions about requests for a resource with its policy, and for what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from access.decision import Caller
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.patterns import Pattern, Token, exact, joined
from access.model.resources import Resource
from access.questions.world import World


def inside(arn: str) -> Pattern:
    """Return the pattern of the parts of a resource: objects of a bucket, versions of a function."""
    return joined([exact(arn), Pattern((Token(only="/:"), Token(many=True)))])


def on_resource(world: World, caller: Caller, resource: Resource, actions: Actions, **more: Any) -> Iterator[Sought]:
    """Yield the questions about requests for a resource with its policy: for itself, and for what is in it."""
    account = world.organization.accounts.get(resource.account)
    if acting := actions & CATALOG.acting_on(resource.arn):
        yield Sought(caller, account, acting, resource.arn, policy=resource.policy, **more)
    service = CATALOG.matching(f"{resource.arn.split(':')[2]}:*")
    if acting := actions & service & ~CATALOG.without_resource:
        yield Sought(caller, account, acting, within=(inside(resource.arn),), policy=resource.policy, **more)
