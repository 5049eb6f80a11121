"""An error in the encoding of any operator, element or layer is found by the cases about it that CI compares."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from access.decision.process import Process
from access.decision.symbolic import search, statements, values
from access.decision.symbolic.authorization import Authorization, Policies
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.conditions import Conditions
from access.decision.symbolic.dimensions import Atoms
from access.decision.symbolic.patterns import exact, wildcards
from access.decision.symbolic.predicates import Comparison, Moment, Network, Number, Predicate, Truth
from access.decision.symbolic.principals import Named, Principals
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.values import OPERATORS, Operator, Variables
from policies.reading import Condition, Statement
from tests.access.symbolic.cases import ALL_OPERATORS, OWN, SUBJECTS, generated
from tests.access.symbolic.differential import Differential
from tests.access.symbolic.test_differential import SEEDS, process

__all__ = ["process"]  # a fixture

Reader = Callable[[str, Variables], Predicate]


@pytest.fixture(autouse=True)
def _forget_what_was_read() -> Iterator[None]:
    """Values that were read before are read again with the error, and without it afterwards."""
    values._plain_predicate.cache_clear()
    yield
    values._plain_predicate.cache_clear()


def _is_found(subject: str, process: Process) -> bool:
    """
    Return whether CI's cases about a subject, or several, find a difference; for `everything`, all of them.

    Which neighbours a case tries depends on the order of its formulas. Where a few find nothing, more are tried.
    """
    subjects = SUBJECTS if subject == "everything" else subject.split(", ")
    for near in (30, 120):
        cases = (generated(one, at) for at in range(SEEDS) for one in subjects)
        if Differential(process, near=near).run(cases, first_only=True).disagreements:
            return True
    return False


def _text(*, like: bool = False, fold: bool = False) -> Reader:
    return lambda value, variables: values.text_pattern(value, variables, like=like, fold=fold)


def _number(comparison: Comparison) -> Reader:
    return lambda value, _: Number(comparison, float(value))


def _moment(comparison: Comparison, later: float = 0) -> Reader:
    def read(value: str, _: Variables) -> Moment:
        found = values.moment(value, comparison)
        return Moment(comparison, found.limit + later)

    return read


def _network(change: Callable[[Any], Any]) -> Reader:
    def read(value: str, _: Variables) -> Network:
        found = ipaddress.ip_network(value, strict=False)
        return Network(change(found))

    return read


def _supernet(network: Any) -> Any:
    return network.supernet() if network.prefixlen else network


_NEXT: Mapping[Comparison, Comparison] = {"==": "<=", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_COMPARED: Mapping[str, Comparison] = {
    "equals": "==",
    "notequals": "==",
    "lessthan": "<",
    "lessthanequals": "<=",
    "greaterthan": ">",
    "greaterthanequals": ">=",
}


def _wrong_readers(operator: str) -> Iterator[tuple[str, Reader]]:
    """Yield wrong ways to read an operator's values, each a mistake that is easily made."""
    name = operator.lower()
    match name:
        case "stringequals" | "stringnotequals":
            yield "wildcards have a meaning", _text(like=True)
            yield "case is ignored", _text(fold=True)
        case "stringequalsignorecase" | "stringnotequalsignorecase":
            yield "case matters", _text()
            yield "wildcards have a meaning", _text(like=True, fold=True)
        case "stringlike" | "stringnotlike":
            yield "wildcards have no meaning", _text()
            yield "case is ignored", _text(like=True, fold=True)
            yield "* is one character at least", lambda value, _: wildcards(value.replace("*", "?*"))
        case "binaryequals":
            yield "case is ignored", _text(fold=True)
            yield "wildcards have a meaning", _text(like=True)
        case "arnequals" | "arnlike" | "arnnotequals" | "arnnotlike":
            yield "wildcards reach over colons", _text(like=True)
            yield "wildcards have no meaning", lambda value, _: exact(value)
        case "bool":
            yield "the value is not read", lambda _, __: Truth(True)
        case "ipaddress" | "notipaddress":
            yield "ranges are twice as wide", _network(_supernet)
            yield "no range has IPv6 addresses", _network(lambda one: one if one.version == 4 else None)
        case _ if name.startswith("numeric"):
            yield "the limit is on the other side", _number(_NEXT[_COMPARED[name.removeprefix("numeric")]])
        case _:
            comparison = _COMPARED[name.removeprefix("date")]
            yield "the limit is on the other side", _moment(_NEXT[comparison])
            yield "the limit is a second later", _moment(comparison, 1)


_OPERATOR_ERRORS = [
    *(
        (one, "negated", replace(OPERATORS[one.lower()], negated=not OPERATORS[one.lower()].negated))
        for one in ALL_OPERATORS
    ),
    *(
        (one, name, replace(OPERATORS[one.lower()], predicate=reader))
        for one in ALL_OPERATORS
        for name, reader in _wrong_readers(one)
    ),
]


