"""
Signing in to the console, which resource control policies may deny before a password is asked for.

Source: https://docs.aws.amazon.com/signin/latest/userguide/console-access-control.html (2026-12-01).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from access.decision import Caller, Request
from access.decision.callers import EVERYTHING
from access.decision.narrowing import may_be_about
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.model.accounts import Account
from access.model.policies import Policy
from access.model.principals import User
from access.promises.promise import CounterExample, Outcome
from access.questions.accepting import About, Undecided, about_request, names_of
from access.questions.world import World

_AUTHENTICATE = "signin:Authenticate"
_OVER_TLS = {"aws:SecureTransport": "true"}
_CONSOLE = "arn:aws:signin:::console/Console"


def look(world: World) -> Outcome:
    """Ask whether users can sign in at all, and note the policies that let them only sometimes."""
    undecided: list[Undecided] = []
    examples: list[CounterExample] = []
    notes: dict[str, None] = {}
    for user, account in _users(world):
        limits = [policy for target in account.path for policy in target.rcps if _limits(policy)]
        if not (limits and world.organization.has_rcps) or account.is_management:
            continue
        caller = _unrestricted(world, user)
        sought = Sought(caller, account, CATALOG.matching(_AUTHENTICATE), context=_OVER_TLS, confirm=False)
        answer = world.solver.find(sought)
        names = ", ".join(policy.name for policy in limits)
        if answer.problem:
            about = About(names_of(caller), _AUTHENTICATE, _CONSOLE)
            undecided.append(Undecided(f"{user.name}, signing in: {answer.problem}", about))
        elif answer.request is None:
            request = Request(caller, _AUTHENTICATE, _CONSOLE, account)
            text = f"{user.name} cannot sign in to the console of {account.key}: {_AUTHENTICATE} is denied"
            reasons = world.evaluator.explain(request).reasons
            examples.append(CounterExample(text, reasons, limits[0].origin, request, about=about_request(request)))
        else:
            notes[
                f"{names} may deny signing in to the console in {account.key}; a limit by network shuts out people of "
                "IAM Identity Center altogether"
            ] = None
    return Outcome(tuple(examples), tuple(undecided), notes=tuple(notes), asked=len(world.organization.users))


def _users(world: World) -> Iterator[tuple[User, Account]]:
    for user in world.organization.users:
        yield user, world.organization.accounts[user.account]


def _limits(policy: Policy) -> bool:
    """Return whether a Deny statement is about signing in."""
    denials = (one for one in policy.statements if one.get("Effect") == "Deny")
    return any(may_be_about(one, _AUTHENTICATE) for one in denials)


def _unrestricted(world: World, user: User) -> Caller:
    """Return a user who has not signed in: no policy of the user's own bears on it."""
    caller = world.callers.without_mfa(user)
    return replace(caller, label=user.name, identity=(EVERYTHING,), boundary=None)
