"""Conditions as formulas over the keys of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.circuit import FALSE, TRUE, Circuit, Literal
from access.decision.symbolic.dimensions import ClockDimension, KeyDimension, Time
from access.decision.symbolic.patterns import REGION_LETTERS, Pattern, Token
from access.decision.symbolic.predicates import Form, Moment, Number, Predicate
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.unknown import Unknown, agreement, own_organization, spelled
from access.decision.symbolic.values import (
    OPERATORS,
    NeverMatches,
    NotReadable,
    Operator,
    Variables,
    arn_shape,
    predicate,
)
from policies.checks import aws_names
from policies.reading import Condition

REGION = "aws:requestedregion"
UNREAD_TAG = "the proof does not read tags"
_REGION_SHAPE = Pattern((Token(only=REGION_LETTERS), Token(only=REGION_LETTERS, many=True)))
_PART, _COLON = Token(but=":", many=True), Token(only=":")
_SOURCE_SHAPE = Pattern(
    (
        *(Token(only=char) for char in "arn:"),
        *(_PART, _COLON, _PART, _COLON, _PART, _COLON, Token(only="0123456789", many=True), _COLON, Token(many=True)),
    )
)
"""An ARN of a resource, whose account is a number, or empty as that of a bucket."""
_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    REGION: ("us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2", "eu-central-1", "sa-east-1"),
    "aws:sourceip": ("198.51.100.7", "203.0.113.7", "192.0.2.7", "10.0.0.7"),
}
"""Values that read better in a counterexample than others that would do."""


_ANY_SCOPE = Scope("anonymous", "*", "")
_OF_ORGANIZATIONS = ("aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths")
"""Keys that only outside principals choose, and services that work for them: never with the organization's id."""


