"""Statements and policies as formulas: what a policy allows, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.circuit import FALSE, TRUE, Circuit, Literal
from access.decision.symbolic.conditions import Conditions
from access.decision.symbolic.dimensions import Atoms, ClockDimension, Dimension, TextDimension
from access.decision.symbolic.patterns import Pattern, text_matching, wildcards
from access.decision.symbolic.principals import EVERYONE, USER_ID, Named, Principals, named_principals, whole_account
from access.decision.symbolic.scope import Scope
from access.decision.symbolic.unknown import NOTHING_UNKNOWN, Unknown
from access.decision.symbolic.values import (
    NO_VARIABLES,
    VARIABLE,
    NeverMatches,
    NotReadable,
    Variables,
    is_shortened,
    resource_pattern,
)
from access.model.policies import Policy, PolicyKind
from policies.reading import Condition, Statement, conditions, texts

_WITH_VARIABLES = "2012-10-17"
_WILD = re.compile(r"[*?$]")
_ANY_RESOURCE = "any resource"
_VARIABLE = re.compile(r"\$\{([^},]*)")
_SHORTENED = (PolicyKind.IDENTITY, PolicyKind.INLINE, PolicyKind.BOUNDARY)
"""Kinds of policies in which an ARN with too few parts stands for all that begin so, even if it does not end in `*`."""


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

    def __init__(self, since: float, *, tells_statements: bool = False, unknown: Unknown = NOTHING_UNKNOWN) -> None:
        self._unknown = unknown
        self.circuit = Circuit()
        self.action = ActionDimension("action", self.circuit)
        self.resource = TextDimension("resource", self.circuit)
        self.clock = ClockDimension("clock", self.circuit, since)
        self.conditions = Conditions(self.circuit, self.clock, self.in_actions, unknown)
        self._principals = Principals(
            self.circuit, lambda one: self.conditions.shaped(USER_ID, one), self.conditions.not_read, unknown
        )
        self._accounts: dict[str, Literal] = {}
        self.tells_statements = tells_statements
        self.holding: dict[Literal, tuple[Policy, int]] = {}
        """Statements, by the variable that such a one holds: a denial, or the conditions of what is allowed."""
        self._held: dict[tuple[str, int], Literal] = {}
        self.listed = self.circuit.variable()
        """The variable that the action is one of AWS's list: what is learned about these does not serve for others."""
        self._read: dict[Hashable, tuple[Read, ...]] = {}
        self._prepared: dict[str, _Prepared] = {}
        self._conditions_met: dict[Hashable, Literal] = {}

    def in_actions(self, actions: Actions, scope: Scope) -> Literal:
        """Return the formula that the action is one of a set."""
        if scope.unlisted:
            return FALSE
        possible = scope.action or CATALOG.everything
        wanted = actions & possible
        if not wanted:
            return FALSE
        return TRUE if wanted == possible else self.action.atom(actions)

    def in_account(self, number: str) -> Literal:
        """
        Return the variable that the resource is in an account.

        Only the search reads it: what it learns about the ARNs of one account must not serve for another one.
        """
        if number not in self._accounts:
            self._accounts[number] = self.circuit.variable()
        return self._accounts[number]

    def on_resource(self, pattern: Pattern, scope: Scope) -> Literal:
        """Return the formula that the resource's ARN matches a pattern."""
        if scope.resource:
            return TRUE if pattern.matches(scope.resource) else FALSE
        return self.resource.atom(pattern)

    def keys_in(self, policies: Iterable[Policy]) -> tuple[str, ...]:
        """Return the condition keys, in lower case, that policies name."""
        return tuple(sorted({key for policy in policies for key in self._prepare(policy).keys}))

    def may_allow(self, policies: Iterable[Policy]) -> Actions:
        """Return the actions that principals' policies may allow."""
        found = 0
        for one in policies:
            found |= self._prepare(one).allows
        return found

    def may_allow_alone(self, resource: Policy) -> Actions:
        """Return the actions that the policy of a resource may allow to principals without a policy about them."""
        return self._prepare(resource).alone

    def unlisted_in(self, policies: Iterable[Policy]) -> tuple[str, ...]:
        """Return the patterns of allowed actions that match no action of AWS's list."""
        found = {said for policy in policies for one in self._prepare(policy).statements for said in one.unlisted}
        return tuple(sorted(found))

    def answer(self, action: Actions, arn: str) -> Callable[[Literal], bool | None]:
        """Return the answers to questions about a known action and resource; None for all other variables."""
        actions, resources = self.action.questions, self.resource.questions

        def known(variable: Literal) -> bool | None:
            if variable in actions:
                return bool(actions[variable] & action)
            return resources[variable].matches(arn) if variable in resources else None

        return known

    def tells_accounts(self, formulas: Sequence[Literal]) -> bool:
        """Return whether formulas may tell ARNs apart that differ in the number of the account alone."""
        questions = self.resource.questions
        asked = (questions[one] for one in self.circuit.variables_of(formulas) if one in questions)
        return any(one.tells_accounts for one in asked)

    def asks(self, formula: Literal) -> Asks:
        """Return what a formula asks of an action and a resource."""
        places = self.circuit.places_of(formula)
        actions = [self.action.questions[one] for one in places if one in self.action.questions]
        patterns = {one: self.resource.questions[one] for one in places if one in self.resource.questions}
        whole = {one: pattern.literal for one, pattern in patterns.items() if not pattern.fold}
        named = {arn: one for one, arn in whole.items() if arn is not None}
        others = [pattern for one, pattern in patterns.items() if whole.get(one) is None]
        return Asks(actions, {arn: places[one] for arn, one in named.items()}, others)

    def statements(self, policy: Policy, scope: Scope, *, of_resource: bool = False) -> tuple[Read, ...]:
        """Return the statements of a policy as formulas; `of_resource` for one that names principals."""
        prepared = self._prepare(policy)
        key = (policy.digest, self._bearing(prepared, policy.kind, scope, of_resource=of_resource))
        if key not in self._read:
            self._read[key] = tuple(
                self._statement(policy, one, scope, variables=prepared.variables, of_resource=of_resource)
                for one in prepared.statements
            )
        return self._read[key]

    def about_parts(self, policy: Policy, arn: str, scope: Scope) -> Hashable:
        """
        Return all that the formulas of a resource's policy say about the parts of the resource, whatever its ARN.

        None where it names resources otherwise than by that ARN with an end of its own.
        """
        prepared = self._prepare(policy)
        found: list[Hashable] = []
        for one in prepared.statements:
            met = tuple(self._met(asked, scope) for asked in one.asked(variables=prepared.variables))
            if not self._may_apply(one, scope) or FALSE in met:
                continue
            ends = [said.removeprefix(arn) for said in (*sorted(one.names), *one.patterns)]
            if any("${" in said or not said.startswith(arn) for said in (*one.names, *one.patterns)):
                return None
            named = self._principals.named(one.said, scope)
            not_principal = "NotPrincipal" in one.said
            kind = (one.effect, one.actions, one.not_action, one.everywhere, one.not_resource, not_principal)
            found.append((kind, *ends, met, named))
        return prepared.variables, *found

    def bearing(self, policies: Iterable[Policy]) -> Bearing:
        """Return what tells all of a scope that the formulas of policies, other than resources', depend on."""
        return Bearing(tuple(self._prepare(one) for one in policies), self._met)

    def _bearing(self, prepared: _Prepared, kind: PolicyKind, scope: Scope, *, of_resource: bool) -> Hashable:
        """Return all of a scope that the formulas of a policy depend on."""
        shortened = (kind in _SHORTENED, kind is PolicyKind.RESOURCE_CONTROL)
        names = prepared.names.part(scope) if of_resource else ()
        met = tuple(self._met(one, scope) for one in prepared.asked)
        return shortened, scope.action, scope.unlisted, prepared.resources.part(scope), met, names

    def _met(self, one: _Asked, scope: Scope) -> Literal:
        """Return the formula that a condition is met."""
        key = (one, scope.action, scope.unlisted, scope.part(one.keys))
        if key not in self._conditions_met:
            self._conditions_met[key] = self.conditions.met(one.condition, scope, variables=one.variables)
        return self._conditions_met[key]

    def _prepare(self, policy: Policy) -> _Prepared:
        if policy.digest not in self._prepared:
            self._prepared[policy.digest] = _Prepared.of(policy, self._unknown)
        return self._prepared[policy.digest]

    def _statement(self, policy: Policy, one: _Statement, scope: Scope, *, variables: bool, of_resource: bool) -> Read:
        applies, named = FALSE, EVERYONE
        if self._may_apply(one, scope):
            named = self._principals.named(one.said, scope) if of_resource else EVERYONE
            # A Deny with NotPrincipal may name a caller for its permissions boundary.
            is_named = named != Named() or (one.effect == "Deny" and "NotPrincipal" in one.said)
            if is_named and one.effect in ("Allow", "Deny"):
                applies = self.circuit.both(self._parts(policy, one, scope, variables=variables))
        return Read(policy, one.place, one.effect == "Allow", applies, named)

    def _may_apply(self, one: _Statement, scope: Scope) -> bool:
        """Return whether a statement is about one of the possible actions."""
        if scope.unlisted:
            return one.is_about(scope.unlisted)
        possible = scope.action or CATALOG.everything
        return bool(possible & ~one.actions if one.not_action else possible & one.actions)

    def _action(self, one: _Statement, scope: Scope) -> Literal:
        """Return the formula that a statement which may apply is about the action."""
        if scope.unlisted:
            return TRUE
        action = self.in_actions(one.actions, scope)
        return -action if one.not_action else action

    def _parts(self, policy: Policy, one: _Statement, scope: Scope, *, variables: bool) -> Iterable[Literal]:
        yield self._action(one, scope)
        resource = self._resources(one, Variables(scope.texts, scope.is_absent, variables), scope, policy.kind)
        yield resource
        if resource == FALSE:
            return
        conditions = (self._met(asked, scope) for asked in one.asked(variables=variables))
        if not self.tells_statements:
            yield from conditions
        elif one.effect == "Deny":
            yield from (*conditions, self._holds(policy, one))
        else:
            yield self.circuit.either([self.circuit.both(conditions), -self._holds(policy, one)])

    def _holds(self, policy: Policy, one: _Statement) -> Literal:
        """Return the variable that a statement holds, which every question assumes."""
        key = (policy.digest, one.place)
        if key not in self._held:
            literal = self._held[key] = self.circuit.variable()
            self.holding[literal] = (policy, one.place)
        return self._held[key]

    def _resources(self, one: _Statement, variables: Variables, scope: Scope, kind: PolicyKind) -> Literal:
        if one.everywhere:
            return FALSE if one.not_resource else TRUE
        unclear = [said for said in one.patterns if _is_unclear(said, one, kind)]
        not_read = [self.conditions.not_read(f"Resource {said} is not a whole ARN") for said in unclear]
        if not one.not_resource:
            nothing = self.in_actions(CATALOG.without_resource, scope)
            not_read = [self.circuit.both([-nothing, literal]) for literal in not_read]
        found = self.circuit.either([self._any_resource(one, variables, scope, unclear), *not_read])
        return -found if one.not_resource else found

    def _any_resource(self, one: _Statement, variables: Variables, scope: Scope, unclear: Sequence[str]) -> Literal:
        """Return the formula that a pattern matches; for an action without resources, that it is `*`."""
        nothing = self.in_actions(CATALOG.without_resource, scope)
        if nothing == TRUE:
            return FALSE
        if scope.resource in one.names:
            return -nothing
        found: list[Literal] = []
        for said in one.patterns if scope.resource else (*one.names, *one.patterns):
            if said in unclear or (scope.resource and not scope.resource.startswith(_head(said))):
                continue
            try:
                found.append(self.on_resource(resource_pattern(said, variables), scope))
            except NeverMatches:
                if one.not_resource:
                    found.append(self.conditions.not_read(f"NotResource {said} has a policy variable without value"))
            except NotReadable as error:
                found.append(self.conditions.not_read(f"Resource {error}"))
        found += self._of_unknown_account(one, variables, scope)
        return self.circuit.both([-nothing, self.circuit.either(found)])

    def _of_unknown_account(self, one: _Statement, variables: Variables, scope: Scope) -> Iterator[Literal]:
        """Yield the formulas that ARNs match which name the resource's account or organization, if they do so."""
        account = scope.resource_account or ":".join(scope.resource.split(":")[4:5])
        for said in one.with_ids:
            text, doubts = self._unknown.rewritten(said, account) or ("", ())
            if doubts:
                try:
                    meant = self.on_resource(resource_pattern(text, variables), scope)
                except (NeverMatches, NotReadable):
                    continue  # the same text as it is said is not read either
                yield self.circuit.both([meant, *map(self.conditions.not_read, doubts)])


