"""The principals on both sides of a comparison, by kind, and those for whom something may change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from access.decision import Caller
from access.difference.meaning.sides import Sides
from access.difference.model.effects import PrincipalKind
from access.model.policies import Policy
from access.model.principals import Role
from access.model.sign_in import SignIn
from access.questions.deployers import is_deployer
from access.questions.world import World


@dataclass(frozen=True)
class Pair:
    """A principal before and afterwards."""

    kind: PrincipalKind
    name: str
    before: Caller
    after: Caller

    @property
    def changes(self) -> bool:
        """True if a policy that bears on the principal differs, or its place in the organization."""
        return _bearing(self.before) != _bearing(self.after)


def _bearing(caller: Caller) -> Hashable:
    account = caller.account
    boundary = caller.boundary.digest if caller.boundary else None
    scps = account.scps.digest if account and caller.bound_by_scps else None
    return _digests(caller.identity), boundary, scps, account and (account.rcps.digest, account.org_path)


def _digests(policies: tuple[Policy, ...]) -> Hashable:
    return frozenset(one.digest for one in policies)


@dataclass(frozen=True)
class Principals:
    """The users, roles and root users on both sides."""

    sides: Sides

    @property
    def changing(self) -> list[Pair]:
        """Those for whom something may change."""
        before, after = self.sides.organization, self.sides.new.organization
        is_switched = (before.has_scps, before.has_rcps) != (after.has_scps, after.has_rcps)
        return [one for one in self.all if is_switched or one.changes]

    @cached_property
    def all(self) -> list[Pair]:
        """All of them, by kind."""
        return [*self._users(), *self._roles(), *self._root_users()]

    def _users(self) -> Iterator[Pair]:
        before, after = self.sides.before.callers, self.sides.after.callers
        for old, new in self.sides.users:
            for way in SignIn:
                caller = after.signed_in(new, way)
                yield Pair("users", caller.label, before.signed_in(old, way), caller)

    def _roles(self) -> Iterator[Pair]:
        before, after = self.sides.before.callers, self.sides.after.callers
        for old, new in self.sides.roles:
            caller = after.session(new)
            name = f"{new.name} of {caller.account.key}" if caller.account else new.name
            yield Pair(self._kind(new), name, before.session(old), caller)

    def _root_users(self) -> Iterator[Pair]:
        before, after = self.sides.before.callers, self.sides.after.callers
        for old, new in self.sides.accounts.values():
            yield Pair("root users", new.key, before.root_user(old), after.root_user(new))

    def _kind(self, role: Role) -> PrincipalKind:
        world: World = self.sides.after
        if is_deployer(world, role):
            return "deployment roles"
        if world.intent and role.name == world.intent.responder_role:
            return "the responder"
        return "roles of groups" if (role.account, role.name) in self._granted else "other roles"

    @cached_property
    def _granted(self) -> frozenset[tuple[str, str]]:
        """The accounts and names of roles that the configuration gives to groups; without it, that users reach."""
        world = self.sides.new.world
        if world.intent:
            numbers = {key: one.number for key, one in world.organization.account_by_key.items()}
            return frozenset((numbers.get(one.account, ""), one.role) for one in world.intent.grants)
        return frozenset((cell.role.account, cell.role.name) for cell in self.sides.new.cells)
