"""
The dimensions of a request: action, resource and each condition key, with the questions that policies ask of them.

Each question is an atom: a variable of the circuit. A dimension knows whether values exist for which some atoms are
true and others false, and returns one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from access.decision.symbolic.circuit import TRUE, Circuit, Literal
from access.decision.symbolic.patterns import Pattern, TooComplex, text_matching
from access.decision.symbolic.predicates import Moment, Number, Predicate, date_text

Value = str | tuple[str, ...] | None
"""The value of a dimension; None for a condition key that the request does not have."""
Question = TypeVar("Question")
Atoms = Mapping[Literal, bool]
"""Atoms, each with the wanted answer to its question."""
_MOST_CHOICES = 2_000


class Valued(Protocol):
    """A dimension whose values can be found by themselves."""

    def value(self, atoms: Atoms) -> Iterator[Value]:
        """Yield values with these atoms, or none when there are none. Raise TooComplex."""
        ...


class Dimension(Generic[Question]):
    """A dimension, and its atoms by the question that they stand for."""

    def __init__(self, name: str, circuit: Circuit) -> None:
        self.name = name
        self.circuit = circuit
        self.questions: dict[Literal, Question] = {}
        self._atoms: dict[Question, Literal] = {}

    def atom(self, question: Question) -> Literal:
        """Return the atom of a question."""
        if question not in self._atoms:
            literal = self._atoms[question] = self.circuit.variable()
            self.questions[literal] = question
        return self._atoms[question]

    def own(self, atoms: Atoms) -> dict[Literal, bool]:
        """Return those of the atoms that are about this dimension, in their order."""
        return {literal: atoms[literal] for literal in sorted(atoms.keys() & self.questions.keys())}


class TextDimension(Dimension[Pattern]):
    """A dimension that always has one text; each question is a pattern."""


@dataclass(frozen=True, slots=True)
class Present:
    """The question whether the request has the key."""


@dataclass(frozen=True, slots=True)
class Meets:
    """The question whether the key's one value meets a predicate."""

    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Some:
    """The question whether one of the key's values meets one of the predicates or, if not `met`, none of them."""

    predicates: tuple[Predicate, ...]
    met: bool = True


class KeyDimension(Dimension[Present | Meets | Some]):
    """
    A condition key, with one value or, if `many`, a set of them.

    `shape` are the predicates of every value, `examples` values to try first, `needs` is a formula without which no
    request has the key.
    """

    def __init__(
        self,
        name: str,
        circuit: Circuit,
        *,
        many: bool = False,
        shape: Sequence[Predicate] = (),
        examples: Sequence[str] = (),
        needs: Literal = TRUE,
    ) -> None:
        super().__init__(name, circuit)
        self.many = many
        self.needs = needs
        self._shape = tuple(shape)
        self._examples = tuple(examples)
        self.present = self.atom(Present())
        circuit.demand([-self.present, needs])

    def meets(self, predicate: Predicate) -> Literal:
        """Return the atom that the key is present and its value meets a predicate."""
        return self._implying_presence(Meets(predicate))

    def some(self, predicates: Sequence[Predicate], *, met: bool = True) -> Literal:
        """Return the atom that one of the key's values meets one of the predicates, or none of them."""
        return self._implying_presence(Some(tuple(predicates), met))

    def _implying_presence(self, question: Meets | Some) -> Literal:
        is_new = question not in self._atoms
        literal = self.atom(question)
        if is_new:
            self.circuit.demand([-literal, self.present])
        return literal

    def value(self, atoms: Atoms) -> Iterator[Value]:
        """Yield None for an absent key, else its value or values."""
        asked = [(self.questions[literal], met) for literal, met in atoms.items()]
        present = any(met for _, met in asked)
        if any(isinstance(one, Present) and not met for one, met in asked) and present:
            return
        if not present:
            if not any(isinstance(one, Present) and met for one, met in asked):
                yield None
            return
        if self.many:
            yield from self._values(asked)
        else:
            positive = [one.predicate for one, met in asked if isinstance(one, Meets) and met]
            negative = [one.predicate for one, met in asked if isinstance(one, Meets) and not met]
            if (found := _one([*self._shape, *positive], negative, self._examples)) is not None:
                yield found

    def _values(self, asked: Sequence[tuple[Present | Meets | Some, bool]]) -> Iterator[Value]:
        """Yield a set of values: one for each question that some value must meet."""
        wanted = [one for one, met in asked if isinstance(one, Some) and met] or [Some((), met=False)]
        # every value must meet one predicate of each of these, and none of those
        each = [one.predicates for one, met in asked if isinstance(one, Some) and not met and not one.met]
        never = [
            predicate
            for one, met in asked
            if isinstance(one, Some) and not met and one.met
            for predicate in one.predicates
        ]
        found: list[str] = []
        for one in wanted:
            choices = [one.predicates, *each] if one.met else each
            value = _chosen(choices, [*never, *(() if one.met else one.predicates)], self._shape)
            if value is None:
                return
            found.append(value)
        yield tuple(dict.fromkeys(found))