def test_every_operator_has_errors_to_plant() -> None:
    assert {one.lower() for one in ALL_OPERATORS} == set(OPERATORS)
    assert {one for one, name, _ in _OPERATOR_ERRORS if name != "negated"} == set(ALL_OPERATORS)


@pytest.mark.parametrize(
    ("operator", "wrong"), [pytest.param(one, wrong, id=f"{one}: {name}") for one, name, wrong in _OPERATOR_ERRORS]
)
def test_error_in_an_operator_is_found(
    operator: str, wrong: Operator, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[str, Operator]", OPERATORS), operator.lower(), wrong)
    assert _is_found(operator, process)


def _said(before: str, after: str) -> Callable[[Condition], Condition]:
    return lambda one: one._replace(operator=one.operator.replace(before, after))


_CONDITION_ERRORS: Mapping[tuple[str, str], Callable[[Condition], Condition]] = {
    ("ForAnyValue", "it is ForAllValues"): _said("ForAnyValue:", "ForAllValues:"),
    ("ForAnyValue", "it is not read"): _said("ForAnyValue:", ""),
    ("ForAllValues", "it is ForAnyValue"): _said("ForAllValues:", "ForAnyValue:"),
    ("ForAllValues", "it is not read"): _said("ForAllValues:", ""),
    ("IfExists", "it is not read"): _said("IfExists", ""),
    ("StringEquals", "only the first value is read"): lambda one: one._replace(values=one.values[:1]),
    ("StringNotEquals", "only the first value is read"): lambda one: one._replace(values=one.values[:1]),
    ("Null", "true and false are exchanged"): lambda one: (
        one._replace(values=tuple("true" if each == "false" else "false" for each in one.values))
        if one.operator == "Null"
        else one
    ),
}


@pytest.mark.parametrize(
    ("subject", "change"),
    [pytest.param(subject, change, id=f"{subject}: {name}") for (subject, name), change in _CONDITION_ERRORS.items()],
)
def test_error_in_a_part_of_conditions_is_found(
    subject: str, change: Callable[[Condition], Condition], process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Conditions.met

    def wrong(self: Conditions, condition: Condition, scope: Scope, *, variables: bool) -> Literal:
        return right(self, change(condition), scope, variables=variables)

    monkeypatch.setattr(Conditions, "met", wrong)
    assert _is_found(subject, process)


@pytest.mark.parametrize(
    ("subject", "concerns"),
    [
        pytest.param("ForAllValues", lambda one: one.operator.startswith("ForAllValues"), id="ForAllValues"),
        pytest.param("IfExists", lambda one: one.operator.endswith("IfExists"), id="IfExists"),
        pytest.param("StringNotEquals", lambda one: "Not" in one.operator and ":" not in one.operator, id="negated"),
    ],
)
def test_operator_that_a_missing_key_does_not_meet_is_found(
    subject: str, concerns: Callable[[Condition], bool], process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Conditions.met

    def wrong(self: Conditions, condition: Condition, scope: Scope, *, variables: bool) -> Literal:
        met = right(self, condition, scope, variables=variables)
        if not concerns(condition):
            return met
        return self._circuit.both([met, self.present(condition.key.lower(), scope)])

    monkeypatch.setattr(Conditions, "met", wrong)
    assert _is_found(subject, process)


def _as(wrong: str, right: str) -> Callable[[Statement], Statement]:
    return lambda one: {wrong if key == right else key: value for key, value in one.items()}


def _without(element: str) -> Callable[[Statement], Statement]:
    return lambda one: {key: value for key, value in one.items() if key != element}


def _replaced(before: str, after: str) -> Callable[[Statement], Statement]:
    return lambda one: cast(Statement, json.loads(json.dumps(one).replace(before, after)))


_STATEMENT_ERRORS: Mapping[tuple[str, str], Callable[[Statement], Statement]] = {
    ("NotAction", "it is Action"): _as("Action", "NotAction"),
    ("NotResource", "it is Resource"): _as("Resource", "NotResource"),
    ("NotResource", "it is not read"): _without("NotResource"),
    ("NotPrincipal", "it is Principal"): _as("Principal", "NotPrincipal"),
    ("NotPrincipal", "it is everyone"): lambda one: (
        {**_without("NotPrincipal")(one), "Principal": "*"} if "NotPrincipal" in one else one
    ),
    ("Principal", "an account is everyone"): lambda one: (
        {**one, "Principal": "*"}
        if one.get("Principal") in ({"AWS": OWN}, {"AWS": f"arn:aws:iam::{OWN}:root"})
        else one
    ),
    ("Principal, resource policy, RCP", "services are not read"): lambda one: (
        {**one, "Principal": {"AWS": one["Principal"].get("AWS", [])}}
        if isinstance(one.get("Principal"), dict)
        else one
    ),
    ("variables", "the default is not read"): _replaced(", 'x'", ", 'q'"),
    ("variables", "the escapes are wildcards"): lambda one: _replaced("${*}", "*")(_replaced("${?}", "?")(one)),
    ("variables", "the user's name is not read"): _replaced("${aws:username}", "username"),
    ("everything", "conditions are not read"): _without("Condition"),
    ("everything", "Deny is not read"): lambda one: {**one, "Effect": ""} if one["Effect"] == "Deny" else one,
    ("everything", "Resource is not read"): _without("Resource"),
}


@pytest.mark.parametrize(
    ("subject", "change"),
    [pytest.param(subject, change, id=f"{subject}: {name}") for (subject, name), change in _STATEMENT_ERRORS.items()],
)
def test_error_in_an_element_of_statements_is_found(
    subject: str, change: Callable[[Statement], Statement], process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = statements._Statement.of
    monkeypatch.setattr(statements._Statement, "of", lambda said, *rest: right(change(said), *rest))
    assert _is_found(subject, process)


_LAYER_ERRORS: Mapping[tuple[str, str], Callable[[Policies], Policies]] = {
    ("boundary", "it is not read"): lambda one: replace(one, boundary=None),
    ("SCP", "none is read"): lambda one: replace(one, scps=[]),
    ("SCP", "only the account's level is read"): lambda one: replace(one, scps=one.scps[-1:]),
    ("SCP", "all levels are one"): lambda one: replace(one, scps=[[each for level in one.scps for each in level]]),
    ("RCP", "none is read"): lambda one: replace(one, rcps=[]),
    ("RCP", "only the root's level is read"): lambda one: replace(one, rcps=one.rcps[:1]),
    ("resource policy", "it is not read"): lambda one: replace(one, resource=None),
    ("cross account", "every account is the caller's"): lambda one: replace(one, resource_account=OWN),
    ("resource policy", "no account is the caller's"): lambda one: replace(one, resource_account="999999999999"),
}


@pytest.mark.parametrize(
    ("subject", "change"),
    [pytest.param(subject, change, id=f"{subject}: {name}") for (subject, name), change in _LAYER_ERRORS.items()],
)
def test_error_in_a_layer_is_found(
    subject: str, change: Callable[[Policies], Policies], process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Authorization.decision
    monkeypatch.setattr(Authorization, "decision", lambda self, scope, policies: right(self, scope, change(policies)))
    assert _is_found(subject, process)


def _boundary_binds_all(self: Any, scope: Any, policies: Any, allows: Any, resource: Any) -> Any:
    return allows


_RULES: Mapping[tuple[str, str], tuple[object, str, object]] = {
    ("boundary", "it limits what a resource's policy allows by name"): (
        Authorization,
        "_in_boundary",
        _boundary_binds_all,
    ),
    ("resource policy", "identity policies count for every key and role"): (
        Authorization,
        "_trusts_its_account",
        lambda *_: TRUE,
    ),
    ("resource policy", "identity policies count only if the resource's policy names the account"): (
        Authorization,
        "_trusts_its_account",
        lambda _self, _policies, by_account, _scope: by_account,
    ),
    ("RCP", "they apply to every service"): (CATALOG, "under_resource_control", CATALOG.everything),
    ("RCP", "they apply to S3 alone"): (CATALOG, "under_resource_control", CATALOG.matching("s3:*")),
    ("Principal, resource policy", "a role's session is not the role"): (Principals, "_session", lambda *_: Named()),
    ("everything", "every request may carry every key"): (CATALOG, "taking", lambda _: CATALOG.everything),
    ("everything", "every action acts on a resource"): (CATALOG, "without_resource", 0),
}


@pytest.mark.parametrize(
    ("subject", "rule"),
    [pytest.param(subject, rule, id=f"{subject}: {name}") for (subject, name), rule in _RULES.items()],
)
def test_error_in_a_rule_is_found(
    subject: str, rule: tuple[object, str, object], process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name, wrong = rule
    monkeypatch.setattr(place, name, wrong)
    assert _is_found(subject, process)


def test_clause_that_excludes_too_much_is_found(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search may learn that some atoms exclude each other only if they do."""

    def wrong(atoms: Atoms, _: Callable[[Atoms], bool]) -> Atoms:
        return dict(list(atoms.items())[:1])

    monkeypatch.setattr(search, "_fewest", wrong)
    assert _is_found("everything", process)


def test_deny_with_not_principal_that_a_boundary_does_not_widen_is_found(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Authorization._denied_name
    monkeypatch.setattr(Authorization, "_denied_name", lambda self, one, *, bounded: right(self, one, bounded=False))
    assert _is_found("boundary", process)


def test_error_in_the_formula_for_known_keys_is_found(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Conditions.present

    def wrong(self: Conditions, key: str, scope: Scope) -> Literal:
        return TRUE if scope.closed else right(self, key, scope)

    monkeypatch.setattr(Conditions, "present", wrong)
    assert _is_found("StringEquals, IfExists", process)


def test_denial_that_is_not_told_from_no_permission_is_found(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Authorization.decision

    def wrong(self: Authorization, scope: Scope, policies: Policies) -> tuple[Literal, Literal]:
        return right(self, scope, policies)[0], FALSE

    monkeypatch.setattr(Authorization, "decision", wrong)
    assert _is_found("SCP, RCP", process)