@dataclass(frozen=True)
class _Asked:
    """A condition, with the keys that it reads in lower case."""

    condition: Condition
    variables: bool
    keys: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=16_384)
    def of(cls, condition: Condition, *, variables: bool) -> _Asked:
        named = {one for value in condition.values for one in _variables_in(value)} if variables else set[str]()
        return cls(condition, variables, (condition.key.lower(), *sorted(named)))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.condition, self.variables))


def _variables_in(text: str) -> Iterator[str]:
    return (one.strip().lower() for one in _VARIABLE.findall(text))


@dataclass(frozen=True)
class _Statement:
    """A statement with its elements in the form in which formulas need them."""

    said: Statement
    place: int
    effect: str
    actions: Actions
    not_action: bool
    said_actions: tuple[str, ...]
    """The patterns of its actions, or of those of NotAction."""
    everywhere: bool
    """True for the resource `*`, and for a statement without resources, as those of trust policies."""
    not_resource: bool
    names: frozenset[str]
    """Whole ARNs without wildcards."""
    patterns: tuple[str, ...]
    """All other resources."""
    conditions: tuple[Condition, ...]
    with_ids: tuple[str, ...]
    """Resources that name an id which is not known to be another organization's or account's."""

    @classmethod
    def of(cls, said: Statement, place: int, unknown: Unknown) -> _Statement:
        not_action, not_resource = "NotAction" in said, "NotResource" in said
        resources = texts(said["NotResource"] if not_resource else said.get("Resource"))
        actions = texts(said["NotAction"] if not_action else said.get("Action"))
        names = frozenset(one for one in resources if not _WILD.search(one) and one.count(":") >= 5)
        return cls(
            said=said,
            place=place,
            effect=str(said.get("Effect")),
            actions=CATALOG.any_of(actions),
            not_action=not_action,
            said_actions=tuple(actions),
            everywhere="*" in resources or not ("Resource" in said or not_resource),
            not_resource=not_resource,
            names=names,
            patterns=tuple(one for one in resources if one not in names),
            conditions=tuple(conditions(said)),
            with_ids=tuple(one for one in resources if unknown.may_name_own(one)),
        )

    def is_about(self, action: str) -> bool:
        """
        Return whether it is about an action that AWS's list does not have, given as the pattern that names it.

        Where the patterns of two statements only overlap, an Allow is about the action, and a Deny is not.
        """
        said = [wildcards(one, fold=True) for one in self.said_actions]
        if (self.effect == "Allow") == self.not_action:  # only what is surely in the list counts
            is_in = any(text_matching([wildcards(action, fold=True)], [one]) is None for one in said)
        else:
            is_in = any(text_matching([wildcards(action, fold=True), one], []) is not None for one in said)
        return is_in != self.not_action

    @property
    def names_accounts_only(self) -> bool:
        """True if all principals that it names are accounts."""
        found = named_principals(self.said)
        return "NotPrincipal" not in self.said and bool(found) and all(whole_account(one) for one in found)

    def asked(self, *, variables: bool) -> tuple[_Asked, ...]:
        """Return its conditions; `variables` tells whether the policy's version has policy variables."""
        return tuple(_Asked.of(one, variables=variables) for one in self.conditions)

    @property
    def unlisted(self) -> Iterable[str]:
        """The patterns of what it allows that match no action of AWS's list."""
        allowed = self.said_actions if self.effect == "Allow" and not self.not_action else ()
        return (one for one in allowed if not CATALOG.matching(one))


