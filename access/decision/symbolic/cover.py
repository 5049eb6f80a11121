"""
The conditions under which a formula is true, as alternatives: each suffices by itself, and together they are all.

An alternative is a set of requirements of one dimension each. It is minimal: without one of them, there is a request
that meets the others and for which the formula is false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from access.decision.symbolic.circuit import FALSE, Literal
from access.decision.symbolic.dimensions import Meets, Present, Some, Time
from access.decision.symbolic.patterns import Pattern
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.search import Found, GivenUp, Search
from access.decision.symbolic.statements import Encoder

MOST_ALTERNATIVES = 8
"""Alternatives of one formula that are looked for."""
RESOURCE, CLOCK = "resource", "clock"
"""The names of the dimensions that are no condition keys."""
Question = Pattern | Present | Meets | Some | Time


@dataclass(frozen=True, slots=True)
class Term:
    """A question of a dimension with its answer: that the key's value matches a pattern, that it is absent."""

    question: Question
    met: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of one dimension: one of the terms holds."""

    dimension: str
    """The condition key in lower case, `resource` or `clock`."""
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Alternative:
    """Requirements that suffice together, and a request that meets them."""

    requires: tuple[Requirement, ...]
    unread: tuple[str, ...]
    """Parts of policies that are not read and on which it depends; without any, the requirements are sufficient."""
    found: Found


@dataclass(frozen=True)
class Cover:
    """The alternatives of a formula."""

    alternatives: tuple[Alternative, ...] = ()
    complete: bool = True
    """False if there may be more alternatives than these."""
    problem: str = ""
    """Why the search was given up, if it was."""


class Covers:
    """Looks for the alternatives of formulas."""

    def __init__(self, encoder: Encoder, search: Search) -> None:
        self._encoder = encoder
        self._circuit = encoder.circuit
        self._search = search

    def of(self, formula: Literal, given: Sequence[Literal], scope: Scope, most: int = MOST_ALTERNATIVES) -> Cover:
        """Return the alternatives of a formula among the requests of a scope for which the given formulas are true."""
        if FALSE in (formula, *given):
            return Cover()
        look = _Look(self._encoder, self._search, formula, given, scope)
        found: list[Alternative] = []
        try:
            for one in look.alternatives():
                if len(found) == most:
                    return Cover(tuple(found), complete=False)
                found.append(one)
        except GivenUp as error:
            return Cover(tuple(found), complete=False, problem=str(error))
        return Cover(tuple(found))


class _Look:
    """The search for the alternatives of one formula."""

    def __init__(
        self, encoder: Encoder, search: Search, formula: Literal, given: Sequence[Literal], scope: Scope
    ) -> None:
        self._encoder = encoder
        self._circuit = encoder.circuit
        self._search = search
        self._formula = formula
        self._scope = scope
        self._always = [*given, *search.always(scope, [formula, *given])]
        self._names = {
            **dict.fromkeys(encoder.resource.questions, RESOURCE),
            **dict.fromkeys(encoder.clock.questions, CLOCK),
            **{one: key for key, dimension in encoder.conditions.keys.items() for one in dimension.questions},
        }
        """The dimension of each atom."""
        self._asked = [one for one in encoder.circuit.variables_of([formula]) if one in self._names]

    def alternatives(self) -> Iterator[Alternative]:
        """Yield alternatives until they are all. Raise GivenUp."""
        blocked: list[Literal] = []
        while solution := self._search.solution([self._formula, *self._always], self._scope, also=blocked):
            literals = [one if met else -one for one, met in solution.atoms.items()]
            groups = self._widened(self._fewest(literals))
            held = [self._circuit.either(group) for group in groups]
            example = self._search.solution([*held, self._formula, *self._always], self._scope)
            yield self._alternative(groups, example.found if example else solution.found)
            guard = self._circuit.variable()
            self._circuit.demand([-guard, *(-one for one in held)])
            blocked.append(guard)

    def _fewest(self, literals: Sequence[Literal]) -> list[Literal]:
        """Return literals without which the formula may be false; what is not read is given up first."""
        unread = self._encoder.conditions.unread
        kept = [one for one in literals if abs(one) in self._names or abs(one) in unread]
        for one in sorted(kept, key=lambda one: (abs(one) not in unread, abs(one))):
            fewer = [other for other in kept if other != one]
            if self._suffice(fewer):
                kept = fewer
        return kept

    def _suffice(self, literals: Sequence[Literal]) -> bool:
        """Return whether the formula is true for every request for which these literals are; False if not known."""
        return self._impossible([*literals, -self._formula])

    def _impossible(self, literals: Sequence[Literal]) -> bool:
        try:
            return self._search.solution([*literals, *self._always], self._scope) is None
        except GivenUp:
            return False

    def _widened(self, literals: Sequence[Literal]) -> list[list[Literal]]:
        """Return the literals, each with those of the same dimension that would do as well in its place."""
        groups = [[one] for one in literals]
        for at, group in enumerate(groups):
            others = [self._circuit.either(one) for place, one in enumerate(groups) if place != at]
            for candidate in self._instead_of(group[0]):
                new = [*others, candidate, *(-one for one in group)]
                if not self._impossible(new) and self._suffice([*others, candidate]):
                    group.append(candidate)
            self._prune(group)
        return groups

    def _prune(self, group: list[Literal]) -> None:
        """Remove the literals of a group that hold only where another one of it does."""
        for one in group[:-1]:
            rest = [other for other in group if other != one]
            if rest and self._impossible([one, *(-other for other in rest)]):
                group.remove(one)

    def _instead_of(self, literal: Literal) -> Iterator[Literal]:
        """Yield literals of the same dimension as another one: those of the same sign first."""
        name = self._names.get(abs(literal))
        own = [one for one in self._asked if self._names[one] == name and one != abs(literal)] if name else []
        yield from (one if literal > 0 else -one for one in own)
        yield from (-one if literal > 0 else one for one in own)

    def _alternative(self, groups: Sequence[Sequence[Literal]], found: Found) -> Alternative:
        unread = self._encoder.conditions.unread
        requires = [self._requirement(one) for one in groups if abs(one[0]) in self._names]
        doubts = [unread[abs(one[0])] for one in groups if abs(one[0]) in unread]
        return Alternative(tuple(requires), tuple(doubts), found)

    def _requirement(self, group: Sequence[Literal]) -> Requirement:
        name = self._names[abs(group[0])]
        questions: dict[Literal, Question] = {
            **self._encoder.resource.questions,
            **self._encoder.clock.questions,
            **(self._encoder.conditions.keys[name].questions if name in self._encoder.conditions.keys else {}),
        }
        return Requirement(name, tuple(Term(questions[abs(one)], one > 0) for one in group))