def _chosen(
    choices: Sequence[Sequence[Predicate]], negative: Sequence[Predicate], shape: Sequence[Predicate]
) -> str | None:
    """Return a value that meets one predicate of each choice, and no negative one."""
    tried = 0

    def search(positive: tuple[Predicate, ...], rest: Sequence[Sequence[Predicate]]) -> str | None:
        nonlocal tried
        tried += 1
        if tried > _MOST_CHOICES:
            raise TooComplex
        found = _one(positive, negative)
        if found is None or not rest or all(any(one.matches(found) for one in choice) for choice in rest):
            return found
        for one in rest[0]:
            if (found := search((*positive, one), rest[1:])) is not None:
                return found
        return None

    return search(tuple(shape), choices)


def _one(positive: Sequence[Predicate], negative: Sequence[Predicate], examples: Sequence[str] = ()) -> str | None:
    """Return a value that meets all positive predicates and no negative one; None when there is none."""
    for text in examples:
        if all(one.matches(text) for one in positive) and not any(one.matches(text) for one in negative):
            return text
    patterns = [one for one in positive if isinstance(one, Pattern)]
    others = [one for one in (*positive, *negative) if not isinstance(one, Pattern)]
    if not others:
        return text_matching(patterns, [one for one in negative if isinstance(one, Pattern)])
    literals = [one.literal for one in (*positive, *negative) if isinstance(one, Pattern) and one.literal is not None]
    candidates = [*literals, *(text for one in others for text in one.candidates()), *_between(others), *_PLAIN]
    for text in candidates:
        if all(one.matches(text) for one in positive) and not any(one.matches(text) for one in negative):
            return text
    if any(isinstance(one, Pattern) and one.literal is None for one in (*positive, *negative)):
        raise TooComplex  # numbers, dates or addresses that a pattern of text is about as well
    return None


def _between(predicates: Sequence[Predicate]) -> Iterator[str]:
    """Yield the numbers halfway between the limits of comparisons."""
    limits = sorted({one.limit for one in predicates if isinstance(one, Number)})
    yield from (str((low + high) / 2) for low, high in pairwise(limits))


_PLAIN = ("true", "false", "0", "1", "198.51.100.7", "2001:db8::7", "2026-01-01T00:00:00Z", "example")


@dataclass(frozen=True, slots=True)
class Time:
    """A question about the time of the request, or, if `issued`, of its temporary credentials."""

    moment: Moment
    issued: bool = False


class ClockDimension(Dimension[Time]):
    """
    The time of the request, from `since` on (seconds since 1970), and the time of the caller's temporary credentials.

    Credentials are valid for at most 36 hours. Source:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html (2026-12-01).
    """

    LONGEST = 36 * 3_600

    def __init__(self, name: str, circuit: Circuit, since: float) -> None:
        super().__init__(name, circuit)
        self.since = since

    def value(self, atoms: Atoms) -> Iterator[Value]:
        """Yield the time of the request and of the credentials."""
        asked = [(self.questions[literal], met) for literal, met in atoms.items()]
        limits = [one.moment.limit for one, _ in asked]
        for now in sorted({self.since, *(at for at in _around(limits) if at >= self.since)}):
            for issued in sorted({now, *(at for at in _around([*limits, now]) if now - self.LONGEST <= at <= now)}):
                if all(one.moment.matches(date_text(issued if one.issued else now)) is met for one, met in asked):
                    yield date_text(now), date_text(issued)
                    return


def _around(limits: Sequence[float]) -> list[float]:
    return [limit + step for limit in limits for step in (-1, 0, 1)]
