"""The access matrix: for every user and account, the roles that the user reaches there, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from access.bounded import Bounded
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import Policy
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.reach import Reach
from policies.reading import resources


@dataclass(frozen=True)
class Cell:
    """One role that a user reaches in an account."""

    user: User
    home: Account
    """The account of the IAM user."""
    account: Account
    role: Role
    ways: tuple[SignIn, ...]
    """The ways of signing in that lead to the role; one of them is enough."""
    through: tuple[Role, ...]
    """The roles assumed before this one; empty when it is assumed directly."""
    groups: tuple[str, ...]
    """The groups whose policies name the role, or the first role on the path."""

    @property
    def needs_mfa(self) -> bool:
        """True when the role cannot be reached without MFA."""
        return self.ways == (SignIn.MFA,)

    @property
    def policies(self) -> tuple[str, ...]:
        """The names of the role's policies."""
        return tuple(policy.name for policy in self.role.policies)


def access_matrix(organization: Organization, reach: Reach) -> tuple[Cell, ...]:
    """
    Return every role that a user reaches, by user and account.

    Left out are roles that only AWS services may assume, users themselves (see the promise about MFA) and root users.
    """
    return tuple(cell for user in organization.users for cell in _of(organization, reach, user))


def _of(organization: Organization, reach: Reach, user: User) -> Iterator[Cell]:
    accounts = organization.accounts
    ways: dict[str, list[SignIn]] = defaultdict(list)
    shortest: dict[str, tuple[Role, ...]] = {}
    for way in SignIn:
        for roles in reach.paths(user, way):
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
    """Return the user's groups that have a policy which names the role."""
    return tuple(group.name for group in user.groups if any(role.arn in _named(policy) for policy in group.policies))


_NAMED = Bounded[str, frozenset[str]]()


def _named(policy: Policy) -> frozenset[str]:
    """Return the resources that a policy names."""
    if policy.digest not in _NAMED:
        _NAMED[policy.digest] = frozenset(one for said in policy.statements for one in resources(said))
    return _NAMED[policy.digest]
