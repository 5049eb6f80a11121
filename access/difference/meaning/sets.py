"""
Whether two sets of policies allow the same, each by itself: a principal's own, those of a resource, those that bind.

Wherever a set is asked about, all others are taken to allow everything: what they limit is not its meaning.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from access.decision import Caller
from access.decision.comparing import Relation
from access.decision.solver import kind_of
from access.difference.meaning.classes import NOTHING, Class, anyone_in, not_read, outside, told_apart, with_policies
from access.difference.meaning.sides import Sides
from access.difference.meaning.things import Thing
from access.difference.model import Rights
from access.model.accounts import Account
from access.model.policies import Policy, PolicyKind
from access.model.principals import Group, Principal, Role, User
from access.model.sign_in import SignIn
from access.questions.resources import OPEN
from access.questions.world import World


@dataclass(frozen=True)
class Sets:
    """Decides about the sets of policies of two organizations; equal questions are decided once."""

    sides: Sides
    _known: dict[Hashable, Rights] = field(default_factory=dict[Hashable, Rights])

    def role(self, before: Role, after: Role) -> Rights:
        """Return what a role's own policies with its boundary allow, compared with before."""
        if _own(before) == _own(after):
            return "the same"
        callers = (self.sides.before.callers, self.sides.after.callers)
        return _rights(self._caller(callers[0].session(before), callers[1].session(after)))

    def user(self, before: User, after: User, *, is_part: bool = False) -> Rights:
        """
        Return what a user's policies, those of groups among them, allow in every way of signing in.

        If these are only a part of the user's policies, a denial counts whatever they allow.
        """
        if _own(before) == _own(after):
            return "the same"
        callers = (self.sides.before.callers, self.sides.after.callers)
        ways = (
            [one.signed_in(user, way) for way in SignIn] for one, user in zip(callers, (before, after), strict=True)
        )
        return _rights(one for pair in zip(*ways, strict=True) for one in self._caller(*pair, is_part=is_part))

    def group(self, before: Group, after: Group) -> Rights:
        """Return what a group's policies allow to its members, and to another user of its account."""
        arn = f"arn:aws:iam::{after.account}:user/"
        members = {one.name for _, one in self.sides.users if after in one.groups and one.account == after.account}
        found: set[Rights] = set()
        for name in sorted(members) or ["example"]:
            pair = [
                User(one.account, name, f"{arn}{name}", one.policies, None, (), one.origin) for one in (before, after)
            ]
            found.add(self.user(*pair, is_part=True))
        return found.pop() if len(found) == 1 else "different"

    def _caller(self, before: Caller, after: Caller, *, is_part: bool = False) -> Iterator[Relation]:
        """
        Yield what the own policies of a caller allow on things whose policy allows everything.

        Elsewhere both must allow. In the caller's account its policies can only deny, and its boundary limits a role
        that the policy names.
        """
        pair = [replace(one, account=_unbound(one.account)) for one in (before, after)]
        places = [(None, OPEN), (pair[1].account, OPEN)]
        if kind_of(after) == "session" and (before.boundary or after.boundary):
            places.append((pair[1].account, _naming(str(after.context["aws:PrincipalArn"]))))
        for account, policy in places:
            asked = [Class(one).asking(account, policy) for one in pair]
            if account and not is_part:
                asked = [with_policies(one) for one in asked]
            yield self.sides.relation(*asked)

    def thing(self, before: Thing, after: Thing) -> Rights:
        """Return what the policy of a resource, or a role's trust policy, allows to whomever, compared with before."""
        policies = [one.policy for one in (before, after) if one.policy]
        found: list[Relation] = []
        for old, new in self._everyone((before.account, after.account), policies):
            for asked in zip(before.asked(old), after.asked(new), strict=True):
                found.append(self.sides.relation(*asked))
        found.append(Relation(undecided=tuple(not_read(before.policy, after.policy))))
        return _rights(found)

    def _everyone(self, place: tuple[Account, Account], policies: list[Policy]) -> Iterator[tuple[Class, Class]]:
        """Yield whom policies of a resource may tell apart, as if their own policies allowed everything, or nothing."""
        for pair in self._inside(place, policies):
            yield pair
            if pair[1].caller.account and pair[1].caller.account.number == place[1].number:
                yield _without_rights(pair[0]), _without_rights(pair[1])
                yield _bounded(pair[0]), _bounded(pair[1])
        for one in outside(self.sides.after, policies):
            yield one, one

    def _inside(self, place: tuple[Account, Account], policies: list[Policy]) -> Iterator[tuple[Class, Class]]:
        """Yield the principals of the organization that policies for things in an account may tell apart."""
        worlds = (self.sides.before, self.sides.after)
        inside = [told_apart(world, account, policies) for world, account in zip(worlds, place, strict=True)]
        before, after = ({(one.caller.principal, one.caller.label): one.unbound() for one in each} for each in inside)
        for key in dict.fromkeys((*after, *before)):
            # One of an account that is on one side alone is asked on both as it is there.
            yield before.get(key) or after[key], after.get(key) or before[key]

    def bound(self, kind: PolicyKind, before: Account, after: Account) -> Rights:
        """Return what the guardrails of a type that bind an account allow, compared with before."""
        digests = [_digest(kind, one) for one in (before, after)]
        switches = [_is_on(kind, one) for one in (self.sides.before, self.sides.after)]
        if digests[0] == digests[1] and switches[0] == switches[1]:
            return "the same"
        numbers = () if before.number not in _texts(before, after) else before.number
        key = (kind, *digests, numbers, before.org_path, after.org_path)
        if key not in self._known:
            pairs = self._bound(before, after) if kind is PolicyKind.SERVICE_CONTROL else self._binding(before, after)
            self._known[key] = _rights(pairs)
        return self._known[key]

    def _bound(self, before: Account, after: Account) -> Iterator[Relation]:
        for old, new in zip(anyone_in(self.sides.before, before), anyone_in(self.sides.after, after), strict=True):
            yield self.sides.relation(old.asking(None, OPEN), new.asking(None, OPEN))

    def _binding(self, before: Account, after: Account) -> Iterator[Relation]:
        policies = [one for account in (before, after) for level in account.rcps for one in level]
        for old, new in self._inside((before, after), policies):
            yield self.sides.relation(old.asking(before, OPEN), new.asking(after, OPEN))
        for one in outside(self.sides.after, policies):
            yield self.sides.relation(one.asking(before, OPEN), one.asking(after, OPEN))


