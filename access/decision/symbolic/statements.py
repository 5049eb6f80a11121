"""Statements and policies as formulas: what a policy allows, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.circuit import FALSE, TRUE, Circuit, Literal
from access.decision.symbolic.conditions import Conditions
from access.decision.symbolic.dimensions import Atoms, ClockDimension, Dimension, TextDimension
from access.decision.symbolic.patterns import Pattern
from access.decision.symbolic.principals import EVERYONE, USER_ID, Named, Principals
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.values import NeverMatches, NotReadable, Variables, resource_pattern
from access.model.policies import Policy
from policies.reading import Statement, conditions, texts

_WITH_VARIABLES = "2012-10-17"
_VARIABLE = re.compile(r"\$\{([^},]*)")


class ActionDimension(Dimension[Actions]):
    """The action of a request; each question is a set of actions."""

    def set_of(self, atoms: Atoms) -> Actions:
        """Return the actions for which these atoms are as given."""
        found = CATALOG.everything
        for literal, met in atoms.items():
            found &= self.questions[literal] if met else ~self.questions[literal]
        return found


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as formulas: that it applies to a request, and how it names the caller."""

    policy: Policy
    place: int
    """The statement's place in the policy, from 1."""
    allows: bool
    applies: Literal
    """Action, resource and conditions fit."""
    named: Named


class Encoder:
    """Reads policies into one circuit. The same statement with the same known keys is read once."""

    def __init__(self, since: float) -> None:
        self.circuit = Circuit()
        self.action = ActionDimension("action", self.circuit)
        self.resource = TextDimension("resource", self.circuit)
        self.clock = ClockDimension("clock", self.circuit, since)
        self.conditions = Conditions(self.circuit, self.clock, self.in_actions)
        self._principals = Principals(self.circuit, lambda one: self.conditions.shaped(USER_ID, one))
        self._read: dict[Hashable, tuple[Read, ...]] = {}
        self._mentioned: dict[str, tuple[str, ...]] = {}

    def in_actions(self, actions: Actions, scope: Scope) -> Literal:
        """Return the formula that the action is one of a set."""
        possible = scope.action or CATALOG.everything
        wanted = actions & possible
        if not wanted:
            return FALSE
        return TRUE if wanted == possible else self.action.atom(actions)

    def on_resource(self, pattern: Pattern, scope: Scope) -> Literal:
        """Return the formula that the resource's ARN matches a pattern."""
        if scope.resource:
            return TRUE if pattern.matches(scope.resource) else FALSE
        return self.resource.atom(pattern)

    def statements(self, policy: Policy, scope: Scope, *, of_resource: bool = False) -> tuple[Read, ...]:
        """Return the statements of a policy as formulas; `of_resource` for one that names principals."""
        known = scope.part(self._keys_in(policy))
        names = (scope.principal, scope.kind, scope.account, scope.part((USER_ID,))) if of_resource else ()
        key = (policy.digest, scope.action, scope.resource, known, names)
        if key not in self._read:
            variables = policy.document.get("Version") == _WITH_VARIABLES
            self._read[key] = tuple(
                self._statement(policy, place, one, scope, variables=variables, of_resource=of_resource)
                for place, one in enumerate(policy.statements, 1)
            )
        return self._read[key]

    def _keys_in(self, policy: Policy) -> tuple[str, ...]:
        """Return the keys, in lower case, that conditions and policy variables of a policy name."""
        if policy.digest not in self._mentioned:
            said = {one.key.lower() for statement in policy.statements for one in conditions(statement)}
            variables = _VARIABLE.findall(policy.text)
            self._mentioned[policy.digest] = tuple(sorted(said | {one.strip().lower() for one in variables}))
        return self._mentioned[policy.digest]

    def _statement(
        self, policy: Policy, place: int, statement: Statement, scope: Scope, *, variables: bool, of_resource: bool
    ) -> Read:
        named = self._principals.named(statement, scope) if of_resource else EVERYONE
        effect = statement.get("Effect")
        if named == Named() or effect not in ("Allow", "Deny"):
            applies = FALSE
        else:
            applies = self.circuit.both(self._parts(statement, scope, variables=variables))
        return Read(policy, place, effect == "Allow", applies, named)

    def _parts(self, statement: Statement, scope: Scope, *, variables: bool) -> Iterable[Literal]:
        action = self._actions(statement, scope)
        yield action
        if action == FALSE:
            return
        resource = self._resources(statement, Variables(scope.texts, scope.is_absent, variables), scope)
        yield resource
        if resource == FALSE:
            return
        for condition in conditions(statement):
            yield self.conditions.met(condition, scope, variables=variables)

    def _actions(self, statement: Statement, scope: Scope) -> Literal:
        if "NotAction" in statement:
            return -self.in_actions(CATALOG.any_of(texts(statement["NotAction"])), scope)
        return self.in_actions(CATALOG.any_of(texts(statement.get("Action"))), scope)

    def _resources(self, statement: Statement, variables: Variables, scope: Scope) -> Literal:
        if "NotResource" in statement:
            return -self._any_resource(texts(statement["NotResource"]), variables, scope, negated=True)
        if "Resource" not in statement:
            return TRUE
        return self._any_resource(texts(statement["Resource"]), variables, scope)

    def _any_resource(
        self, said: Sequence[str], variables: Variables, scope: Scope, *, negated: bool = False
    ) -> Literal:
        """Return the formula that a pattern matches; for an action without resources, that it is `*`."""
        if "*" in said:
            return TRUE
        found: list[Literal] = []
        for one in said:
            try:
                found.append(self.on_resource(resource_pattern(one, variables), scope))
            except NeverMatches:
                if negated:
                    found.append(self.conditions.not_read(f"NotResource {one} has a policy variable without value"))
            except NotReadable as error:
                found.append(self.conditions.not_read(f"Resource {error}"))
        nothing = self.in_actions(CATALOG.without_resource, scope)
        return self.circuit.both([-nothing, self.circuit.either(found)])
