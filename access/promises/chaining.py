"""The promise that roles lead to no other roles, except on the path of the deployment."""

from __future__ import annotations

from collections.abc import Iterator

from access.decision import Request
from access.model.principals import Role
from access.promises.found import confirmed_examples, how
from access.promises.promise import Outcome, Promise
from access.questions.deployers import is_deployer
from access.questions.world import World


def look(world: World) -> Outcome:
    """Check that only the deployment role assumes other roles: those that AWS creates for the management account."""
    found, doubtful = confirmed_examples(world, _wrong(world))
    undecided = (*(one for one in world.reach.undecided if one.text.startswith("role ")), *doubtful)
    sources = len(world.organization.assumable_roles)
    return Outcome(found, undecided, asked=sources * len(world.organization.accounts))


def _wrong(world: World) -> Iterator[tuple[str, Request]]:
    by_arn = world.organization.role_by_arn
    for source, found in world.reach.chains.items():
        for arn, request in found.items():
            if not _is_intended(world, by_arn[source], by_arn[arn]):
                yield _says(request), request


def _says(request: Request) -> str:
    account = request.account.key if request.account else "another account"
    return f"{request.caller.label} can assume {request.resource.rpartition('/')[2]} in {account}{how(request)}"


def _is_intended(world: World, source: Role, role: Role) -> bool:
    management = world.organization.management.number
    return role.is_access_role and source.account == management and is_deployer(world, source)


PROMISE = Promise(
    "chaining",
    "No role leads to another role, except the deployment role: from org-root into the accounts.",
    look,
)
