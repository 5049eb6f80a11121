"""The ways of users to roles: which roles are assumed on the way, and under which conditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.decision import Caller
from access.decision.symbolic.cover import Cover
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.assuming import assuming
from access.questions.candidates import Candidates
from access.questions.world import World
from access.who_can.covers import Covers
from access.who_can.model import Route, Step


@dataclass(frozen=True)
class _Hop:
    """A role that a caller can assume, or may be able to."""

    role: Role
    cover: Cover

    @property
    def is_open(self) -> bool:
        """True if it is not decided whether the caller can."""
        return all(one.unread for one in self.cover.alternatives)


_Path = tuple[_Hop, ...]


class Routes:
    """The ways of every user to some roles."""

    def __init__(self, world: World, covers: Covers, wanted: Collection[str]) -> None:
        self._world = world
        self._covers = covers
        self._candidates = Candidates(world.organization)
        self._chained: dict[str, Sequence[_Hop]] = {}
        self._paths: dict[str, dict[str, dict[SignIn, _Path]]] = {
            user.arn: self._of(user, wanted) for user in (world.organization.users if wanted else ())
        }
        """The shortest path of each user to each wanted role, by ARNs and way of signing in."""
        self._certain = frozenset[str]()

    def lead_on(self, roles: Iterable[str]) -> None:
        """Tell the wanted roles of which it is decided that they can make the call."""
        self._certain = frozenset(roles)

    def of(self, user: User) -> list[Route]:
        """Return the ways of a user; the evaluator must have confirmed their steps."""
        return [one for by_way in self._paths.get(user.arn, {}).values() for one in self._routes(user, by_way)]

    def to(self) -> Mapping[str, Sequence[Route]]:
        """Return the ways of all users, by the ARN of the role that they lead to."""
        found = defaultdict[str, list[Route]](list)
        for user in self._world.organization.users:
            for arn, by_way in self._paths.get(user.arn, {}).items():
                found[arn] += self._routes(user, by_way)
        return found

    def _of(self, user: User, wanted: Collection[str]) -> dict[str, dict[SignIn, _Path]]:
        found: dict[str, dict[SignIn, _Path]] = {}
        for way, caller in self._world.callers.ways(user).items():
            for path in self._from(caller):
                if path[-1].role.arn in wanted:
                    found.setdefault(path[-1].role.arn, {})[way] = path
        return found

    def _from(self, caller: Caller) -> Iterator[_Path]:
        """Yield a shortest path to each role; one that is decided comes before one that is not."""
        seen: set[str] = set()
        decided: list[_Path] = [()]
        doubtful: list[_Path] = []
        while decided or doubtful:
            path = (decided or doubtful).pop(0)
            if path and path[-1].role.arn in seen:
                continue
            if path:
                seen.add(path[-1].role.arn)
                yield path
            for hop in self._after(path[-1].role) if path else self._hops(caller):
                doubt = hop.is_open or any(one.is_open for one in path)
                (doubtful if doubt else decided).append((*path, hop))

    def _after(self, role: Role) -> Sequence[_Hop]:
        if role.arn not in self._chained:
            self._chained[role.arn] = self._hops(self._world.callers.session(role))
        return self._chained[role.arn]

    def _hops(self, caller: Caller) -> Sequence[_Hop]:
        found: list[_Hop] = []
        for role in self._candidates.of(caller):
            if role.arn != caller.context.get("aws:PrincipalArn"):
                cover = self._covers.ask(assuming(self._world.organization, caller, role))
                if cover.alternatives or cover.problem:
                    found.append(_Hop(role, cover))
        return found

    def _routes(self, user: User, by_way: Mapping[SignIn, _Path]) -> Iterator[Route]:
        """Yield the ways of a user to one role; ways of signing in with the same steps are one."""
        ways: dict[tuple[Step, ...], list[SignIn]] = {}
        for way, path in by_way.items():
            ways.setdefault(tuple(self._step(hop) for hop in path), []).append(way)
        for steps, signed_in in ways.items():
            leads_on = steps[-1].role in self._certain
            yield Route(user.arn, named(self._world, user), tuple(signed_in), steps, leads_on)

    def _step(self, hop: _Hop) -> Step:
        found = self._covers.in_words(hop.cover)
        label = self._world.callers.session(hop.role).label
        return Step(hop.role.arn, label, found.alternatives, found.undecided, found.more)


def named(world: World, user: User) -> str:
    """Return a user's name, with the account where several have it."""
    alike = [one for one in world.organization.users if one.name == user.name]
    return user.name if len(alike) == 1 else f"{user.name}.{world.organization.accounts[user.account].key}"
