"""The search for a request that makes a formula true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from access.decision.symbolic.catalog import CATALOG, Actions, form_pattern
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.dimensions import Atoms, ClockDimension, KeyDimension, Value, Valued
from access.decision.symbolic.patterns import Pattern, TooComplex, text_matching
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.statements import Encoder
from policies.resource_types import resource_types

MOST_ROUNDS = 2_000
"""Largest number of solutions of the Boolean formula that one search tries."""
ANYTHING = "*"


@dataclass(frozen=True)
class Found:
    """A request: its action, its resource, and the values of its free condition keys."""

    action: str
    resource: str
    keys: Mapping[str, str | tuple[str, ...]]
    """By name in lower case; a key that does not matter is left out."""
    absent: frozenset[str]
    """Keys that the request must not have."""
    times: tuple[str, str] | None
    """The time of the request and of the credentials, if one of them matters."""
    unread: tuple[str, ...]
    """Parts of policies that were not read, and on which the request depends."""


@dataclass(frozen=True)
class Result:
    """The result of a search: a request, none, or the reason why it was given up."""

    found: Found | None = None
    problem: str = ""
    kept_by: frozenset[Literal] = frozenset()
    """Where there is none and statements are told apart: the variables of those without which there might be one."""


@dataclass(frozen=True)
class Solution:
    """A request, and the atoms that suffice to make the formulas true that were wanted."""

    found: Found
    atoms: Atoms


class GivenUp(Exception):
    """A search was given up; the message says why."""


class Search:
    """Searches for requests: the solver proposes which conditions are met, dimensions say whether values exist."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._circuit = encoder.circuit
        self._keys: dict[Literal, frozenset[str]] = {}

    def search(
        self, wanted: Sequence[Literal], scope: Scope, *, accept: Callable[[Found], bool] = lambda _: True
    ) -> Result:
        """
        Return a request for which all wanted formulas are true, and which is accepted.

        The same formulas, in the same order of questions, give the same request.
        """
        goal = [*wanted, *self.always(scope, wanted)]
        if FALSE in goal:
            return Result()
        refused: list[Literal] = []
        rounds = iter(range(MOST_ROUNDS))
        while True:
            try:
                solution = self.solution(goal, scope, also=refused, rounds=rounds)
            except GivenUp as error:
                return Result(problem=str(error))
            if solution is None:
                return Result(kept_by=self._circuit.core() & self._encoder.holding.keys())
            if accept(solution.found):
                return Result(solution.found)
            guard = self._circuit.variable()  # for this search only
            self._circuit.demand([-guard, *(-one if met else one for one, met in solution.atoms.items())])
            refused.append(guard)

    def solution(
        self,
        goal: Sequence[Literal],
        scope: Scope,
        *,
        also: Sequence[Literal] = (),
        rounds: Iterator[int] | None = None,
    ) -> Solution | None:
        """
        Return a request for which the formulas of a goal are true, and the atoms that make them so; None without one.

        `also` are formulas that must be true and that no atoms make so. Raise GivenUp after all rounds, or for patterns
        that are too many to compare.
        """
        for _ in rounds or range(MOST_ROUNDS):
            model = self._circuit.solve([*goal, *also, *self._encoder.holding])
            if model is None:
                return None
            atoms = self._reasons(goal, model)
            try:
                found = self._request(atoms, scope)
            except TooComplex:
                raise GivenUp("the patterns of the policies are too many to compare") from None
            if isinstance(found, Found):
                return Solution(found, atoms)
            self._circuit.demand([-one if met else one for one, met in found.items()])
        raise GivenUp(f"no answer after {MOST_ROUNDS} attempts")

    def _reasons(self, goal: Sequence[Literal], model: frozenset[Literal]) -> Atoms:
        """Return the atoms that make the goal true, with those that the presence of a key needs."""
        atoms = self._circuit.reasons(goal, model)
        present = [one for one in self._encoder.conditions.keys.values() if any(one.own(atoms).values())]
        return {**atoms, **{one.needs: True for one in present if one.needs != TRUE}}

    def always(self, scope: Scope, wanted: Sequence[Literal]) -> Iterator[Literal]:
        """Yield the formulas that keys are there which every request has, in the order of the keys."""
        conditions = self._encoder.conditions
        yield -self._encoder.listed if scope.unlisted else self._encoder.listed
        if scope.action and not scope.unlisted:
            yield self._encoder.action.atom(scope.action)
        for key in sorted(scope.shapes):
            yield conditions.shaped(key, scope.shapes[key])
        for key in sorted(frozenset[str]().union(*map(self._keys_in, wanted))):
            if key not in scope.known and scope.is_always_there(key):
                yield conditions.keys[key].present
        if scope.resource_account:
            yield self._encoder.in_account(scope.resource_account)

    def _keys_in(self, formula: Literal) -> frozenset[str]:
        """Return the keys that a formula asks for."""
        if formula not in self._keys:
            used = set(self._circuit.variables_of([formula]))
            keys = self._encoder.conditions.keys.items()
            self._keys[formula] = frozenset(key for key, one in keys if not used.isdisjoint(one.questions))
        return self._keys[formula]

    def _request(self, atoms: Atoms, scope: Scope) -> Found | Atoms:
        """Return a request for which atoms are as given; else the atoms that exclude each other. Raise TooComplex."""
        encoder = self._encoder
        values: dict[str, Value] = {}
        dimensions: dict[str, KeyDimension | ClockDimension] = {**encoder.conditions.keys, _CLOCK: encoder.clock}
        for name, dimension in dimensions.items():
            if own := dimension.own(atoms):
                value = _value(dimension, own)
                if value is _NOTHING:
                    return _fewest(own, partial(_is_excluded, dimension))
                values[name] = value
        target = self._action_and_resource(encoder.action.own(atoms), encoder.resource.own(atoms), scope)
        if not isinstance(target, tuple):
            return target
        times = values.pop(_CLOCK, None)
        unread = encoder.conditions.unread
        return Found(
            action=target[0],
            resource=target[1],
            keys={key: value for key, value in values.items() if value is not None},
            absent=frozenset(key for key, value in values.items() if value is None),
            times=(times[0], times[1]) if times else None,
            unread=tuple(unread[literal] for literal in sorted(atoms) if literal in unread),
        )

    def _action_and_resource(self, action: Atoms, resource: Atoms, scope: Scope) -> tuple[str, str] | Atoms:
        found = self._target(action, resource, scope)
        if found:
            return found

        def excluded(some: Atoms, of: Scope = scope) -> bool:
            own = {one: met for one, met in some.items() if one in action}
            return self._target(own, {one: met for one, met in some.items() if one in resource}, of) is None

        few = _fewest({**action, **resource}, excluded)
        if not scope.unlisted:
            few = {**few, self._encoder.listed: True}
        if excluded(few, replace(scope, resource_account="")):
            return few
        return {**few, self._encoder.in_account(scope.resource_account): True}

    def _target(self, action: Atoms, resource: Atoms, scope: Scope) -> tuple[str, str] | None:
        """Return an action and the ARN of a resource that it acts on; None when there are none. Raise TooComplex."""
        actions = self._encoder.action.set_of(action)
        if not (actions or scope.unlisted):
            return None
        if scope.resource:
            return scope.unlisted or CATALOG.first(actions), scope.resource
        questions = self._encoder.resource.questions
        positive = [questions[literal] for literal, met in resource.items() if met]
        negative = [questions[literal] for literal, met in resource.items() if not met]
        if scope.unlisted:  # which resources it acts on is not known
            text = text_matching(positive, negative)
            return None if text is None else (scope.unlisted, text)
        if not positive and (alone := actions & CATALOG.without_resource):
            return CATALOG.first(alone), ANYTHING
        for form, acting in self._forms(actions, positive):
            text = text_matching([form_pattern(form, scope.resource_account), *positive], negative)
            if text is not None:
                return CATALOG.first(actions & acting), text
        return None

    def _forms(self, actions: Actions, positive: Sequence[Pattern]) -> Iterable[tuple[str, Actions]]:
        """Yield the forms of ARNs that some of the actions act on; a literal ARN by itself, if one is asked."""
        literal = next((one.literal for one in positive if one.literal), None)
        if literal:
            if acting := actions & CATALOG.acting_on(literal):
                yield literal, acting
            return
        likely = resource_types(CATALOG.first(actions))
        yield from ((one.form, actions & CATALOG.by_form[one.form]) for one in likely if one.form in CATALOG.by_form)
        head = max((one.head for one in positive), key=len, default="")
        service = head.split(":", 3)[2] if head.count(":") > 2 else ""
        for form, acting in CATALOG.forms_of(service, needed=True) if service else CATALOG.by_needed_form.items():
            if actions & acting:
                yield form, acting


def _value(dimension: Valued, atoms: Atoms) -> Value:
    """Return a value of a dimension with these atoms; `_NOTHING` when there is none."""
    return next(iter(dimension.value(atoms)), _NOTHING)


def _is_excluded(dimension: Valued, atoms: Atoms) -> bool:
    return _value(dimension, atoms) is _NOTHING


def _fewest(atoms: Atoms, excluded: Callable[[Atoms], bool]) -> Atoms:
    """Return a few of the atoms that exclude each other already."""
    kept = dict(atoms)
    for literal in list(kept):
        fewer = {one: met for one, met in kept.items() if one != literal}
        if excluded(fewer):
            kept = fewer
    return kept


_NOTHING: Value = ("nothing",)
_CLOCK = ""
"""The name of the clock among the names of keys."""