def _unbound(account: Account | None) -> Account | None:
    return replace(account, path=()) if account else None


def _naming(arn: str) -> Policy:
    """Return the policy of a resource that allows everything to one role."""
    said = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "*", "Resource": "*"}
    return replace(OPEN, document={"Version": "2012-10-17", "Statement": [said]})


def _without_rights(one: Class) -> Class:
    return replace(one, caller=replace(one.caller, identity=()))


def _bounded(one: Class) -> Class:
    return replace(one, caller=replace(one.caller, boundary=NOTHING))


def _own(one: Principal) -> Hashable:
    boundary = one.boundary.digest if one.boundary else None
    return frozenset(policy.digest for policy in one.policies), boundary


def _digest(kind: PolicyKind, account: Account) -> Hashable:
    return (account.scps if kind is PolicyKind.SERVICE_CONTROL else account.rcps).digest


def _texts(*accounts: Account) -> str:
    levels = [level for one in accounts for level in (*one.scps, *one.rcps)]
    return "".join(policy.text for level in levels for policy in level)


def _is_on(kind: PolicyKind, world: World) -> bool:
    return world.organization.has_scps if kind is PolicyKind.SERVICE_CONTROL else world.organization.has_rcps


def _rights(found: Iterable[Relation]) -> Rights:
    relations = list(found)
    gained, lost = any(one.gained for one in relations), any(one.lost for one in relations)
    if gained and lost:
        return "different"
    if any(one.undecided for one in relations):
        return "not decided"
    return "wider" if gained else "narrower" if lost else "the same"
