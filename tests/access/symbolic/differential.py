"""The comparison of the solver with the evaluator, which share nothing: each reads the same policies by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random
from typing import Any

from access.decision.narrowing import whole
from access.decision.process import Answer, Process
from access.decision.symbolic.authorization import Authorization
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.circuit import Literal
from access.decision.symbolic.root_users import passes_over_policy
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.search import Search
from access.decision.symbolic.statements import Encoder
from access.model.policies import Policy
from policies.checks import aws_names
from tests.access.symbolic.cases import OWN, SINCE, Case
from tests.access.symbolic.requests import Concrete, Neighbours, atoms_of, made_from

_SHARED = 40
"""Cases that share one encoder, so that clauses which one search learned are there in the next."""
_LINE = 250
_NAMES = {name.lower(): name for name in aws_names.GLOBAL_CONDITION_KEYS}


@dataclass(frozen=True)
class Pair:
    """A request of a case, and the answer of the solver to it."""

    case: Case
    request: Concrete
    allowed: bool
    source: str
    """
    How the request came about: a search `found` it, or it is `near` a border.

    `contradicted` if the solver's parts disagree about it; `known` if only its formula for known keys gives the answer.
    """
    explicitly: bool | None = None
    """For a denied request, if it is known: that a statement denies it."""

    def body(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the request in the evaluator's form, and the policies by their name."""
        documents: dict[str, str] = {}

        def named(policy: Policy) -> str:
            documents[policy.digest] = whole(policy, "", "") or ""
            return policy.digest

        scope, policies = self.case.scope, self.case.policies
        context = self.request.context(scope)
        under_control = self.request.action.partition(":")[0].lower() in aws_names.services_with_resource_control()
        principal = scope.principal
        if scope.kind == "session":
            name = str(context["aws:userid"]).partition(":")[2]
            principal = f"arn:aws:sts::{OWN}:assumed-role/r1/{name}"
        passed_over = passes_over_policy(self.request.action, policies.resource_account, principal)
        body = {
            "principal": principal,
            "action": self.request.action,
            "resource": self.request.resource,
            "account": policies.resource_account,
            "identity": [named(one) for one in policies.identity],
            "boundary": named(policies.boundary) if policies.boundary else None,
            "scps": [[str(at), [named(one) for one in level]] for at, level in enumerate(policies.scps)],
            "rcps": [[str(at), [named(one) for one in level]] for at, level in enumerate(policies.rcps)]
            if under_control
            else [],
            "policy": named(policies.resource) if policies.resource and not passed_over else None,
            "context": {_NAMES.get(key, key): value for key, value in context.items()},
        }
        return body, documents


@dataclass
class Disagreement:
    """A pair on which solver and evaluator differ."""

    pair: Pair
    answer: str

    def __str__(self) -> str:
        body, _ = self.pair.body()
        request = {key: body[key] for key in ("principal", "action", "resource", "context")}
        said = "allowed" if self.pair.allowed else "denied"
        return "\n".join(
            [
                f"{self.pair.source}: the solver says {said}, the evaluator {self.answer}",
                self.pair.case.shown(),
                f"request: {json.dumps(request)}",
            ]
        )


@dataclass
class Outcome:
    """Counts of one run, and the disagreements that it found."""

    cases: int = 0
    pairs: int = 0
    """Requests that both answered."""
    found: int = 0
    """Those among them that a search found."""
    none: int = 0
    """Searches that found no request."""
    allowed: int = 0
    unread: int = 0
    """Requests on which parts of policies bear that the solver does not read."""
    refused: int = 0
    """Requests that the evaluator does not take, such as for an ARN of several types."""
    undecided: list[str] = field(default_factory=list[str])
    """Searches that were given up."""
    disagreements: list[Disagreement] = field(default_factory=list[Disagreement])


