"""The promise that a user without MFA can enrol MFA and do nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from access.decision import Caller, Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.patterns import exact
from access.model.policies import Policy
from access.model.principals import User
from access.model.sign_in import SignIn
from access.model.trust import ANY_PRINCIPAL, trusted_accounts
from access.promises.asking import all_allowed, together
from access.promises.found import Says, confirmed_examples, how, none_found
from access.promises.promise import Outcome, Promise
from access.questions.accepting import About, Undecided, names_of
from access.questions.assuming import ASSUME_ROLE
from access.questions.direct import from_any_network
from access.questions.foreign import SOURCES
from access.questions.resources import on_resource
from access.questions.world import World

SIGN_IN = (
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetAccountPasswordPolicy",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ListUsers",
    "iam:ListVirtualMFADevices",
    "iam:ResyncMFADevice",
    "signin:AuthorizeOAuth2Access",
    "signin:CreateOAuth2Token",
    "sts:GetCallerIdentity",
    "sts:GetSessionToken",
)
"""
The actions for signing in and enrolling MFA, as in AWS's own example policy. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
(2026-11-22).
"""

_ENROL = ("iam:CreateVirtualMFADevice", "iam:EnableMFADevice")
_AS_ANOTHER = (
    *("iam:ChangePassword", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:DeactivateMFADevice"),
    *("iam:EnableMFADevice", "iam:UpdateLoginProfile"),
)
"""Actions with which a user could act as another one."""
_ACCOUNT_ACCESS = "account-access.amazonaws.com"
"""
The service through which people of IAM Identity Center get roles.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/aam-security.html (2026-12-01).
"""


def look(world: World) -> Outcome:
    """Check that a user without MFA can enrol it, for that user only, and do nothing else."""
    if not world.organization.users:
        return Outcome(skipped="no stack makes an IAM user")
    return together(
        none_found(world, _anything_else(world)),
        none_found(world, _of_others(world)),
        all_allowed(
            world,
            from_any_network(world.solver, _enrolling(world)),
            lambda request: f"{request.caller.label} cannot {_what(request)}",
        ),
        _roles(world),
        _account_access(world),
    )


def _what(request: Request) -> str:
    return f"{request.action} on {request.resource}{how(request)}"


def _can(request: Request) -> str:
    return f"{request.caller.label} can {_what(request)}"


def _ways_without(world: World, user: User) -> Mapping[SignIn, Caller]:
    return {way: caller for way, caller in world.callers.ways(user).items() if way is not SignIn.MFA}


def _roles(world: World) -> Outcome:
    """Return the outcome for the roles that users may assume without MFA, from the known reach."""
    said = [
        (f"{request.caller.label} can assume {request.resource}{how(request)}", request)
        for (_, way), found in world.reach.requests.items()
        if way is not SignIn.MFA
        for request in found.values()
    ]
    found, doubtful = confirmed_examples(world, said)
    undecided = (*(one for one in world.reach.undecided if not one.text.startswith("role ")), *doubtful)
    return Outcome(found, undecided, asked=len(world.reach.requests))


def _account_access(world: World) -> Outcome:
    """Return as undecided the roles that people of IAM Identity Center get without the MFA condition."""
    undecided: list[Undecided] = []
    caller = world.callers.service(_ACCOUNT_ACCESS)
    roles = [role for role in world.organization.assumable_roles if _ACCOUNT_ACCESS in role.trust.text]
    for role in roles:
        account = world.organization.accounts[role.account]
        assuming = CATALOG.matching(ASSUME_ROLE)
        free = frozenset(SOURCES)
        answer = world.solver.find(
            Sought(caller, account, assuming, role.arn, policy=role.trust, free=free, confirm=False)
        )
        if answer.is_open:
            text = (
                f"the role {role.name} of {account.key} trusts {_ACCOUNT_ACCESS}: which people of IAM Identity Center "
                "get it, and whether they signed in with MFA, is not in the stacks"
            )
            undecided.append(Undecided(text, About(names_of(caller), ASSUME_ROLE, role.arn)))
    return Outcome(undecided=tuple(undecided), asked=len(roles))


def _anything_else(world: World) -> Iterator[tuple[Sought, Says]]:
    """Yield the questions about everything but signing in and roles: in the user's account, and where policies open."""
    other = CATALOG.everything & ~CATALOG.any_of((*SIGN_IN, ASSUME_ROLE))
    for user in world.organization.users:
        account = world.organization.accounts[user.account]
        for caller in _ways_without(world, user).values():
            yield Sought(caller, account, other, unlisted=True), _can
            for resource in world.organization.resources:
                if resource.policy and _may_name(resource.policy, user):
                    yield from ((one, _can) for one in on_resource(world, caller, resource, other, unlisted=True))


def _may_name(policy: Policy, user: User) -> bool:
    named = trusted_accounts(policy)
    return user.account in named or ANY_PRINCIPAL in named


def _device(user: User) -> str:
    return f"arn:aws:iam::{user.account}:mfa/{user.name}"


def _enrolling(world: World) -> Iterator[tuple[Request, Sought]]:
    given = {grant.user for grant in world.intent.grants} if world.intent else set[str]()
    for user in world.organization.users:
        if not user.policies and user.name not in given:
            continue  # a removed user keeps the IAM user, without policies, until that is deleted
        account = world.organization.accounts[user.account]
        caller = world.callers.without_mfa(user)
        for action, arn in zip(_ENROL, (_device(user), user.arn), strict=True):
            yield world.within(caller, action, arn, account), Sought(caller, account, CATALOG.matching(action), arn)


def _of_others(world: World) -> Iterator[tuple[Sought, Says]]:
    """Yield the questions about another user's MFA device, password or keys."""
    actions = CATALOG.any_of(_AS_ANOTHER)
    for user in world.organization.users:
        account = world.organization.accounts[user.account]
        own = (exact(user.arn), exact(_device(user)))
        for caller in world.callers.ways(user).values():
            yield Sought(caller, account, actions, outside=own), lambda request: f"{_can(request)}, of another user"


PROMISE = Promise(
    "mfa",
    "Without MFA a user can enrol MFA, change the password, and do nothing else.",
    look,
)
