"""The roles that users and roles reach: directly, and through other roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from access.assuming import assumptions
from access.decision import Caller, Callers, Evaluator
from access.model.organization import Organization
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.trust import ANY_PRINCIPAL, trusted_accounts

Member = TypeVar("Member", User, Role)


class Reach:
    """The roles that principals reach, computed once for each world; see `World.reach`."""

    def __init__(self, organization: Organization, callers: Callers, evaluator: Evaluator) -> None:
        self._organization = organization
        self._callers = callers
        self._evaluator = evaluator

    @cached_property
    def direct(self) -> Mapping[tuple[str, SignIn], tuple[Role, ...]]:
        """The roles that each user may assume, by the user's ARN and way of signing in."""
        asked = [
            (user, way, role, caller)
            for role in self._organization.assumable_roles
            for user in self._within(self._users, role)
            for way, caller in self._ways[user.arn].items()
        ]
        allowed = self._allowed((caller, role) for _, _, role, caller in asked)
        found: dict[tuple[str, SignIn], list[Role]] = defaultdict(list)
        for (user, way, role, _), yes in zip(asked, allowed, strict=True):
            if yes:
                found[user.arn, way].append(role)
        return {key: tuple(roles) for key, roles in found.items()}

    @cached_property
    def chained(self) -> Mapping[str, tuple[Role, ...]]:
        """The roles that a session of each role may assume, by the role's ARN."""
        asked = [
            (source, role)
            for role in self._organization.assumable_roles
            for source in self._within(self._sources, role)
            if source is not role
        ]
        callers = {source.arn: self._callers.session(source) for source, _ in asked}
        allowed = self._allowed((callers[source.arn], role) for source, role in asked)
        found: dict[str, list[Role]] = defaultdict(list)
        for (source, role), yes in zip(asked, allowed, strict=True):
            if yes:
                found[source.arn].append(role)
        return {arn: tuple(roles) for arn, roles in found.items()}

    def paths(self, user: User, way: SignIn) -> Iterator[tuple[Role, ...]]:
        """Yield a shortest path to each role that a user reaches: the roles in order, that role last."""
        seen: set[str] = set()
        waiting: list[tuple[Role, ...]] = [(role,) for role in self.direct.get((user.arn, way), ())]
        while waiting:
            path = waiting.pop(0)
            last = path[-1]
            if last.arn in seen:
                continue
            seen.add(last.arn)
            yield path
            waiting += [(*path, role) for role in self.chained.get(last.arn, ())]

    @cached_property
    def _ways(self) -> Mapping[str, Mapping[SignIn, Caller]]:
        return {user.arn: self._callers.ways(user) for user in self._organization.users}

    @cached_property
    def _users(self) -> Mapping[str, Sequence[User]]:
        return _by_account(self._organization.users)

    @cached_property
    def _sources(self) -> Mapping[str, Sequence[Role]]:
        return _by_account(self._organization.assumable_roles)

    def _within(self, principals: Mapping[str, Sequence[Member]], role: Role) -> Iterator[Member]:
        """Yield the principals of the accounts that the role's trust policy names; no others can assume it."""
        trusted = trusted_accounts(role.trust)
        for account in principals if ANY_PRINCIPAL in trusted else sorted(trusted):
            yield from principals.get(account, ())

    def _allowed(self, asked: Iterator[tuple[Caller, Role]]) -> list[bool]:
        ways = [assumptions(self._organization, caller, role) for caller, role in asked]
        verdicts = iter(self._evaluator.decide_all(request for requests in ways for request in requests))
        return [sum(next(verdicts).allowed for _ in requests) > 0 for requests in ways]


def _by_account(principals: Sequence[Member]) -> Mapping[str, Sequence[Member]]:
    found: dict[str, list[Member]] = defaultdict(list)
    for one in principals:
        found[one.account].append(one)
    return found
