"""The request of any principal outside: one that a policy admits, if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from access.decision import Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.language.things import Thing
from access.questions.assuming import ANY_NAME, ASSUME_ROLE
from access.questions.foreign import Foreigners
from access.questions.world import World


def of_outsiders(world: World, action: str, thing: Thing, context: Mapping[str, str]) -> Request:
    """Return an allowed request of a principal outside for a thing, or one of an account outside that is denied."""
    shapes = {"sts:rolesessionname": ANY_NAME} if action == ASSUME_ROLE else {}
    for one in Foreigners(world).admitted(thing.policy, signed=thing.role is not None) if thing.policy else ():
        asked = Sought(one.caller, thing.account, CATALOG.matching(action), thing.arn, policy=thing.policy)
        asked = replace(asked, context=context, shapes={**shapes, **one.shapes}, never=one.never, free=one.free)
        if found := world.solver.find(asked).request:
            return found
    return Request(world.callers.outsider(), action, thing.arn, thing.account, thing.policy, context)
