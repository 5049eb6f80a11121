"""What the texts of both organizations mean: which sets of policies allow the same, and what changes for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from access.difference.meaning.effects import Effects
from access.difference.meaning.sets import Sets
from access.difference.meaning.sides import Sides
from access.difference.meaning.telling import Telling
from access.difference.meaning.things import Thing, things
from access.difference.meaning.ways import Ways
from access.difference.model import Rewriting, Rights
from access.model.accounts import Account
from access.model.organization import Organization
from access.model.policies import PolicyKind
from access.model.principals import Group, Role, User

Named = tuple[str, str]
"""The key of an account, and a name there."""


@dataclass(frozen=True)
class Meaning:
    """Decides for the sections of a difference; nothing is read before a text differs."""

    sides: Sides

    @cached_property
    def _sets(self) -> Sets:
        return Sets(self.sides)

    @cached_property
    def ways(self) -> Ways | None:
        """The ways that may be closed; None if no policy differs, and no account moves."""
        return Ways(self.sides) if self.sides.differ else None

    @cached_property
    def rewritten(self) -> dict[str, dict[str, None]]:
        """What is written otherwise and allows the same, each with the places where it is so."""
        return {}

    def rewritings(self) -> tuple[Rewriting, ...]:
        """Return the same as data."""
        return tuple(Rewriting(what, tuple(where)) for what, where in self.rewritten.items())

    def same(self, what: str, where: Iterable[str]) -> None:
        """Tell that something is written otherwise and allows the same."""
        self.rewritten.setdefault(what, {}).update(dict.fromkeys(where))

    def role(self, name: Named) -> Rights:
        """Return what a role on both sides may do, compared with before."""
        return self._sets.role(*(side[name] for side in self._roles))

    def user(self, name: Named) -> Rights:
        """Return what a user on both sides may do by policies, compared with before."""
        return self._sets.user(*(side[name] for side in self._users))

    def group(self, name: Named) -> Rights:
        """Return what a group on both sides may do, compared with before."""
        return self._sets.group(*(side[name] for side in self._groups))

    def thing(self, arn: str) -> Rights:
        """Return what the policy of a thing, by its ARN afterwards, allows to whomever; of a role the trust policy."""
        found = self._things.get(arn)
        return found[1] if found else "the same"

    @cached_property
    def _things(self) -> Mapping[str, tuple[tuple[Thing, Thing], Rights]]:
        return {pair[1].arn: (pair, self._sets.thing(*pair)) for pair in things(self.sides)}

    def bound(self, kind: PolicyKind, place: str) -> Rights:
        """
        Return what the guardrails of a type allow in a place, compared with before.

        The place is an account's key, or a unit by its path, where it is asked about an account that would be in it.
        """
        pair = self.sides.accounts.get(place.removeprefix("account:")) or self._inside(place)
        return self._sets.bound(kind, *pair) if pair else "different"

    def _inside(self, unit: str) -> tuple[Account, Account] | None:
        """Return an account on both sides as it would be in a unit; None if one side has no such unit."""
        organizations = self.sides.organization, self.sides.new.organization
        found = [_member(one, unit) for one in organizations]
        return (found[0], found[1]) if found[0] and found[1] else None

    def effects(self, telling: Telling) -> None:
        """Tell what becomes possible and impossible for each kind of principal, and what is not decided."""
        if not self.sides.differ:
            return
        changing = [pair for pair, rights in self._things.values() if rights != "the same"]
        Effects(self.sides, changing).tell(telling)

    @cached_property
    def _roles(self) -> tuple[Mapping[Named, Role], ...]:
        return tuple({self._key(one): one for one in side.assumable_roles} for side in self._organizations)

    @cached_property
    def _users(self) -> tuple[Mapping[Named, User], ...]:
        return tuple({self._key(one): one for one in side.users} for side in self._organizations)

    @cached_property
    def _groups(self) -> tuple[Mapping[Named, Group], ...]:
        return tuple({self._key(one): one for one in side.groups} for side in self._organizations)

    @property
    def _organizations(self) -> tuple[Organization, Organization]:
        return self.sides.organization, self.sides.new.organization

    def _key(self, one: Role | User | Group) -> Named:
        accounts = self.sides.new.organization.accounts
        return (accounts[one.account].key if one.account in accounts else one.account), one.name


def _member(organization: Organization, unit: str) -> Account | None:
    """Return a member account as it would be in a unit, with no policy of its own."""
    target = next((one for one in organization.targets.values() if one.name == unit and one.kind != "account"), None)
    member = next((one for one in organization.accounts.values() if not one.is_management), None)
    if target is None or member is None:
        return None
    return replace(member, path=(*organization.above(target.id), replace(member.path[-1], policies=())))
