"""Dimensions give a value exactly when one exists for which some atoms are true and others false."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

from access.decision.symbolic.circuit import Circuit
from access.decision.symbolic.dimensions import Atoms, ClockDimension, KeyDimension, Meets, Present, Some, Time
from access.decision.symbolic.patterns import exact, wildcards
from access.decision.symbolic.predicates import Comparison, Form, Moment, Number, date_text, seconds_of

_PATTERNS = (wildcards("a*"), wildcards("*b"), exact("ab"), wildcards("?"), exact("AB", fold=True))
_TEXTS = ["".join(one) for size in range(4) for one in product("abABz", repeat=size)]
_CLASSES = ("", "a", "b", "A", "z", "ab", "AB", "aB", "Ab", "az", "zb", "azb", "zz")
"""A text of each class that the patterns tell apart, and more."""
_HOUR = 3_600


def _answers(dimension: KeyDimension, value: str | tuple[str, ...] | None) -> dict[int, bool]:
    """Return what is true of a value, atom by atom."""
    values = () if value is None else (value,) if isinstance(value, str) else value

    def met(question: Present | Meets | Some) -> bool:
        match question:
            case Present():
                return value is not None
            case Meets(predicate):
                return any(predicate.matches(one) for one in values)
            case Some(predicates, wanted):
                return any(any(each.matches(one) for each in predicates) is wanted for one in values)

    return {at: met(question) for at, question in dimension.questions.items()}


def _found(dimension: KeyDimension | ClockDimension, atoms: Atoms) -> object:
    return next(iter(dimension.value(atoms)), "nothing")


@pytest.mark.parametrize("seed", range(30))
def test_key_with_one_value_has_one_exactly_when_a_short_text_fits(seed: int) -> None:
    dimension = KeyDimension("k", Circuit())
    random = Random(seed)
    for one in random.sample(_PATTERNS, 3):
        dimension.meets(one)
    possible = [_answers(dimension, text) for text in (None, *_TEXTS)]
    for wanted in product((True, False), repeat=len(dimension.questions)):
        atoms = dict(zip(dimension.questions, wanted, strict=True))
        found = _found(dimension, atoms)
        assert (found != "nothing") is (atoms in possible)
        if found != "nothing":
            assert _answers(dimension, found) == atoms  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(20))
def test_key_with_many_values_has_some_exactly_when_sets_of_short_texts_fit(seed: int) -> None:
    dimension = KeyDimension("k", Circuit(), many=True)
    random = Random(seed)
    for met in (True, False):
        dimension.some(random.sample(_PATTERNS, random.randint(1, 2)), met=met)
    dimension.some(random.sample(_PATTERNS, 1), met=random.random() < 0.5)
    sets = [some for size in (1, 2, 3) for some in combinations(_CLASSES, size)]
    possible = {tuple(_answers(dimension, one).values()) for one in (None, *sets)}
    for wanted in product((True, False), repeat=len(dimension.questions)):
        found = _found(dimension, dict(zip(dimension.questions, wanted, strict=True)))
        assert (found != "nothing") is (wanted in possible), (wanted, dimension.questions)
        if found != "nothing":
            assert tuple(_answers(dimension, found).values()) == wanted  # type: ignore[arg-type]


def test_no_answer_about_an_absent_key_is_yes() -> None:
    circuit = Circuit()
    dimension = KeyDimension("k", circuit)
    atom = dimension.meets(exact("a"))
    assert circuit.solve([atom, -dimension.present]) is None
    assert circuit.solve([-atom, dimension.present]) is not None
    assert _found(dimension, {dimension.present: False}) is None
    assert _found(dimension, {dimension.present: True}) is not None


def test_key_that_needs_an_action_is_absent_without_it() -> None:
    circuit = Circuit()
    action = circuit.variable()
    dimension = KeyDimension("k", circuit, needs=action)
    assert circuit.solve([dimension.present, -action]) is None
    assert circuit.solve([dimension.present, action]) is not None


@pytest.mark.parametrize("seed", range(60))
def test_number_is_found_exactly_when_there_is_one_between_the_limits(seed: int) -> None:
    random = Random(seed)
    dimension = KeyDimension("k", Circuit(), shape=[Form("Numeric")])
    limits = (1, 2, 2.5, 3, 10)
    comparisons: tuple[Comparison, ...] = ("<", "<=", ">", ">=", "==")
    asked = [Number(random.choice(comparisons), random.choice(limits)) for _ in range(3)]
    atoms = {dimension.meets(one): random.random() < 0.5 for one in asked}
    possible = [str(one / 8) for one in range(-16, 200)]
    wanted = {dimension.present: True, **atoms}
    expected = any(_answers(dimension, one) == wanted for one in possible)
    found = _found(dimension, wanted)
    assert (found != "nothing") is expected
    if found != "nothing":
        assert _answers(dimension, found) == wanted  # type: ignore[arg-type]


def test_value_has_the_shape_of_its_key() -> None:
    dimension = KeyDimension("k", Circuit(), shape=[Form("Bool")])
    assert _found(dimension, {dimension.present: True, dimension.meets(exact("true")): False}) == "false"
    not_false = {dimension.meets(exact("true")): False, dimension.meets(exact("false")): False}
    assert _found(dimension, {dimension.present: True, **not_false}) == "nothing"


def test_example_is_taken_where_it_will_do() -> None:
    dimension = KeyDimension("k", Circuit(), examples=["eu-west-1"])
    assert _found(dimension, {dimension.meets(wildcards("eu-*")): True}) == "eu-west-1"
    assert _found(dimension, {dimension.meets(wildcards("us-*")): True}) != "eu-west-1"


@pytest.mark.parametrize("seed", range(40))
def test_clock_has_a_time_exactly_when_trying_every_hour_finds_one(seed: int) -> None:
    random = Random(seed)
    since = 1_000_000 * _HOUR
    clock = ClockDimension("clock", Circuit(), since)
    questions = [
        Time(Moment(random.choice(("<", "<=", ">", ">=", "==")), since + random.randint(-45, 45) * _HOUR), issued)
        for issued in random.choices((True, False), k=4)
    ]
    atoms = {clock.atom(one): random.random() < 0.5 for one in questions}
    steps = [since + hour * _HOUR + step for hour in range(-90, 92) for step in (-1, 0, 1)]

    def fits(time: int, *, issued: bool) -> bool:
        asked = [(clock.questions[at], met) for at, met in atoms.items() if clock.questions[at].issued is issued]
        return all(one.moment.matches(date_text(time)) is met for one, met in asked)

    nows = [one for one in steps if one >= since and fits(one, issued=False)]
    issues = [one for one in steps if fits(one, issued=True)]
    expected = any(now - clock.LONGEST <= issued <= now for now in nows for issued in issues)
    found = _found(clock, atoms)
    assert (found != "nothing") is expected
    if isinstance(found, tuple):
        now, issued = (int(seconds_of(str(one)) or 0) for one in found)
        assert since <= now
        assert now - clock.LONGEST <= issued <= now
        assert fits(now, issued=False)
        assert fits(issued, issued=True)


def test_clock_does_not_run_backwards() -> None:
    clock = ClockDimension("clock", Circuit(), 1_000_000)
    assert _found(clock, {clock.atom(Time(Moment("<", 1_000_000))): True}) == "nothing"
    found = _found(clock, {clock.atom(Time(Moment("<=", 1_000_000))): True})
    assert isinstance(found, tuple)
    assert found[0] == date_text(1_000_000)


def test_temporary_credentials_are_at_most_36_hours_old() -> None:
    since = 1_796_083_200
    clock = ClockDimension("clock", Circuit(), since)
    old = clock.atom(Time(Moment("<", since - 36 * _HOUR), issued=True))
    young = clock.atom(Time(Moment("<=", since - 36 * _HOUR), issued=True))
    assert _found(clock, {old: True}) == "nothing"
    assert _found(clock, {young: True}) == (date_text(since), date_text(since - 36 * _HOUR))
