"""Requests of a case's caller: from witnesses of the classes that policies tell apart, and their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from access.decision.symbolic.catalog import CATALOG, form_pattern
from access.decision.symbolic.circuit import Literal
from access.decision.symbolic.dimensions import ClockDimension, KeyDimension, Meets, Present, Some
from access.decision.symbolic.patterns import Pattern, text_matching, wildcards
from access.decision.symbolic.predicates import Form, Predicate, date_text, seconds_of
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.search import Found
from access.decision.symbolic.statements import Encoder
from access.decision.symbolic.values import arn_shape
from policies.checks import aws_names
from policies.global_services import region_of
from tests.access.symbolic.cases import RESOURCES, ROLE_ID, SINCE, USER_ID

Context = Mapping[str, "str | tuple[str, ...]"]

_ACTIONS = (
    "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:ListAllMyBuckets", "iam:CreateUser", "iam:AttachUserPolicy",
    "kms:Decrypt", "kms:PutKeyPolicy", "dynamodb:GetItem", "ec2:DescribeInstances", "sts:AssumeRole",
    "s3:PutObjectRetention", "dynamodb:ListTables", "iam:DeleteRole",
)  # fmt: skip
_FILLERS = ("x", "", "a:b")
_PATTERNS = tuple(wildcards(one) for one in RESOURCES)
"""Of resources that a formula may not tell apart, because an error is in it."""
_PARTS = ("time", "resource", "action")
_ALWAYS: Context = {
    "aws:securetransport": "true",
    "aws:viaawsservice": "false",
    "aws:requestedregion": "us-west-2",
}
_TEXTS = ("x", "X", "xy", "y", "yx", "xz", "z", "*", "$", "", "x?", "y*", "*z")
_OTHERS: Mapping[str, Sequence[str]] = {
    "aws:requestedregion": ("us-east-1", "eu-west-1", "eu-north-1", "us-west-2"),
    "aws:sourceip": ("203.0.113.5", "203.0.113.6", "198.51.100.7", "2001:db8::1", "2001:db9::1"),
    "aws:chatbotsourcearn": (
        "arn:aws:chatbot::a:b:x/y",
        "arn:aws:chatbot::1:x/y",
        "arn:aws:chatbot:r:1:111111111111:z",
    ),
    "iam:policyarn": ("arn:aws:iam::aws:policy/x", "arn:aws:iam::a:b:policy/x", "arn:aws:iam::1:policy/yx"),
    "aws:multifactorauthage": ("9", "10", "59", "60", "61", "3600"),
    "s3:max-keys": ("0", "1", "2", "3", "10", "11"),
}
"""Values that do not come from the solver's reading of the policies, in which an error may be."""


@dataclass(frozen=True)
class Concrete:
    """A request: action, resource, and all of its condition keys, in lower case; the clock's keys follow the times."""

    action: str
    resource: str
    keys: Context
    now: float
    issued: float
    """The time of temporary credentials; it counts unless the scope says that there are none."""

    def context(self, scope: Scope) -> Context:
        """Return all condition keys of the request."""
        found: dict[str, str | tuple[str, ...]] = {**self.keys, "aws:currenttime": date_text(self.now)}
        found["aws:epochtime"] = str(int(self.now))
        if not scope.is_absent("aws:tokenissuetime"):
            found["aws:tokenissuetime"] = date_text(self.issued)
        return found


def made_from(found: Found, scope: Scope, others: Context) -> Concrete:
    """Return the request that a search found; `others` are values of keys on which it does not depend."""
    keys = {**_ALWAYS, **others, **scope.known, **found.keys}
    if region := region_of(found.action):
        keys["aws:requestedregion"] = region
    if "aws:userid" in scope.shapes:
        keys.setdefault("aws:userid", f"{ROLE_ID}:session")
    now, issued = (seconds_of(one) for one in found.times) if found.times else (SINCE, SINCE)
    assert now is not None
    assert issued is not None
    kept = {key: value for key, value in keys.items() if key not in found.absent}
    return Concrete(found.action, found.resource, _taken(found.action, kept, scope), now, issued)


