"""The promise that only deployment roles can change what protects the organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from access.condition_keys import contexts, keys_in_words
from access.decision import Caller, Request
from access.model.policies import Policy
from access.model.principals import Role
from access.promises.asking import none_allowed
from access.promises.deployers import is_deployer
from access.promises.identities import Protected, named_users
from access.promises.promise import Outcome, Promise
from access.promises.protected import protected_things
from access.trust import trusted_accounts
from access.world import World


def look(world: World) -> Outcome:
    """Check all other callers against guardrails, trail, state, deployment roles, users and groups."""
    callers = _callers_by_account(world)
    protected = [*protected_things(world), *named_users(world, callers)]
    names = {(one.arn, one.account.number): one.what for one in protected}
    return none_allowed(
        world,
        _requests(protected, callers),
        lambda request: _says(
            request, names.get((request.resource, request.account.number if request.account else ""), "")
        ),
        notes=_notes(world),
    )


def _says(request: Request, what: str) -> str:
    return f"{request.caller.label} can {request.action} on {what or request.resource}{keys_in_words(request.context)}"


def _requests(protected: Sequence[Protected], callers: dict[str, list[Caller]]) -> Iterator[Request]:
    for one in protected:
        others = trusted_accounts(one.policy) if one.policy else frozenset[str]()
        accounts = callers if "*" in others else sorted(others | {one.account.number})
        for number in accounts:
            for caller in callers.get(number, ()):
                for action in one.actions:
                    for context in contexts(_bearing_on(caller), action):
                        yield Request(caller, action, one.arn, one.account, one.policy, context)


def _bearing_on(caller: Caller) -> Iterator[Policy]:
    """Yield the policies whose conditions a caller must meet, or evade, to be allowed something."""
    yield from caller.identity
    if caller.bound_by_scps and caller.account:
        for target in caller.account.path:
            yield from target.scps


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
    for (role, _), verdict in zip(asked, world.evaluator.decide_all(request for _, request in asked), strict=True):
        if verdict.allowed:
            by_role[role.name].append(world.organization.accounts[role.account].key)
    for name, accounts in by_role.items():
        yield f"the role {name} may manage the roles of its own account: {', '.join(accounts)}"


PROMISE = Promise(
    "protection",
    "Only the deployment role can change the guardrails, the trail, the state, deployment roles, or group memberships.",
    look,
)
