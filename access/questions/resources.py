"""Questions about requests for a resource with its policy, and for what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from access.decision import Caller
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.patterns import Pattern, Token, exact, joined, wildcards
from access.model.accounts import Account
from access.model.policies import AWS, Policy, PolicyKind
from access.model.resources import Resource
from access.model.trust import ANY_PRINCIPAL, allowing, trusted_accounts
from access.questions.world import World
from policies.reading import Statement, resources

OPEN = Policy(
    "a policy that allows every principal",
    PolicyKind.RESOURCE,
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]},
    AWS,
)
"""The policy of a resource that limits nothing."""


def inside(arn: str) -> Pattern:
    """Return the pattern of the parts of a resource: objects of a bucket, versions of a function."""
    return joined([exact(arn), Pattern((Token(only="/:"), Token(many=True)))])


def on_resource(world: World, caller: Caller, resource: Resource, actions: Actions, **more: Any) -> Iterator[Sought]:
    """Yield the questions about requests for a resource with its policy: for itself, and for what is in it."""
    account = world.organization.accounts.get(resource.account)
    if acting := actions & CATALOG.acting_on(resource.arn):
        yield Sought(caller, account, acting, resource.arn, policy=resource.policy, **more)
    if acting := actions & _within(resource):
        yield Sought(caller, account, acting, within=(inside(resource.arn),), policy=resource.policy, **more)


def _within(resource: Resource) -> Actions:
    """
    Return the actions that act on what is in a resource.

    These are all of its service where its policy allows something that is not the resource itself: AWS's list does not
    have the paths of a search domain, for example.
    """
    found = CATALOG.acting_within(resource.arn)
    if resource.policy and any(_is_about_more(one, resource.arn) for one in allowing(resource.policy)):
        found |= CATALOG.matching(f"{resource.arn.split(':')[2]}:*") & ~CATALOG.without_resource
    return found


def _is_about_more(statement: Statement, arn: str) -> bool:
    """Return whether a statement is about other resources than the one with an ARN, as far as patterns tell."""
    return "NotResource" in statement or any(not wildcards(one).matches(arn) for one in resources(statement))


def is_open_to(caller: Caller, account: Account, policy: Policy | None) -> bool:
    """Return whether a thing might be open to a caller: in its own account, or by a policy that names it."""
    if caller.account is not None and caller.account == account:
        return True
    if policy is None:
        return False
    if caller.account is None:
        return True
    named = trusted_accounts(policy)
    return caller.account.number in named or ANY_PRINCIPAL in named