def _all_of(statements: Iterable[_Statement]) -> Actions:
    found = 0
    for one in statements:
        found |= CATALOG.everything & ~one.actions if one.not_action else one.actions
    return found


class _Names:
    """The principals that a policy names, as far as it tells callers apart by them."""

    def __init__(self, statements: Sequence[_Statement], unknown: Unknown) -> None:
        said = [one for each in statements for one in named_principals(each.said)]
        self._any_account = any(unknown.may_name_own(one.value) for one in said)
        self._accounts = frozenset(number for one in said if (number := whole_account(one)))
        self._individuals = any(one.value != "*" and not whole_account(one) for one in said)

    def part(self, scope: Scope) -> Hashable:
        """Return what bears on whom the policy names: of a caller that is in no account named so, that alone."""
        account = scope.account if self._any_account or scope.account in self._accounts else ""
        principal = scope.principal if self._individuals else ""
        return scope.kind, account, principal, scope.part((USER_ID,))


class _Resources:
    """The resources that a policy names, as far as it tells requests apart by them."""

    def __init__(self, statements: Sequence[_Statement]) -> None:
        limited = [one for one in statements if not one.everywhere]
        self._names: dict[str, list[int]] = {}
        for place, one in enumerate(limited):
            for name in one.names:
                self._names.setdefault(name, []).append(place)
        said = sorted({said for one in limited for said in one.patterns})
        self._patterns = [(_head(one), "${" in one, one) for one in said]
        self._excluded = frozenset(said for one in limited if one.not_resource for said in one.patterns)
        self._keys = tuple(sorted({key for one in said for key in _variables_in(one)}))
        self._any_account = any(one.with_ids for one in limited)
        self._known: dict[str, tuple[bool, Hashable]] = {}

    def __bool__(self) -> bool:
        return bool(self._names or self._patterns)

    def part(self, scope: Scope) -> Hashable:
        """Return what bears on the resource: statements and patterns about a known one, and values of variables."""
        if not scope.resource:  # which is something else than one that nothing is about
            return _ANY_RESOURCE, scope.part(self._keys), scope.resource_account if self._any_account else ""
        varies, part = self.about(scope.resource)
        return (part, scope.part(self._keys)) if varies else part

    def about(self, resource: str) -> tuple[bool, Hashable]:
        """Return what bears on a known resource, and whether values of variables do too."""
        if not self:
            return False, True
        if resource not in self._known:
            self._known[resource] = self._part(resource)
        return self._known[resource]

    @cached_property
    def tells_accounts(self) -> bool:
        """False only if no statement tells ARNs apart that differ in the number of the account alone."""
        said = (*self._names, *(said for _, _, said in self._patterns))
        return self._any_account or any(map(_tells_accounts, said))

    def covering(self, arn: str) -> Hashable:
        """Return the patterns that match every part of a resource; None if others may match some of its parts."""
        near = [(head, said) for head, _, said in self._patterns if arn.startswith(head) or head.startswith(arn)]
        if any(name.startswith(arn) for name in self._names):
            return None
        if not all(said == f"{head}*" and arn.startswith(head) for head, said in near):
            return None
        return tuple(said for _, said in near)

    def _part(self, resource: str) -> tuple[bool, Hashable]:
        near = [(said, varies) for head, varies, said in self._patterns if resource.startswith(head)]
        # of NotResource, a variable without a value counts whatever the resource is
        telling = (said in self._excluded or _matches(VARIABLE.sub("*", said), resource) for said, yes in near if yes)
        if self._any_account or any(telling):
            return True, resource
        matching = [said for said, varies in near if not varies and _matches(said, resource)]
        return False, (*self._names.get(resource, ()), *matching)


