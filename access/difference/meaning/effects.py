"""
What becomes possible and impossible for each kind of principal, under all policies.

A principal is asked about if a policy that bears on it differs: about what is in its own account, and about things that
every principal is allowed to use by their policies. Of principals whom the same policies bind, one is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision.callers import OUTSIDE_ACCOUNT
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG
from access.difference.meaning.classes import ANY_SERVICE, Class, not_read, outside, with_policies
from access.difference.meaning.principals import Pair, Principals
from access.difference.meaning.sides import Sides
from access.difference.meaning.telling import Telling
from access.difference.meaning.things import Thing
from access.model.accounts import Account
from access.model.policies import Policy
from access.questions.resources import OPEN, is_open_to

MOST_ASKED = 2_000
"""Questions about one thing whose policy changes."""
_ASSUMING = CATALOG.matching("sts:AssumeRole")
_Asking = Callable[[Pair], tuple[Sought, Sought]]
_WHERE: tuple[tuple[str, _Asking], ...] = (
    ("", lambda pair: _both(pair, None)),
    ("a thing in its account whose policy lets everyone in", lambda pair: _both(pair, OPEN)),
    ("a thing elsewhere whose policy lets everyone in", lambda pair: _both(pair, OPEN, elsewhere=True)),
)
"""
The things that a principal is asked about: those in its account without a policy of their own, then open ones.

What a statement decides is told of the first of these about which it decides something for any principal.
"""


def _both(pair: Pair, policy: Policy | None, *, elsewhere: bool = False) -> tuple[Sought, Sought]:
    """Return the questions about a thing, of a service whose things can have a policy if it has one."""
    callers = (pair.before, pair.after)
    before, after = (Class(one).asking(None if elsewhere else one.account, policy) for one in callers)
    return (before, after) if policy is None else (with_policies(before), with_policies(after))


@dataclass(frozen=True)
class Effects:
    """Asks what changes for whom."""

    sides: Sides
    things: Sequence[tuple[Thing, Thing]]
    """The things on both sides whose policies do not allow the same."""

    def tell(self, telling: Telling) -> None:
        """Tell every change for a kind of principal, and what is not decided."""
        principals = Principals(self.sides)
        changing = self._alike(principals.changing)
        for on, asking in _WHERE:
            told = telling.causes
            for pairs in changing:
                self._of_principals(pairs, on, asking, telling, told)
        for old, new in self._controlled():
            for one in outside(self.sides.after, [policy for level in (*old.rcps, *new.rcps) for policy in level]):
                pair = _outsider(one)
                contrast = self.sides.contrast(one.asking(old, OPEN), one.asking(new, OPEN))
                telling.tell([pair], [contrast], f"a thing in {new.key} whose policy lets everyone in")
            self._from_elsewhere(old, new, principals.all, telling)
        for things in self.things:
            self._of_thing(*things, principals.all, telling)

    def _alike(self, pairs: Iterable[Pair]) -> list[list[Pair]]:
        """Return principals for whom the same is decided, together."""
        found: dict[Hashable, list[Pair]] = {}
        solvers = self.sides.before.solver, self.sides.after.solver
        for one in pairs:
            alike = solvers[0].likeness(one.before), solvers[1].likeness(one.after)
            found.setdefault((one.kind, alike), []).append(one)
        return [*found.values()]

    def _of_principals(
        self, pairs: list[Pair], on: str, asking: _Asking, telling: Telling, told: frozenset[Hashable]
    ) -> None:
        groups = [[one] for one in pairs] if self.sides.tells_accounts(*asking(pairs[0])) else [pairs]
        for some in groups:
            telling.tell(some, [self.sides.contrast(*_but_roles(some[0], asking))], on, told)

    def _controlled(self) -> Iterator[tuple[Account, Account]]:
        """Yield accounts whose guardrails for resources differ, one of those with the same ones."""
        known = set[Hashable]()
        organizations = self.sides.before.organization, self.sides.after.organization
        for pair in self.sides.accounts.values():
            both = zip(pair, organizations, strict=True)
            digests = [one.rcps.digest if of.has_rcps and not one.is_management else None for one, of in both]
            key = (*digests, *(one.org_path for one in pair))
            if digests[0] != digests[1] and key not in known:
                known.add(key)
                yield pair

    def _from_elsewhere(self, old: Account, new: Account, principals: Sequence[Pair], telling: Telling) -> None:
        """Tell what changes about things in an account for principals of others, unless each statement is told."""
        told = telling.causes
        if told.issuperset(_changed(old, new)):
            return

        def asking(pair: Pair) -> tuple[Sought, Sought]:
            return Class(pair.before).asking(old, OPEN), Class(pair.after).asking(new, OPEN)

        others = [one for one in principals if one.after.account and one.after.account.number != new.number]
        for pairs in self._alike(others):
            self._of_principals(pairs, f"a thing in {new.key} whose policy lets everyone in", asking, telling, told)

    def _of_thing(self, old: Thing, new: Thing, principals: Sequence[Pair], telling: Telling) -> None:
        """Tell what changes about a thing whose policy changes, beside what users reach, which is told elsewhere."""
        name = self.sides.new.names.text(new.arn)
        telling.not_read(name, not_read(old.policy, new.policy))
        policies = [one.policy for one in (old, new) if one.policy]
        asked = 0
        for pair in principals:
            open_ = any(is_open_to(pair.after, new.account, one) for one in policies)
            if not open_ or (new.is_role and pair.kind == "users"):
                continue
            asked += 1
            if asked > MOST_ASKED:
                telling.not_asked(name)
                break
            questions = zip(old.asked(Class(pair.before)), new.asked(Class(pair.after)), strict=True)
            telling.tell([pair], [self.sides.contrast(*both) for both in questions], name)
        for one in outside(self.sides.after, policies):
            both = zip(old.asked(one), new.asked(one), strict=True)
            telling.tell([_outsider(one)], [self.sides.contrast(*questions) for questions in both], name)


def _changed(old: Account, new: Account) -> Iterator[Hashable]:
    """Yield the causes of what changes by guardrails for resources: statements that one account alone has."""
    before, after = _statements(old), _statements(new)
    for change, here, there in (("possible", before, after), ("impossible", after, before)):
        yield from ((change, cause) for text, cause in here.items() if text not in there)


def _statements(account: Account) -> dict[str, Hashable]:
    policies = [policy for level in account.rcps for policy in level]
    return {
        json.dumps(said, sort_keys=True): (policy.digest, place)
        for policy in policies
        for place, said in enumerate(policy.statements, 1)
    }


def _but_roles(pair: Pair, asking: _Asking) -> tuple[Sought, Sought]:
    """Return the questions about a principal; the roles that users reach are told elsewhere."""
    before, after = asking(pair)
    if pair.kind != "users":
        return before, after
    return replace(before, actions=before.actions & ~_ASSUMING), replace(after, actions=after.actions & ~_ASSUMING)


def _outsider(one: Class) -> Pair:
    is_service = one.caller.principal != "*" and not one.caller.principal.startswith("arn:")
    label = one.caller.label.replace(f"account {OUTSIDE_ACCOUNT}", "any other account")
    name = "any other service" if label == ANY_SERVICE else label
    return Pair("services" if is_service else "outside", name, one.caller, one.caller)