def _taken(action: str, keys: Context, scope: Scope) -> Context:
    """Return the keys that a request for an action may have."""
    own = CATALOG.matching(action)
    return {
        key: value
        for key, value in keys.items()
        if key in scope.known or key in scope.shapes or own & CATALOG.taking(key)
    }


class Neighbours:
    """Values and requests near the borders of the classes that a formula tells apart."""

    def __init__(self, encoder: Encoder, formula: Literal, random: Random) -> None:
        atoms = set(encoder.circuit.variables_of([formula]))
        self._encoder = encoder
        self._random = random
        self._patterns = [one for at, one in encoder.resource.questions.items() if at in atoms]
        self._actions = [one for at, one in encoder.action.questions.items() if at in atoms]
        self._limits = [one.moment.limit for at, one in encoder.clock.questions.items() if at in atoms]
        keys = encoder.conditions.keys.items()
        self._values = {key: _values(one) for key, one in keys if not atoms.isdisjoint(one.questions)}

    def keys(self, scope: Scope) -> Context:
        """Return values for the free keys that the formula asks about, some of them left out."""
        found: dict[str, str | tuple[str, ...]] = {}
        for key, values in self._free(scope):
            if key in scope.shapes:
                continue
            if scope.is_always_there(key) or self._random.random() < 0.7:
                found[key] = self._random.choice(values)
        return found

    def request(self, scope: Scope) -> Concrete:
        """Return a request near such a border."""
        action = self._action()
        keys = {**_ALWAYS, **self.keys(scope), **scope.known}
        if "aws:userid" in scope.shapes:
            values = dict(self._free(scope)).get("aws:userid", ())
            keys["aws:userid"] = self._random.choice([*values, f"{ROLE_ID}:admin", f"{ROLE_ID}:x1"])
        if region := region_of(action):
            keys["aws:requestedregion"] = region
        limits = [limit + step for limit in self._limits for step in (-1, 0, 1)]
        now = self._random.choice([SINCE, *(one for one in limits if one >= SINCE)])
        first = now - ClockDimension.LONGEST
        issued = self._random.choice([now, first, *(one for one in limits if first <= one <= now)])
        return Concrete(action, self._resource(action), _taken(action, keys, scope), int(now), int(issued))

    def with_one_key_changed(self, base: Concrete, scope: Scope) -> list[Concrete]:
        """Return all requests that differ from another in one key: its value, or that it is there; in random order."""
        own = CATALOG.matching(base.action)
        found: list[Concrete] = []
        for key, values in self._free(scope):
            if not own & CATALOG.taking(key):
                continue
            if key == "aws:requestedregion" and region_of(base.action):
                continue
            if key in base.keys and not scope.is_always_there(key):
                found.append(replace(base, keys={one: value for one, value in base.keys.items() if one != key}))
            found += [replace(base, keys={**base.keys, key: one}) for one in values if base.keys.get(key) != one]
        return self._random.sample(found, len(found))

    def beside(self, base: Concrete, scope: Scope) -> Concrete:
        """Return a request that differs from another in one part: the action, the resource or the time."""
        other = self.request(scope)
        part = self._random.choice(_PARTS if self._limits else _PARTS[1:])
        if part == "time":
            return replace(base, now=other.now, issued=other.issued)
        if part == "resource":
            return replace(base, resource=self._resource(base.action))
        region = {"aws:requestedregion": other.keys["aws:requestedregion"]}
        keys = {**base.keys, **region}
        return replace(base, action=other.action, resource=other.resource, keys=_taken(other.action, keys, scope))

    def _free(self, scope: Scope) -> Iterator[tuple[str, Sequence[str | tuple[str, ...]]]]:
        """Yield the free keys with their values; a session's id has the form that AWS gives it."""
        for key, values in self._values.items():
            shaped = [one for one in values if isinstance(one, str) and USER_ID.matches(one)]
            possible = shaped if key in scope.shapes else values
            if possible and key not in scope.known and not scope.is_absent(key):
                yield key, possible

    def _action(self) -> str:
        special = [key for key in self._values if CATALOG.taking(key) != CATALOG.everything]
        if special and self._random.random() < 0.5:
            taking = CATALOG.taking(self._random.choice(special))
            return self._random.choice([name for name in _ACTIONS if CATALOG.matching(name) & taking])
        if self._actions and self._random.random() < 0.5:
            one = self._random.choice(self._actions)
            some = [name for name in _ACTIONS if CATALOG.matching(name) & one]
            return self._random.choice(some or [CATALOG.first(one)])
        return self._random.choice(_ACTIONS)

    def _resource(self, action: str) -> str:
        number = CATALOG.matching(action)
        if number & CATALOG.without_resource:
            return "*"
        forms = [form_pattern(form) for form, acting in CATALOG.by_form.items() if acting & number]
        self._random.shuffle(forms)
        patterns = self._random.sample(self._patterns, len(self._patterns))[:3]
        others = self._random.sample(_PATTERNS, 4)
        for pattern in [*others, *patterns] if self._random.random() < 0.3 else [*patterns, *others]:
            for form in forms:
                text = text_matching([form, pattern], [])
                if text is not None:
                    return self._varied(text, forms)
        return forms[0].filled("x") if forms else "*"

    def _varied(self, text: str, forms: Sequence[Pattern]) -> str:
        if self._random.random() < 0.6:
            return text
        return next((one for one in _beside(text) if any(form.matches(one) for form in forms)), text)


