"""The promise that roles lead to no other roles, except on the path of the deployment."""

from __future__ import annotations

from access.model.principals import Role
from access.promises.asking import none_allowed
from access.promises.deployers import is_deployer
from access.promises.promise import Outcome, Promise
from access.world import World


def look(world: World) -> Outcome:
    """Check that only the deployment role assumes other roles: those that AWS creates for the management account."""
    by_arn = world.organization.role_by_arn
    requests = [
        request
        for source, roles in world.reach.chained.items()
        for role in roles
        if not _is_intended(world, by_arn[source], role)
        for request in world.assumptions(world.callers.session(by_arn[source]), role)
    ]
    accounts = world.organization.accounts
    found = none_allowed(
        world,
        requests,
        lambda request: (
            f"{request.caller.label} can assume {request.resource.rpartition('/')[2]} in "
            f"{request.account.key if request.account else 'another account'}"
        ),
    )
    sources = len(world.organization.assumable_roles)
    return Outcome(found.counter_examples, found.undecided, found.notes, asked=sources * len(accounts))


def _is_intended(world: World, source: Role, role: Role) -> bool:
    management = world.organization.management.number
    return role.is_access_role and source.account == management and is_deployer(world, source)


PROMISE = Promise(
    "chaining",
    "No role leads to another role, except the deployment role: from org-root into the accounts.",
    look,
)