class Differential:
    """Compares solver and evaluator on cases."""

    def __init__(self, process: Process, *, near: int = 30) -> None:
        self._process = process
        self._near = near
        self._documents: set[str] = set()
        self._number = 0
        self.outcome = Outcome()

    def run(self, cases: Iterable[Case], *, first_only: bool = False) -> Outcome:
        """Compare on some cases; with `first_only`, end at the first disagreement."""
        waiting: list[Pair] = []
        for case in cases:
            waiting += self._pairs(case)
            if len(waiting) >= _LINE or (first_only and waiting):
                self._compare(waiting)
                waiting = []
            if first_only and self.outcome.disagreements:
                break
        if waiting:
            self._compare(waiting)
        return self.outcome

    def _pairs(self, case: Case) -> Iterator[Pair]:
        if self._number % _SHARED == 0:
            self._encoder = Encoder(SINCE)
            self._authorization, self._search = Authorization(self._encoder), Search(self._encoder)
        self._number += 1
        self.outcome.cases += 1
        formula = self._authorization.allowed(case.scope, case.policies)
        near = Neighbours(self._encoder, formula, Random(case.name))
        impossible: list[bool] = []
        found = [
            one
            for allowed in (True, False)
            for one in self._found(case, formula if allowed else -formula, near, impossible, allowed=allowed)
        ]
        yield from found
        bases = [one.request for one in found[::2]]  # without those that have other keys as well
        changed = [near.with_one_key_changed(one, case.scope) for one in bases]
        beside = [one for some in zip_longest(*changed) for one in some if one]
        requests = beside[: self._near * 2 // 3]
        while len(requests) < self._near:
            base = bases[len(requests) % len(bases)] if bases and len(requests) % 3 else None
            requests.append(near.beside(base, case.scope) if base else near.request(case.scope))
        for request in requests:
            yield from self._checked(case, formula, request, impossible)

    def _found(
        self, case: Case, goal: Literal, near: Neighbours, impossible: list[bool], *, allowed: bool
    ) -> Iterator[Pair]:
        """Yield the request that a search finds, alone and with values of keys on which it does not depend."""
        wanted = [goal]
        if allowed and case.scope.kind != "anonymous":  # always allowed
            wanted.append(-self._encoder.in_actions(CATALOG.matching("sts:GetCallerIdentity"), case.scope))
        result = self._search.search(wanted, case.scope)
        if result.problem:
            self.outcome.undecided.append(f"{case.name}: {result.problem}")
        elif result.found is None:
            self.outcome.none += 1
            impossible.append(allowed)
        elif result.found.unread:
            self.outcome.unread += 1
        else:
            for others in ({}, near.keys(case.scope)):
                yield Pair(case, made_from(result.found, case.scope, others), allowed, "found")

    def _checked(self, case: Case, formula: Literal, request: Concrete, impossible: list[bool]) -> Iterator[Pair]:
        """Yield a request with the formula's value for it."""
        atoms = atoms_of(self._encoder, formula, request, case.scope)
        circuit = self._encoder.circuit
        allowed, denied = circuit.solve([*atoms, formula]), circuit.solve([*atoms, -formula])
        if allowed is not None and denied is not None:
            self.outcome.unread += 1
            return
        value = allowed is not None
        is_excluded = (allowed is None and denied is None) or value in impossible
        if is_excluded and request.action.lower() != "sts:getcalleridentity":
            yield Pair(case, request, not value if value in impossible else value, "contradicted")
            return
        known, explicitly = self._known(case, request)
        yield Pair(case, request, value, "near", explicitly=None if value else explicitly)
        if known is not None and known is not value:
            yield Pair(case, request, known, "known")

    def _known(self, case: Case, request: Concrete) -> tuple[bool | None, bool | None]:
        """Return whether a request is allowed, and denied by a statement, by the formulas for its known keys."""
        scope = case.scope
        closed = Scope(scope.kind, scope.principal, scope.account, request.context(scope), closed=True)
        formulas = self._authorization.decision(closed, case.policies)
        answer = self._encoder.answer(CATALOG.matching(request.action), request.resource)
        allowed, denied = (self._encoder.circuit.value(one, answer) for one in formulas)
        return allowed, denied

    def _compare(self, pairs: list[Pair]) -> None:
        for start in range(0, len(pairs), _LINE):
            some = pairs[start : start + _LINE]
            bodies, documents = zip(*(one.body() for one in some), strict=True)
            new = {name: text for one in documents for name, text in one.items() if name not in self._documents}
            self._documents |= new.keys()
            for pair, answer in zip(some, self._process.answers(bodies, new), strict=True):
                self._judge(pair, answer)

    def _judge(self, pair: Pair, answer: Answer) -> None:
        if "error" in answer:
            if pair.source == "found" or "olic" in answer["error"]["message"]:
                self.outcome.disagreements.append(Disagreement(pair, str(answer["error"])))
            self.outcome.refused += 1
            return
        self.outcome.pairs += 1
        self.outcome.found += pair.source == "found"
        allowed = answer["result"] == "Allowed"
        self.outcome.allowed += allowed
        differs = allowed is not pair.allowed or pair.source == "contradicted"
        explicitly = answer["result"] == "ExplicitlyDenied"
        if differs or (pair.explicitly is not None and pair.explicitly is not explicitly):
            self.outcome.disagreements.append(Disagreement(pair, answer["result"]))
