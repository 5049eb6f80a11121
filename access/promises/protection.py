"""The promise that only deployment roles can change what protects the organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from access.decision import Caller, Request
from access.decision.solver import Sought
from access.model.principals import Role
from access.model.trust import ANY_PRINCIPAL, trusted_accounts
from access.promises.asking import together
from access.promises.found import Says, how, none_found
from access.promises.identities import Protected, named_users
from access.promises.promise import Outcome, Promise
from access.promises.protected import protected_things
from access.questions.deployers import is_deployer
from access.questions.world import World


def look(world: World) -> Outcome:
    """Ask of all other callers whether they can change guardrails, trail, state, deployment roles, users or groups."""
    callers = _callers_by_account(world)
    protected = [*protected_things(world), *named_users(world, callers)]
    found = none_found(world, _questions(protected, callers))
    return together(found, Outcome(notes=_notes(world)))


def _questions(
    protected: Sequence[Protected], callers: Mapping[str, Sequence[Caller]]
) -> Iterator[tuple[Sought, Says]]:
    for one in protected:
        others = trusted_accounts(one.policy) if one.policy else frozenset[str]()
        accounts = callers if ANY_PRINCIPAL in others else sorted(others | {one.account.number})
        for number in accounts:
            for caller in callers.get(number, ()):
                if caller.principal == one.but:
                    continue
                yield Sought(caller, one.account, one.actions, one.arn, policy=one.policy), _says(one)


def _says(one: Protected) -> Says:
    return lambda request: f"{request.caller.label} can {request.action} on {one.what}{how(request)}"


def _callers_by_account(world: World) -> dict[str, list[Caller]]:
    """Return the callers that do not deploy: users with MFA, roles, and root users that have credentials."""
    found: dict[str, list[Caller]] = defaultdict(list)
    for user in world.organization.users:
        found[user.account].append(world.callers.with_mfa(user))
    for role in world.organization.assumable_roles:
        if not is_deployer(world, role):
            found[role.account].append(world.callers.session(role))
    if not world.organization.manages_root_credentials:
        for account in world.organization.accounts.values():
            if not account.is_management:
                found[account.number].append(world.callers.root_user(account))
    return found


def _notes(world: World) -> tuple[str, ...]:
    exempt = world.intent.exempt_roles if world.intent else ()
    names = sorted({role.name for role in world.organization.roles if is_deployer(world, role)} | set(exempt))
    return (
        f"deployment roles: {', '.join(names)}",
        "the root user of the management account can do everything: no policy binds it",
        *_root_users(world),
        *_managers_of_roles(world),
    )


def _root_users(world: World) -> Iterator[str]:
    if not world.organization.manages_root_credentials:
        yield (
            "root users of member accounts are checked too: centralized_root_access removes their credentials, and "
            "the guardrail deny-root-user binds them"
        )


def _managers_of_roles(world: World) -> Iterator[str]:
    """Yield notes about roles that the configuration allows to change roles of their own account."""
    by_role: dict[str, list[str]] = defaultdict(list)
    asked: list[tuple[Role, Request]] = []
    for role in world.organization.assumable_roles:
        if not is_deployer(world, role):
            account = world.organization.accounts[role.account]
            arn = f"arn:aws:iam::{account.number}:role/example"
            asked.append((role, world.within(world.callers.session(role), "iam:UpdateAssumeRolePolicy", arn, account)))
    for (role, _), verdict in zip(asked, world.solver.decide_all(request for _, request in asked), strict=True):
        if verdict.allowed:
            by_role[role.name].append(world.organization.accounts[role.account].key)
    for name, accounts in by_role.items():
        yield f"the role {name} may manage the roles of its own account: {', '.join(accounts)}"


PROMISE = Promise(
    "protection",
    "Only the deployment role can change the guardrails, the trail, the state, deployment roles, or group memberships.",
    look,
)
