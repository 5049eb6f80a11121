"""Boolean formulas as clauses of a SAT solver; equal formulas are written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import neg

from pysat.solvers import Minisat22

Literal = int
"""A formula: the number of a variable of the solver; the negative number is its opposite."""
TRUE: Literal = 1
FALSE: Literal = -1
Answers = Callable[[Literal], "bool | None"]
"""The values of variables; None for those that are not known."""


@dataclass(frozen=True, slots=True)
class _Gate:
    """A conjunction of literals; a disjunction is the opposite of one."""

    inputs: tuple[Literal, ...]


class Circuit:
    """Formulas that share one solver; it keeps what it learns between questions."""

    def __init__(self) -> None:
        self._solver = Minisat22(bootstrap_with=[[TRUE]])
        self._last = TRUE
        self._gates: dict[Literal, _Gate] = {}
        self._known: dict[tuple[Literal, ...], Literal] = {}

    def variable(self) -> Literal:
        """Return a new variable."""
        self._last += 1
        return self._last

    def both(self, literals: Iterable[Literal]) -> Literal:
        """Return the formula that all of these are true."""
        inputs = self._inputs(literals)
        if inputs is None:
            return FALSE
        if len(inputs) < 2:
            return inputs[0] if inputs else TRUE
        known = self._known.get(inputs)
        if known is None:
            known = self._known[inputs] = self.variable()
            self._gates[known] = _Gate(inputs)
            for one in inputs:
                self._solver.add_clause([-known, one])
            self._solver.add_clause([known, *(-one for one in inputs)])
        return known

    def either(self, literals: Iterable[Literal]) -> Literal:
        """Return the formula that at least one of these is true."""
        return -self.both(-one for one in literals)

    def _inputs(self, literals: Iterable[Literal]) -> tuple[Literal, ...] | None:
        """Return the inputs of a conjunction, sorted; None when it is false."""
        found = {*literals}
        found.discard(TRUE)
        if FALSE in found or not found.isdisjoint(map(neg, found)):
            return None
        return tuple(sorted(found))

    def demand(self, literals: Sequence[Literal]) -> None:
        """Demand that at least one of these is true, in every question."""
        self._solver.add_clause(list(literals))

    def solve(self, assumptions: Sequence[Literal]) -> frozenset[Literal] | None:
        """Return the true literals of a solution in which the assumptions hold; None when there is none."""
        if not self._solver.solve(assumptions=list(assumptions)):
            return None
        return frozenset(self._solver.get_model() or ())

    def core(self) -> frozenset[Literal]:
        """Return the assumptions of the last question without a solution that exclude it together."""
        return frozenset(self._solver.get_core() or ())

    def reasons(self, wanted: Iterable[Literal], model: frozenset[Literal]) -> Mapping[Literal, bool]:
        """
        Return variables with values that suffice to make the wanted formulas true.

        Where several inputs of a gate would do, the first one is taken, so that the reasons are few.
        """
        found: dict[Literal, bool] = {}
        waiting = [*wanted]
        seen: set[Literal] = set()
        while waiting:
            literal = waiting.pop()
            if literal in seen:
                continue
            seen.add(literal)
            gate = self._gates.get(abs(literal))
            if gate is None:
                if abs(literal) != TRUE:
                    found[abs(literal)] = literal > 0
            elif literal > 0:
                waiting.extend(gate.inputs)
            else:
                waiting.append(-self._false_input(gate, model, seen))
        return found

    def _false_input(self, gate: _Gate, model: frozenset[Literal], seen: set[Literal]) -> Literal:
        """Return a false input of a false gate, if possible one that is a reason already."""
        false = [one for one in gate.inputs if -one in model]
        return next((one for one in false if -one in seen), false[0])

    def value(self, formula: Literal, answer: Answers) -> bool | None:
        """Return the value of a formula whose variables `answer` knows; None where an unknown one decides."""
        return _Values(self._gates, answer).of(formula)

    def open(self, formula: Literal, answer: Answers) -> Iterator[Literal]:
        """Return the unknown variables that decide a formula whose value is not known, each once."""
        values = _Values(self._gates, answer)
        return self.variables_of([formula], unless=lambda one: values.of(one) is not None)

    def places_of(self, formula: Literal) -> Mapping[Literal, frozenset[Literal]]:
        """
        Return the gates of a formula in which each of its variables stands, with their signs.

        Variables that stand in the same places are interchangeable.
        """
        found: dict[Literal, set[Literal]] = {}
        for one, gate in self._parts_of([formula]):
            if gate is None:
                found.setdefault(one, set())
            for each in gate.inputs if gate else ():
                found.setdefault(abs(each), set()).add(one if each > 0 else -one)
        return {one: frozenset(places) for one, places in found.items() if one not in self._gates}

    def variables_of(
        self, formulas: Iterable[Literal], *, unless: Callable[[Literal], bool] = lambda _: False
    ) -> Iterator[Literal]:
        """Yield the variables that formulas consist of, each once, but for parts for which `unless` is true."""
        return (one for one, gate in self._parts_of(formulas, unless) if gate is None)

    def _parts_of(
        self, formulas: Iterable[Literal], unless: Callable[[Literal], bool] = lambda _: False
    ) -> Iterator[tuple[Literal, _Gate | None]]:
        """Yield the variables that formulas consist of, and those of their gates with the gate, each once."""
        waiting, seen = [abs(one) for one in formulas], set[Literal]()
        while waiting:
            one = waiting.pop()
            if one in seen or unless(one):
                continue
            seen.add(one)
            gate = self._gates.get(one)
            yield one, gate
            if gate:
                waiting.extend(abs(each) for each in gate.inputs)


class _Values:
    """The values of formulas whose variables `answer` knows, each computed once."""

    __slots__ = ("_answer", "_gates", "_known")

    def __init__(self, gates: Mapping[Literal, _Gate], answer: Answers) -> None:
        self._gates = gates
        self._answer = answer
        self._known: dict[Literal, bool | None] = {TRUE: True}

    def of(self, literal: Literal) -> bool | None:
        """Return the value of a formula; None where an unknown variable decides."""
        variable = abs(literal)
        if variable not in self._known:
            gate = self._gates.get(variable)
            self._known[variable] = self._answer(variable) if gate is None else self._all(gate.inputs)
        found = self._known[variable]
        return found if literal > 0 or found is None else not found

    def _all(self, inputs: Sequence[Literal]) -> bool | None:
        result: bool | None = True
        for one in inputs:
            found = self.of(one)
            if found is False:
                return False
            if found is None:
                result = None
        return result
