"""The access matrix: every person, every account, the roles that the person reaches there, and with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from access.model.accounts import Account
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.world import World


@dataclass(frozen=True)
class Cell:
    """A person in an account: one role that the person reaches there."""

    user: User
    home: Account
    """The account that the person's IAM user is in."""
    account: Account
    role: Role
    ways: tuple[SignIn, ...]
    """How the person must be signed in, any one of these."""
    through: tuple[Role, ...]
    """The roles on the way there; none: it is assumed directly."""
    groups: tuple[str, ...]
    """The groups whose policies name the role, or the first one on the way."""

    @property
    def needs_mfa(self) -> bool:
        """Whether nobody gets there without MFA."""
        return self.ways == (SignIn.MFA,)

    @property
    def policies(self) -> tuple[str, ...]:
        """What the role may do, by the names of its policies."""
        return tuple(policy.name for policy in self.role.policies)


def access_matrix(world: World) -> tuple[Cell, ...]:
    """
    Every role that a person reaches, by person and account; roles that AWS services alone may assume are not in it.

    The two self-evident accesses are not either: a person's own user (see the promise about MFA), and root users.
    """
    return tuple(cell for user in world.organization.users for cell in _of(world, user))


def _of(world: World, user: User) -> Iterator[Cell]:
    accounts = world.organization.accounts
    ways: dict[str, list[SignIn]] = defaultdict(list)
    shortest: dict[str, tuple[Role, ...]] = {}
    for way in SignIn:
        for roles in world.reach.paths(user, way):
            ways[roles[-1].arn].append(way)
            shortest[roles[-1].arn] = roles
    order = list(accounts)
    for arn, roles in sorted(shortest.items(), key=lambda item: (order.index(item[1][-1].account), item[0])):
        yield Cell(
            user=user,
            home=accounts[user.account],
            account=accounts[roles[-1].account],
            role=roles[-1],
            ways=tuple(ways[arn]),
            through=roles[:-1],
            groups=_groups(user, roles[0]),
        )


def _groups(user: User, role: Role) -> tuple[str, ...]:
    """The groups of a user that have a policy which names a role."""
    return tuple(group.name for group in user.groups if any(role.arn in policy.text for policy in group.policies))
