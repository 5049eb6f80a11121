"""The promise that people and administrators can do by hand what no stack does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from access.decision import Caller, Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.model.accounts import Account
from access.promises.asking import all_allowed
from access.promises.deploying.who import Deployers
from access.promises.found import how
from access.promises.promise import Outcome, Promise
from access.questions.direct import from_any_network
from access.questions.world import World


@dataclass(frozen=True)
class _Operation:
    """What an administrator does by hand: the actions that it takes, and its purpose."""

    actions: tuple[str, ...]
    purpose: str


_WITH_A_USER = (
    _Operation(("iam:CreateLoginProfile",), "to give users their first password"),
    _Operation(("iam:UpdateLoginProfile",), "to give users a new password"),
    _Operation(("iam:CreateAccessKey",), "to make a first key of a user"),
    _Operation(("iam:ListMFADevices", "iam:DeactivateMFADevice"), "to take away a lost MFA device"),
    _Operation(("iam:ListAccessKeys", "iam:UpdateAccessKey", "iam:DeleteAccessKey"), "to end a lost access key"),
    _Operation(("iam:DeleteLoginProfile",), "to end the console access of a user who left"),
)
"""With users: in their account, as the role that deploys there (docs/people.md)."""
_WITH_AN_ACCOUNT = (
    _Operation(("organizations:DescribeAccount", "organizations:ListParents"), "to see where an account is"),
    _Operation(("organizations:MoveAccount",), "to move an account to another unit"),
    _Operation(("organizations:CloseAccount",), "to close an account"),
)
"""With member accounts: in the management account (docs/accounts.md)."""
_OWN = "iam:ChangePassword"


@dataclass(frozen=True)
class _Asked:
    request: Request
    purpose: str


def asked(world: World) -> list[Request]:
    """Return every request of the promise."""
    return [one.request for one in _asked(world)]


def look(world: World) -> Outcome:
    """
    Ask for first passwords, lost devices and keys, and for moving and closing accounts.

    Terraform's calls are the subject of `deployment`, its states that of `state`, and enrolling MFA that of `mfa`.
    """
    found = _asked(world)
    if not found:
        return Outcome(skipped="no stack makes a user, and the management account has no deployment role")
    purposes = {id(one.request): one.purpose for one in found}
    return all_allowed(world, [one.request for one in found], lambda request: _says(request, purposes[id(request)]))


def _asked(world: World) -> list[_Asked]:
    deployers = Deployers(world)
    return [*_with_users(world, deployers), *_with_accounts(world, deployers), *_own(world)]


def _says(request: Request, purpose: str) -> str:
    where = f" in {request.account.key}" if request.account else ""
    return f"{request.caller.label} cannot call {request.action}{where}{how(request)}, {purpose}"


def _with_users(world: World, deployers: Deployers) -> Iterator[_Asked]:
    for user in world.organization.users:
        caller, account = deployers.of(user.account), world.organization.accounts[user.account]
        yield from _each(world, caller, user.arn, account, _WITH_A_USER)


def _with_accounts(world: World, deployers: Deployers) -> Iterator[_Asked]:
    organization, management = world.organization, world.organization.management
    for account in organization.accounts.values():
        if not account.is_management:
            arn = f"arn:aws:organizations::{management.number}:account/{organization.id}/{account.number}"
            yield from _each(world, deployers.given, arn, management, _WITH_AN_ACCOUNT)


def _each(
    world: World, caller: Caller | None, arn: str, account: Account, operations: tuple[_Operation, ...]
) -> Iterator[_Asked]:
    if caller:
        for one in operations:
            for action in one.actions:
                yield _Asked(world.within(caller, action, arn, account), one.purpose)


def _own(world: World) -> Iterator[_Asked]:
    """Yield what users with MFA do for themselves, from some network, where the configuration gives them something."""
    given = {grant.user for grant in world.intent.grants} if world.intent else set[str]()
    asked: list[tuple[Request, Sought]] = []
    for user in world.organization.users:
        if user.name in given:
            account, caller = world.organization.accounts[user.account], world.callers.with_mfa(user)
            request = world.within(caller, _OWN, user.arn, account)
            asked.append((request, Sought(caller, account, CATALOG.matching(_OWN), user.arn)))
    yield from (_Asked(one, "to change the own password") for one in from_any_network(world.solver, asked))


PROMISE = Promise(
    "operations",
    "Administrators can give passwords, take away lost devices and keys, move and close accounts.",
    look,
)
