"""The answer to who can make a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision import Caller
from access.decision.solver import Sought
from access.decision.symbolic.catalog import form_pattern
from access.decision.symbolic.cover import Cover
from access.model.sign_in import SignIn
from access.questions.assuming import ASSUME_ROLE
from access.questions.world import World
from access.who_can.asking import Asked
from access.who_can.covers import Covers
from access.who_can.model import Calls, InPerson, Kind, Principal, Route, WhoCan
from access.who_can.notes import not_read, notes
from access.who_can.outside import not_read as not_modelled
from access.who_can.outside import outsiders
from access.who_can.places import Place, Places
from access.who_can.routes import Routes, named
from policies.resource_types import resource_types


@dataclass
class _Asked:
    """A principal, and the answers about its calls in each of its ways of signing in."""

    kind: Kind
    name: str
    arn: str
    account: str
    found: dict[SignIn | None, list[tuple[Place, Cover]]]

    @property
    def may(self) -> bool:
        """True if a call may be allowed."""
        return any(self.found.values())


def who_can(world: World, asked: Asked, organization: str) -> WhoCan:
    """Return every principal that can make a call, with the way there and the conditions."""
    return _Answer(world, asked).whole(organization)


class _Answer:
    """The answer while it is put together."""

    def __init__(self, world: World, asked: Asked) -> None:
        self._world = world
        self._organization = world.organization
        self._asked = asked
        self._covers = Covers(world)
        self._places = Places(world, asked)
        self._open: dict[int, str] = {}
        """Reasons why a question is not decided whose answer has no alternatives, by the id of the answer."""

    def whole(self, organization: str) -> WhoCan:
        users, others = list(self._users()), [*self._roles(), *self._root_users()]
        outside = self._outside()
        roles = {one.arn for one in others if one.kind == "role" and one.may}
        routes = Routes(self._world, self._covers, roles)
        self._covers.confirm()
        routes.lead_on(one.arn for one in others if self._can(one))
        by_arn = self._organization.user_by_arn
        found = [self._principal(one, routes.of(by_arn[one.arn])) for one in users]
        to = routes.to()
        found += [self._principal(one, to.get(one.arn, ())) for one in others if one.may]
        found += _merged([self._principal(one, ()) for one in outside if one.may])
        found += self._not_modelled()
        asked = self._asked
        return WhoCan(
            organization,
            self._organization.as_of,
            asked.action,
            asked.said,
            asked.thing.account.key if asked.thing else "",
            self._places.with_policy,
            tuple(one for one in found if one.can or one.undecided),
            tuple(notes(self._organization, asked, self._places)),
            tuple(not_read(self._organization)),
        )

    def _can(self, one: _Asked) -> bool:
        """Return whether it is decided that a principal can make a call itself."""
        return any(self._covers.in_words(cover).alternatives for found in one.found.values() for _, cover in found)

    def _users(self) -> Iterator[_Asked]:
        for user in self._organization.users:
            ways = self._world.callers.ways(user)
            found: dict[SignIn | None, list[tuple[Place, Cover]]] = {
                way: self._found(caller) for way, caller in ways.items()
            }
            key = self._organization.accounts[user.account].key
            yield _Asked("user", named(self._world, user), user.arn, key, found)

    def _roles(self) -> Iterator[_Asked]:
        for role in self._organization.assumable_roles:
            key = self._organization.accounts[role.account].key
            yield _Asked("role", role.name, role.arn, key, {None: self._found(self._world.callers.session(role))})

    def _root_users(self) -> Iterator[_Asked]:
        """Yield the root users; none can assume a role: see the sources in docs/prove.md."""
        if self._asked.action == ASSUME_ROLE:
            return
        for account in self._organization.accounts.values():
            caller = self._world.callers.root_user(account)
            yield _Asked("root user", "root user", caller.principal, account.key, {None: self._found(caller)})

    def _outside(self) -> list[_Asked]:
        """Return the classes of principals outside that policies of the things may let in."""
        found: dict[str, _Asked] = {}
        for thing in self._places.with_policies():
            for one in outsiders(self._world, thing, self._asked.action):
                arn = one.name if one.kind == "service" and " " not in one.name else _arn_of(one.caller)
                asked = found.setdefault(one.name, _Asked(one.kind, one.name, arn, "", {None: []}))
                asked.found[None] += self._answered(self._places.of_outside(one.caller, thing, one.chosen))
        return list(found.values())

    def _not_modelled(self) -> Iterator[Principal]:
        found: dict[str, list[Calls]] = {}
        for thing in self._places.with_policies():
            for name, why in not_modelled(thing, self._asked.action):
                found.setdefault(name, []).append(Calls(thing.arn, thing.account.key, (), (why,)))
        for name, calls in found.items():
            yield Principal("not read", name, "", "", (InPerson((), tuple(calls)),))

    def _found(self, caller: Caller) -> list[tuple[Place, Cover]]:
        return self._answered(self._places.of(caller))

    def _answered(self, places: Iterator[Place]) -> list[tuple[Place, Cover]]:
        """Return the questions with their answers, but for those that say that no call is allowed."""
        found: list[tuple[Place, Cover]] = []
        for place in places:
            cover = self._covers.ask(place.sought)
            further = self._places.refined(place, cover) if not place.on and cover.alternatives else [place]
            if further != [place]:
                found += [(one, self._covers.ask(one.sought)) for one in further]
            else:
                found.append((place, cover))
        return [(place, self._of_several(place, cover)) for place, cover in found if self._is_open(place, cover)]

    def _is_open(self, place: Place, cover: Cover) -> bool:
        return bool(cover.alternatives or cover.problem) or (bool(place.sought.others) and self._each(place.sought))

    def _of_several(self, place: Place, cover: Cover) -> Cover:
        """Return the answer about a call on several things; other things than the examples may be allowed."""
        if cover.alternatives or cover.problem:
            return cover
        return replace(cover, problem="it depends on which resources the call is about", complete=False)

    def _each(self, sought: Sought) -> bool:
        """Return whether a call that acts on several things may be allowed on one of each type."""
        assert sought.account
        number = sought.account.number
        kinds = [one.form for one in resource_types(self._asked.action)]
        asked = (replace(sought, resource="", others=(), within=(form_pattern(one, number),)) for one in kinds)
        covers = (self._world.solver.cover(one) for one in asked)
        return all(one.alternatives or one.problem for one in covers)

    def _principal(self, one: _Asked, routes: Sequence[Route]) -> Principal:
        ways: dict[tuple[Calls, ...], list[SignIn]] = {}
        for way, found in one.found.items():
            calls = tuple(self._calls(place, cover) for place, cover in found)
            ways.setdefault(tuple(dict.fromkeys(calls)), []).extend([way] if way else [])
        in_person = tuple(InPerson(tuple(signed_in), calls) for calls, signed_in in ways.items() if calls)
        return Principal(one.kind, one.name, one.arn, one.account, in_person, tuple(routes))

    def _calls(self, place: Place, cover: Cover) -> Calls:
        found = self._covers.in_words(cover)
        account = place.account.key if place.account else ""
        return Calls(place.on, account, found.alternatives, found.undecided, found.more)


def _arn_of(caller: Caller) -> str:
    """Return the ARN of one principal outside; empty for a class of them."""
    if caller.label.startswith("a principal of account") or not caller.principal.startswith("arn:"):
        return ""
    return str(caller.context.get("aws:PrincipalArn", ""))


def _merged(found: Sequence[Principal]) -> list[Principal]:
    """Return principals, those of one account that can all do the same as one."""
    merged: dict[str, Principal] = {}
    kinds = ("any role of ", "any user of ", "the root user of ")
    for one in found:
        of = next((one.name.removeprefix(kind) for kind in kinds if one.name.startswith(kind)), "")
        alike = [other for other in found if of and other.name in {f"{kind}{of}" for kind in kinds}]
        if len(alike) == len(kinds) and all(other.in_person == one.in_person for other in alike):
            merged[f"any principal of {of}"] = replace(one, name=f"any principal of {of}")
        else:
            merged[one.name] = one
    return list(merged.values())