def _tells_accounts(said: str) -> bool:
    try:
        return "${" in said or resource_pattern(said, NO_VARIABLES).tells_accounts
    except NotReadable:
        return True


def _matches(said: str, resource: str) -> bool:
    """Return whether a resource without variables matches; one that is not read counts as matching."""
    try:
        return resource_pattern(said, NO_VARIABLES).matches(resource)
    except NotReadable:
        return True


@dataclass(frozen=True)
class _Prepared:
    """The statements of a policy, and what they name."""

    statements: tuple[_Statement, ...]
    keys: tuple[str, ...]
    """Condition keys, in lower case."""
    asked: tuple[_Asked, ...]
    """Its conditions, each once."""
    names: _Names
    resources: _Resources
    variables: bool
    """True for a policy of the version that has policy variables."""

    @cached_property
    def allows(self) -> Actions:
        """The actions that an Allow statement is about."""
        return _all_of(one for one in self.statements if one.effect == "Allow")

    @cached_property
    def alone(self) -> Actions:
        """The same, of statements that name more than accounts, whose principals need a policy of their own too."""
        return _all_of(one for one in self.statements if one.effect == "Allow" and not one.names_accounts_only)

    @classmethod
    def of(cls, policy: Policy, unknown: Unknown) -> _Prepared:
        found = tuple(_Statement.of(one, place, unknown) for place, one in enumerate(policy.statements, 1))
        keys = {condition.key.lower() for one in found for condition in one.conditions}
        keys |= {*_variables_in(policy.text)}
        variables = policy.document.get("Version") == _WITH_VARIABLES
        asked = tuple(dict.fromkeys(each for one in found for each in one.asked(variables=variables)))
        return cls(found, tuple(sorted(keys)), asked, _Names(found, unknown), _Resources(found), variables)


