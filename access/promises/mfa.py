"""The promise that a user without MFA can enrol MFA and do nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from access.actions import actions_of
from access.assuming import ASSUME_ROLE
from access.condition_keys import contexts, keys_in_words
from access.decision import Caller, Request
from access.model.principals import User
from access.model.sign_in import SignIn
from access.promises.asking import all_allowed, none_allowed, together
from access.promises.promise import Outcome, Promise
from access.trust import allowing
from access.world import World
from policies.reading import texts

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
_MANY = 500
"""For a policy that names more actions than this, one action of each service is checked."""


def look(world: World) -> Outcome:
    """Check that a user without MFA can enrol it, for that user only, and do nothing else."""
    if not world.organization.users:
        return Outcome(skipped="no stack makes an IAM user")
    return together(
        none_allowed(world, _anything_else(world), lambda request: f"{request.caller.label} can {_what(request)}"),
        none_allowed(
            world, _of_others(world), lambda request: f"{request.caller.label} can {_what(request)}, of another user"
        ),
        all_allowed(world, _enrolling(world), lambda request: f"{request.caller.label} cannot {_what(request)}"),
        _roles(world),
    )


def _what(request: Request) -> str:
    return f"{request.action} on {request.resource}{keys_in_words(request.context)}"


def _ways_without(world: World, user: User) -> Mapping[SignIn, Caller]:
    return {way: caller for way, caller in world.callers.ways(user).items() if way is not SignIn.MFA}


def _roles(world: World) -> Outcome:
    """Return the outcome for the roles that users may assume without MFA, from the known reach."""
    requests = [
        request
        for user in world.organization.users
        for way, caller in _ways_without(world, user).items()
        for role in world.reach.direct.get((user.arn, way), ())
        for request in world.assumptions(caller, role)
    ]
    return none_allowed(world, requests, lambda request: f"{request.caller.label} can assume {request.resource}")


def _anything_else(world: World) -> Iterator[Request]:
    """Yield everything that a user's policies allow under some condition, besides enrolling and assuming roles."""
    for user in world.organization.users:
        account = world.organization.accounts[user.account]
        ways = contexts(user.policies)
        wanted = [(action, arn) for action, arn in _allowed_by(user) if action not in (*SIGN_IN, ASSUME_ROLE)]
        for caller in _ways_without(world, user).values():
            for action, arn in wanted:
                for context in ways:
                    yield world.within(caller, action, arn, account, context)


def _allowed_by(user: User) -> list[tuple[str, str]]:
    """Return actions and resources that the statements of a user's policies allow, ignoring conditions."""
    found = [
        (action, _example(arn, action, user))
        for policy in user.policies
        for statement in allowing(policy)
        for action in _actions(texts(statement.get("Action")) or ("*",))
        for arn in texts(statement.get("Resource")) or ("*",)
    ]
    return list(dict.fromkeys(found))


def _actions(patterns: tuple[str, ...]) -> list[str]:
    found = [action for pattern in patterns for action in actions_of(pattern)]
    if len(found) <= _MANY:
        return found
    return list({action.partition(":")[0]: action for action in reversed(found)}.values())


def _example(pattern: str, action: str, user: User) -> str:
    """Return an ARN that a pattern matches: the user's own one where it is about users and devices."""
    arn = pattern.replace("${aws:username}", user.name)
    if pattern == "*" and action.startswith("iam:"):
        return user.arn if "User" in action or "AccessKey" in action or "MFA" in action else "*"
    if ":mfa/" in arn:
        return _device(user)
    return (
        arn.replace("arn:aws:iam::*:", f"arn:aws:iam::{user.account}:").replace("*", "example") if arn != "*" else arn
    )


def _device(user: User) -> str:
    return f"arn:aws:iam::{user.account}:mfa/{user.name}"


def _enrolling(world: World) -> Iterator[Request]:
    given = {grant.user for grant in world.intent.grants} if world.intent else set[str]()
    for user in world.organization.users:
        if not user.policies and user.name not in given:
            continue  # a removed user keeps the IAM user, without policies, until that is deleted
        account = world.organization.accounts[user.account]
        caller = world.callers.without_mfa(user)
        for action, arn in zip(_ENROL, (_device(user), user.arn), strict=True):
            yield world.within(caller, action, arn, account)


def _of_others(world: World) -> Iterator[Request]:
    """Yield changes of another user's MFA device, password or keys, with which a user could act as the other."""
    for user in world.organization.users:
        account = world.organization.accounts[user.account]
        other = f"{user.arn}-other"
        for caller in world.callers.ways(user).values():
            for action in (
                "iam:EnableMFADevice",
                "iam:DeactivateMFADevice",
                "iam:ChangePassword",
                "iam:CreateAccessKey",
            ):
                yield world.within(caller, action, other, account)


PROMISE = Promise(
    "mfa",
    "Without MFA a user can enrol MFA, change the password, and do nothing else.",
    look,
)