class Conditions:
    """Turns conditions into formulas; keys are dimensions that all policies share."""

    def __init__(
        self,
        circuit: Circuit,
        clock: ClockDimension,
        action: Callable[[Actions, Scope], Literal],
        unknown: Unknown,
    ) -> None:
        self._circuit = circuit
        self._unknown = unknown
        self._clock = clock
        self._action = action
        self.keys: dict[str, KeyDimension] = {}
        self.unread: dict[Literal, str] = {}
        """Reasons why a part of a policy was not read, by the variable that stands for it."""
        self._unread: dict[str, Literal] = {}
        self._lacking: dict[tuple[str, int], tuple[Sequence[Pattern], Literal]] = {}

    def not_read(self, reason: str) -> Literal:
        """Return a variable for a part of a policy that is not read: it may be true or false."""
        if reason not in self._unread:
            literal = self._unread[reason] = self._circuit.variable()
            self.unread[literal] = reason
        return self._unread[reason]

    def met(self, condition: Condition, scope: Scope, *, variables: bool) -> Literal:
        """Return the formula that a condition is met. `variables` tells whether the policy's version has any."""
        set_operator, _, rest = condition.operator.lower().rpartition(":")
        base, if_exists = rest.removesuffix("ifexists"), rest.endswith("ifexists")
        key = condition.key.lower()
        if scope.is_unread(key):
            return self.not_read(f"{condition.operator} of {condition.key}: {UNREAD_TAG}")
        if base == "null":
            return self._null(key, condition.values, scope)
        operator = OPERATORS.get(base)
        if operator is None or set_operator not in ("", "foranyvalue", "forallvalues"):
            return self.not_read(f"the operator {condition.operator}")
        if not condition.values:
            return self.not_read(f"{condition.operator} of {condition.key} without a value")
        reader = Variables(scope.texts, scope.is_absent, variables)
        predicates, unread = self._predicates(operator, condition.values, reader)
        if unread:
            return self.not_read(f"{condition.operator} of {condition.key}: {unread}")
        value = self._value(key, operator, predicates, set_operator, scope)
        if not if_exists:
            return value
        return self._circuit.either([value, -self.present(key, scope)])

    def _predicates(
        self, operator: Operator, values: Sequence[str], variables: Variables
    ) -> tuple[tuple[Predicate, ...], str]:
        """Return what the values ask, and the first one that is not read."""
        found: list[Predicate] = []
        for value in values:
            try:
                found.append(predicate(operator, value, variables))
            except NeverMatches:
                if operator.negated:
                    return (), f"{value} has a policy variable without value"
            except NotReadable as error:
                return (), str(error)
        return tuple(dict.fromkeys(found)), ""

    def _null(self, key: str, values: Sequence[str], scope: Scope) -> Literal:
        present = self.present(key, scope)
        said = {value.lower() for value in values}
        return self._circuit.either([*([-present] if "true" in said else []), *([present] if "false" in said else [])])

    def present(self, key: str, scope: Scope) -> Literal:
        """Return the formula that the request has a key, by its name in lower case."""
        if key in scope.known:
            return TRUE
        if scope.is_absent(key):
            return FALSE
        return TRUE if scope.is_always_there(key) or scope.is_on_the_clock(key) else self._dimension(key).present

    def _value(
        self, key: str, operator: Operator, predicates: Sequence[Predicate], set_operator: str, scope: Scope
    ) -> Literal:
        """Return the formula that the key's values are as an operator demands."""
        if key in scope.known:
            return self._of_known(scope.known[key], operator, predicates, set_operator, many=_is_many(key))
        if scope.is_absent(key):
            return _constant(set_operator == "forallvalues" or (operator.negated and not set_operator))
        if _is_many(key):
            return self._of_many(key, operator, predicates, set_operator)
        met = self._circuit.either(self._atom(key, one, scope) for one in predicates)
        if operator.negated:
            met = self._circuit.both([-met, self.present(key, scope)])
        if set_operator == "foranyvalue" or (not operator.negated and set_operator != "forallvalues"):
            return met
        # a negated operator, or one for all values, is met without the key
        return self._circuit.either([met, -self.present(key, scope)])

    def _of_known(
        self,
        value: str | tuple[str, ...],
        operator: Operator,
        predicates: Sequence[Predicate],
        set_operator: str,
        *,
        many: bool,
    ) -> Literal:
        """Return the formula that a known value is as an operator demands: a constant, unless an id is not known."""
        values = (value,) if isinstance(value, str) else value

        def met(one: str) -> Literal:
            found = self._circuit.either(self._agrees(predicate, one) for predicate in predicates)
            return -found if operator.negated else found

        if set_operator == "foranyvalue":
            return self._circuit.either(met(one) for one in values)
        if set_operator == "forallvalues":
            return self._circuit.both(met(one) for one in values)
        return FALSE if many else met(values[0])

    def _agrees(self, predicate: Predicate, value: str) -> Literal:
        """Return the formula that a known value meets a predicate."""
        if not isinstance(predicate, Pattern):
            return _constant(predicate.matches(value))
        found = agreement(self._unknown, predicate, value)
        return _constant(found) if isinstance(found, bool) else self._circuit.both(map(self.not_read, found))

    def _of_many(self, key: str, operator: Operator, predicates: Sequence[Predicate], set_operator: str) -> Literal:
        dimension = self._dimension(key)
        if not set_operator:  # such an operator reads no set of values
            return -dimension.present if operator.negated else FALSE

        def some(of: Sequence[Predicate]) -> Literal:
            return dimension.some(of)

        def each(of: Sequence[Predicate]) -> Literal:
            return -dimension.some(of, met=False)

        is_any = set_operator == "foranyvalue"
        found = self._of_another(key, predicates, some if is_any is not operator.negated else each)
        return -found if operator.negated else found

    def _atom(self, key: str, predicate: Predicate, scope: Scope) -> Literal:
        """Return the formula that the request has a key, and its value meets a predicate."""
        if scope.is_on_the_clock(key):
            return self._time(key, predicate)
        if key == REGION:
            return self._region(predicate, scope)
        dimension = self._dimension(key)
        return self._of_another(key, [predicate], lambda of: dimension.meets(of[0]) if of else FALSE)

    def _of_another(
        self, key: str, predicates: Sequence[Predicate], formula: Callable[[Sequence[Predicate]], Literal]
    ) -> Literal:
        """
        Return a formula about an outside principal's key, which more predicates make true for more values.

        An id in a predicate that is not known to be another organization's may be no value of the key: whether the
        principal is outside at all depends on it.
        """
        doubts = {one: self._doubts_about(key, one) for one in predicates}
        if not any(doubts.values()):
            return formula(predicates)
        rest = formula([one for one in predicates if not doubts[one]])
        others = [-self.not_read(doubt) for one in predicates for doubt in doubts[one]]
        return self._circuit.either([rest, self._circuit.both([formula(predicates), *others])])

    def _doubts_about(self, key: str, predicate: Predicate) -> tuple[str, ...]:
        if not isinstance(predicate, Pattern):
            return ()
        if key in _OF_ORGANIZATIONS:
            return tuple(map(own_organization, self._unknown.organizations_in(spelled(predicate))))
        return ()

    def _time(self, key: str, predicate: Predicate) -> Literal:
        if isinstance(predicate, Number):
            predicate = Moment(predicate.comparison, predicate.limit)
        if not isinstance(predicate, Moment):
            return self.not_read(f"{key} compared as a text")
        return self._clock.atom(Time(predicate, issued=key == "aws:tokenissuetime"))

    def _region(self, predicate: Predicate, scope: Scope) -> Literal:
        """Return the formula about the region: services with one region for all requests have that one."""
        fixed = CATALOG.by_region
        here = [self._action(actions, scope) for region, actions in fixed.items() if predicate.matches(region)]
        regional = -self._action(_union(fixed.values()), scope)
        return self._circuit.either([*here, self._circuit.both([regional, self._dimension(REGION).meets(predicate)])])

    def _dimension(self, key: str) -> KeyDimension:
        if key not in self.keys:
            self.keys[key] = KeyDimension(
                key,
                self._circuit,
                many=_is_many(key),
                shape=_shape(key),
                examples=_EXAMPLES.get(key, ()),
                needs=self._action(CATALOG.taking(key), _ANY_SCOPE),
            )
        return self.keys[key]

    def lacking(self, key: str, patterns: Sequence[Pattern]) -> Literal:
        """Return the formula that no value of a key matches one of the patterns."""
        named = (key, id(patterns))  # the patterns are kept, so that no others have the same id
        if named not in self._lacking:
            self._lacking[named] = (patterns, self._without(key, patterns))
        return self._lacking[named][1]

    def _without(self, key: str, patterns: Sequence[Pattern]) -> Literal:
        dimension = self._dimension(key)
        if dimension.many:
            return -dimension.some(patterns)
        return -self._circuit.either(dimension.meets(one) for one in patterns)

    def shaped(self, key: str, shape: Predicate) -> Literal:
        """Return the atom that a key is there with a value of a form."""
        return self._dimension(key).meets(shape)


def _is_many(key: str) -> bool:
    return aws_names.key_type(key).startswith("ArrayOf")


def _shape(key: str) -> tuple[Predicate, ...]:
    if key == REGION:
        return (_REGION_SHAPE,)
    if key == "aws:sourcearn":
        return (_SOURCE_SHAPE,)
    match aws_names.key_type(key).removeprefix("ArrayOf"):
        case "Bool" | "Numeric" | "Date" | "IPAddress" as kind:
            return (Form(kind),)
        case _:
            return (arn_shape(),) if key.endswith(("arn", "arns")) and "/" not in key else ()


def _constant(value: bool) -> Literal:
    return TRUE if value else FALSE


def _union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
