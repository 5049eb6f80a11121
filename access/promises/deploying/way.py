"""The path to the deployment's credentials: a user with MFA, the deployment role, a role in each account."""

from __future__ import annotations

from collections.abc import Iterator

from access.model.principals import Role, User
from access.promises.asking import all_allowed, together
from access.promises.deploying.who import DEPLOYMENT_ROLE, Deployers
from access.promises.promise import CounterExample, Outcome
from access.questions.accepting import Undecided, about_request, in_common, undecided_request
from access.questions.world import World
from terraform_json.origin import Origin


def way(world: World, deployers: Deployers) -> Outcome:
    """Check that a user can assume the deployment role with MFA, and that role the one in each account with a stack."""
    if deployers.role is None:
        return _without_role(world)
    return together(_people(world, deployers.role), _accounts(world, deployers), _missing(deployers))


def _without_role(world: World) -> Outcome:
    management = world.organization.management.key
    if world.intent is None:
        return Outcome(undecided=(Undecided(f"unknown deployment role: no role of {management} may do everything"),))
    role = world.intent.deployers[0]
    return Outcome((CounterExample(f"no user can deploy: {management} has no role {role}"),), asked=1)


def _people(world: World, role: Role) -> Outcome:
    users = [user for user in world.organization.users if _is_intended(world, user, role)]
    if not users:
        return Outcome(notes=(f"the stacks do not say who assumes {role.name}",))
    requests = [world.assume(world.callers.with_mfa(user), role) for user in users]
    verdicts = world.solver.decide_all(requests)
    if any(verdict.allowed for verdict in verdicts):
        return Outcome(asked=len(users))
    pairs = zip(requests, verdicts, strict=True)
    if undecided := tuple(undecided_request(one, verdict.problem) for one, verdict in pairs if verdict.problem):
        return Outcome(undecided=undecided, asked=len(users))
    reasons = world.evaluator.explain(requests[0]).reasons
    text = f"no user can deploy: {_names(users)} cannot assume {role.name} in {_key(world, role)} with MFA"
    about = in_common(about_request(one) for one in requests)
    return Outcome((CounterExample(text, reasons, request=requests[0], about=about),), asked=len(users))


def _is_intended(world: World, user: User, role: Role) -> bool:
    """Return whether the configuration gives a user the role; without a configuration, any user may be intended."""
    if world.intent is None:
        return True
    key = _key(world, role)
    return any((one.user, one.account, one.role) == (user.name, key, role.name) for one in world.intent.grants)


def _accounts(world: World, deployers: Deployers) -> Outcome:
    given = deployers.given
    requests = [world.assume(given, role) for role in deployers.assumed.values()] if given else []
    return all_allowed(
        world,
        requests,
        lambda request: (
            f"{DEPLOYMENT_ROLE} cannot assume {request.resource.rpartition('/')[2]} in "
            f"{request.account.key if request.account else request.resource}"
        ),
        names=(DEPLOYMENT_ROLE,),
    )


def _missing(deployers: Deployers) -> Outcome:
    def examples() -> Iterator[CounterExample]:
        for arn, stack in deployers.missing.items():
            text = f"the stack {stack} is deployed with {arn}, a role that neither AWS nor any stack makes"
            yield CounterExample(text, origin=Origin(stack, "provider.aws"))

    return Outcome(tuple(examples()), asked=len(deployers.missing))


def _key(world: World, role: Role) -> str:
    return world.organization.accounts[role.account].key


def _names(users: list[User]) -> str:
    return ", ".join(user.name for user in users)
