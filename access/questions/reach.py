"""The roles that users and roles reach: directly, and through other roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from access.decision import Caller, Callers, Request
from access.decision.solver import Solver
from access.model.organization import Organization
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.accepting import About, Undecided, names_of
from access.questions.assuming import ASSUME_ROLE, assuming
from access.questions.candidates import Candidates
from access.questions.direct import directly

Found = Mapping[str, Request]
"""Requests that are allowed, by the ARN of the role that they assume."""


class Reach:
    """The roles that principals reach, computed once for each world; see `World.reach`."""

    def __init__(self, organization: Organization, callers: Callers, solver: Solver) -> None:
        self._organization = organization
        self._callers = callers
        self._solver = solver
        self._candidates = Candidates(organization)
        self.undecided: dict[Undecided, None] = {}
        """Questions about roles that are not decided, with the reason."""

    @cached_property
    def direct(self) -> Mapping[tuple[str, SignIn], tuple[Role, ...]]:
        """The roles that each user may assume, by the user's ARN and way of signing in."""
        by_arn = self._organization.role_by_arn
        return {key: tuple(by_arn[arn] for arn in found) for key, found in self.requests.items() if found}

    @cached_property
    def requests(self) -> Mapping[tuple[str, SignIn], Found]:
        """The requests with which each user may assume roles, by the user's ARN and way of signing in."""
        return {
            (user.arn, way): self._found(caller)
            for user in self._organization.users
            for way, caller in self._callers.ways(user).items()
        }

    @cached_property
    def chained(self) -> Mapping[str, tuple[Role, ...]]:
        """The roles that a session of each role may assume, by the role's ARN."""
        by_arn = self._organization.role_by_arn
        return {source: tuple(by_arn[arn] for arn in found) for source, found in self.chains.items() if found}

    @cached_property
    def chains(self) -> Mapping[str, Found]:
        """The requests with which sessions of a role may assume other roles, by that role's ARN."""
        return {role.arn: self._found(self._callers.session(role)) for role in self._organization.assumable_roles}

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

    def paths_in_person(self, user: User, way: SignIn) -> Iterator[tuple[tuple[Role, ...], str]]:
        """
        Yield a shortest path to each role that a user reaches with own calls, now, not through a service of AWS.

        With each comes the reason why it is not decided; empty when it is. A decided path is preferred.
        """
        seen: set[str] = set()
        waiting: list[tuple[tuple[Role, ...], str]] = [((), "")]
        while waiting:
            path, doubt = waiting.pop(0)
            if path and path[-1].arn in seen:
                continue
            if path:
                seen.add(path[-1].arn)
                yield path, doubt
            caller = self._callers.session(path[-1]) if path else self._callers.signed_in(user, way)
            further = self.chained.get(path[-1].arn, ()) if path else self.direct.get((user.arn, way), ())
            for role in further:
                answer = self._solver.find(directly(assuming(self._organization, caller, role), self._solver.since))
                if answer.is_open:
                    waiting.append(((*path, role), doubt or answer.problem))
            waiting.sort(key=lambda found: bool(found[1]))

    def open_steps(self, caller: Caller) -> list[Undecided]:
        """Return the questions about the roles of a caller that are not decided, with the reason."""
        return [one for one in self.undecided if one.text.startswith(f"{caller.label}, ")]

    def _found(self, caller: Caller) -> Found:
        found: dict[str, Request] = {}
        for role in self._candidates.of(caller):
            if role.arn == caller.context.get("aws:PrincipalArn"):
                continue
            # those that contradict a promise are confirmed there
            answer = self._solver.find(assuming(self._organization, caller, role, confirm=False))
            if answer.request:
                found[role.arn] = answer.request
            elif answer.problem:
                about = About(names_of(caller), ASSUME_ROLE, role.arn)
                self.undecided[Undecided(f"{caller.label}, {role.arn}: {answer.problem}", about)] = None
        return found
