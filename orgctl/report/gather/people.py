"""The access matrix, by user."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from access.questions.matrix import Cell
from access.questions.world import World
from orgctl.report.data import Grant, Person
from orgctl.report.gather.policies import Policies


def people(world: World, cells: Sequence[Cell], policies: Policies, alone: str) -> Iterator[Person]:
    """Yield every user with the roles they may assume; `alone` is what a user can do without MFA."""
    by_user: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_user[cell.user.arn].append(cell)
    for user in world.organization.users:
        grants = tuple(_grant(cell, world, policies) for cell in by_user[user.arn])
        yield Person(
            name=user.name,
            home=world.organization.accounts[user.account].key,
            groups=tuple(group.name for group in user.groups),
            grants=grants,
            without_mfa=alone,
        )


def _grant(cell: Cell, world: World, policies: Policies) -> Grant:
    accounts = world.organization.accounts
    return Grant(
        account=cell.account.key,
        role=cell.role.name,
        needs_mfa=cell.needs_mfa,
        policies=tuple(policies.id(policy) for policy in cell.role.policies),
        through=(
            *(f"group {name}" for name in cell.groups),
            *(f"role {role.name} in {accounts[role.account].key}" for role in cell.through),
        ),
    )