def _values(dimension: KeyDimension) -> list[str | tuple[str, ...]]:
    """Return values of a key: witnesses of the predicates that policies ask, and texts beside them."""
    predicates = [one for question in dimension.questions.values() for one in _predicates(question)]
    found = [*_OTHERS.get(dimension.name, _TEXTS), *(text for one in predicates for text in _witnesses(one))]
    kind = aws_names.key_type(dimension.name)
    if kind in ("Bool", "Numeric", "Date", "IPAddress"):
        form = Form(kind)  # type: ignore[arg-type]
        return [*dict.fromkeys(one for one in (*found, *form.candidates()) if form.matches(one))]
    if dimension.name == "aws:requestedregion":
        return [*dict.fromkeys(one for one in found if one and one.replace("-", "").isalnum() and one == one.lower())]
    texts = [*dict.fromkeys((*found, "example"))]
    if dimension.name.endswith("arn"):
        texts = [one for one in (*texts, "arn:aws:iam::111111111111:x") if arn_shape().matches(one)]
    return [*((one,) for one in texts), *pairwise(texts)] if dimension.many else [*texts]


def _predicates(question: Present | Meets | Some) -> tuple[Predicate, ...]:
    if isinstance(question, Present):
        return ()
    return (question.predicate,) if isinstance(question, Meets) else question.predicates


def _witnesses(predicate: Predicate) -> Iterator[str]:
    if not isinstance(predicate, Pattern):
        yield from predicate.candidates()
        return
    for filler in _FILLERS:
        yield predicate.filled(filler)
    yield from _beside(predicate.filled("x"))


def _beside(text: str) -> Iterator[str]:
    """Yield texts that differ a little: longer, shorter, in another case."""
    yield from (f"{text}x", text[:-1], text.swapcase())


def atoms_of(encoder: Encoder, formula: Literal, request: Concrete, scope: Scope) -> list[Literal]:
    """Return the atoms of a formula as they are for a request: positive if its answer is yes."""
    found: list[Literal] = []
    context = request.context(scope)
    action = CATALOG.matching(request.action)
    for at in encoder.circuit.variables_of([formula]):
        met: bool | None = None
        if at in encoder.action.questions:
            met = bool(encoder.action.questions[at] & action)
        elif at in encoder.resource.questions:
            met = encoder.resource.questions[at].matches(request.resource)
        elif at in encoder.clock.questions:
            time = encoder.clock.questions[at]
            met = time.moment.matches(date_text(request.issued if time.issued else request.now))
        else:
            for key, dimension in encoder.conditions.keys.items():
                if at in dimension.questions:
                    met = _is_met(dimension.questions[at], context.get(key))
        if met is not None:
            found.append(at if met else -at)
    return found


def _is_met(question: Present | Meets | Some, value: str | tuple[str, ...] | None) -> bool:
    if isinstance(question, Present):
        return value is not None
    values = () if value is None else (value,) if isinstance(value, str) else value
    if isinstance(question, Meets):
        return any(question.predicate.matches(one) for one in values)
    return any(any(each.matches(one) for each in question.predicates) is question.met for one in values)
