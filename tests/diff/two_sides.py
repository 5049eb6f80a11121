"""Two small organizations that differ in the statements of one place."""

from __future__ import annotations

from dataclasses import replace

from access.decision import Evaluator
from access.decision.process import Process
from access.difference.meaning.sets import Sets
from access.difference.meaning.sides import Sides
from access.difference.meaning.things import things
from access.difference.snapshot import Snapshot
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import FULL_AWS_ACCESS, Policy, PolicyKind
from access.questions.world import World
from tests.access.small import EVERYTHING
from tests.diff.random_policies import Statement

WHERE = ("identity", "boundary", "scp", "bucket")


def _organization(where: str, said: list[Statement], like: Organization) -> Organization:
    """Return the small organization with statements in one place, and everything allowed elsewhere."""
    own = _policy(PolicyKind.IDENTITY, said if where == "identity" else [EVERYTHING])
    boundary = _policy(PolicyKind.BOUNDARY, said) if where == "boundary" else None
    users = tuple(replace(one, policies=(own,), boundary=boundary) for one in like.users)
    bucket = _policy(PolicyKind.RESOURCE, [{"Principal": {"AWS": "*"}, **one} for one in said])
    resources = tuple(replace(one, policy=bucket if where == "bucket" else one.policy) for one in like.resources)
    accounts = {number: _bound(one, said) if where == "scp" else one for number, one in like.accounts.items()}
    return replace(like, users=users, resources=resources, accounts=accounts)


def _bound(account: Account, said: list[Statement]) -> Account:
    policies = (_policy(PolicyKind.SERVICE_CONTROL, said), FULL_AWS_ACCESS)
    return replace(account, path=(*account.path[:-1], replace(account.path[-1], policies=policies)))


def _policy(kind: PolicyKind, said: list[Statement]) -> Policy:
    document = {"Version": "2012-10-17", "Statement": said}
    return Policy("random", kind, document, FULL_AWS_ACCESS.origin)


def sides_of(
    where: str, before: list[Statement], after: list[Statement], like: Organization, process: Process
) -> Sides:
    """Return both sides with the statements before and afterwards in one place."""
    organizations = [_organization(where, one, like) for one in (before, after)]
    return Sides(*(Snapshot(World(one, Evaluator(one, process=process), None), []) for one in organizations))


def rights_of(where: str, sides: Sides) -> str:
    """Return what the statements allow, compared with before, all others left aside."""
    sets = Sets(sides)
    if where == "bucket":
        return next((sets.thing(*pair) for pair in things(sides)), "the same")
    if where == "scp":
        return sets.bound(PolicyKind.SERVICE_CONTROL, *sides.accounts["people"])
    ((old, new),) = sides.users
    return sets.user(old, new)