class Asks:
    """What a formula asks of an action and a resource; the same answers give it the same value."""

    def __init__(self, actions: Sequence[Actions], named: Mapping[str, Hashable], patterns: Sequence[Pattern]) -> None:
        self._actions = actions
        self._named = named
        """Whole ARNs, by their places in the formula: those that stand in the same places are interchangeable."""
        self._patterns = patterns
        self._of_action: dict[str, Hashable] = {}
        self._of_resource: dict[str, Hashable] = {}

    def of_action(self, action: str) -> Hashable:
        """Return the answers about an action."""
        if action not in self._of_action:
            bit = CATALOG.matching(action)
            self._of_action[action] = tuple(bool(one & bit) for one in self._actions)
        return self._of_action[action]

    def of_resource(self, arn: str) -> Hashable:
        """Return the answers about a resource."""
        if arn not in self._of_resource:
            self._of_resource[arn] = (self._named.get(arn), *(one.matches(arn) for one in self._patterns))
        return self._of_resource[arn]


class Bearing:
    """What of a scope the formulas of some policies depend on."""

    def __init__(self, prepared: Sequence[_Prepared], met: Callable[[_Asked, Scope], Literal]) -> None:
        self._met = met
        self._asked = tuple(dict.fromkeys(asked for one in prepared for asked in one.asked))
        self.keys = tuple(sorted({key for one in prepared for key in one.keys}))
        """The condition keys, in lower case."""
        self._resources = _Resources([each for one in prepared for each in one.statements])
        self._known: dict[Hashable, Hashable] = {}

    def part(self, scope: Scope) -> Hashable:
        """Return all of a scope that the formulas depend on."""
        told = (scope.action, scope.unlisted, scope.part(self.keys))
        if told not in self._known:
            self._known[told] = tuple(self._met(one, scope) for one in self._asked)
        about = self._resources.part(scope)
        return bool(scope.resource), scope.action, scope.unlisted, about, self._known[told]

    def covering(self, arn: str) -> Hashable:
        """Return the patterns that match every part of a resource; None if others may match some of its parts."""
        return self._resources.covering(arn)

    @property
    def tells_accounts(self) -> bool:
        """False only if no policy tells ARNs apart that differ in the number of the account alone."""
        return self._resources.tells_accounts

    def of_resource(self, arn: str) -> Hashable:
        """Return all of a known resource's ARN that the formulas depend on, whatever the values of variables."""
        varies, part = self._resources.about(arn)
        return arn if varies else part


def _is_unclear(said: str, one: _Statement, kind: PolicyKind) -> bool:
    """Return whether a resource is a shortened ARN where AWS does not document its meaning."""
    if not is_shortened(said) or (kind in _SHORTENED and not one.not_resource):
        return False
    return one.not_resource or kind is PolicyKind.RESOURCE_CONTROL or not said.endswith("*")


def _head(pattern: str) -> str:
    """Return the text with which every ARN that a pattern matches begins."""
    return _WILD.split(pattern, maxsplit=1)[0] if pattern.count(":") >= 5 else ""
