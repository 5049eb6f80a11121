"""The questions about the calls of one caller: about a thing, or about everything in some accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from access.decision import Caller
from access.decision.narrowing import may_be_about
from access.decision.solver import Sought
from access.decision.symbolic.authorization import KEYS
from access.decision.symbolic.catalog import CATALOG
from access.decision.symbolic.cover import RESOURCE, Cover
from access.decision.symbolic.dimensions import Meets
from access.decision.symbolic.patterns import Pattern, TooComplex, exact, text_matching
from access.language.things import Thing
from access.model.accounts import Account
from access.model.policies import Policy
from access.model.resources import Resource
from access.model.trust import ANY_PRINCIPAL, allowing, trusted_accounts
from access.questions.assuming import ANY_NAME, ASSUME_ROLE
from access.questions.resources import inside, is_open_to, on_resource
from access.questions.world import World
from access.who_can.asking import Asked
from policies.resource_types import resource_types


@dataclass(frozen=True)
class Place:
    """A question about the calls of a caller, and what it is about."""

    sought: Sought
    on: str
    """The ARN of a thing, empty for anything without a policy of its own, `*` for an action without resources."""

    @property
    def account(self) -> Account | None:
        """The account of the thing."""
        return self.sought.account


class Places:
    """The places of a question, for each caller."""

    def __init__(self, world: World, question: Asked) -> None:
        self._world = world
        self._organization = world.organization
        self._question = question
        self._action = CATALOG.matching(question.action)
        self._kinds = resource_types(question.action)
        self._about_roles = question.action.startswith("sts:") and any(":role/" in one.form for one in self._kinds)
        """True for actions on roles, which all have a trust policy."""

    def of(self, caller: Caller) -> Iterator[Place]:
        """Yield the questions about the calls of a caller of the organization."""
        if thing := self._question.thing:
            if is_open_to(caller, thing.account, thing.policy):
                yield self._on(caller, thing)
            return
        number = caller.account.number if caller.account else ""
        if caller.account in self._question.accounts and not self._about_roles:
            yield from self._anywhere(caller)
        for thing in self._open_to(number):
            yield from self._on_and_in(caller, thing)

    def with_policies(self) -> Iterator[Thing]:
        """Yield the things of the question whose policy may allow the action."""
        if thing := self._question.thing:
            yield from (thing,) if thing.policy and self._may_grant(thing.policy) else ()
        else:
            yield from self._granting

    def of_outside(self, caller: Caller, thing: Thing, chosen: dict[str, Any]) -> Iterator[Place]:
        """Yield the questions about the calls of a principal outside on a thing with a policy."""
        for place in [self._on(caller, thing)] if self._question.thing else self._on_and_in(caller, thing):
            shapes = {**place.sought.shapes, **chosen.get("shapes", {})}
            yield replace(place, sought=replace(place.sought, **{**chosen, "shapes": shapes}))

    def refined(self, place: Place, cover: Cover) -> list[Place]:
        """
        Return the questions that take the place of one about anything in an account.

        Where a policy allows some resources only, those that have a policy of their own are asked by themselves.
        """
        asks = any(one.dimension == RESOURCE for each in cover.alternatives for one in each.requires)
        if place.on or not asks:
            return [place]
        named = [one for one in self._policed if self._is_in(one, place) and _may_be_about(cover, one.arn)]
        if not named:
            return [place]
        outside = tuple(pattern for one in named for pattern in (exact(one.arn), inside(one.arn)))
        apart = replace(place, sought=replace(place.sought, outside=outside))
        caller = place.sought.caller
        asked = {one.arn for one in self._open_to(place.account.number if place.account else "")}
        return [apart, *(one for thing in named if thing.arn not in asked for one in self._on_and_in(caller, thing))]

    @property
    def with_policy(self) -> int:
        """The number of resources with a policy that a question about no single one covers."""
        return 0 if self._question.thing else len(self._policed)

    @property
    def denying(self) -> Sequence[Thing]:
        """The things of the question whose policy denies, and does not allow, the action."""
        if self._question.thing:
            return ()
        denies = [one for one in self._policed if any(_is_denial(said, self._question.action) for said in _said(one))]
        return [one for one in denies if one not in self._granting]

    def _anywhere(self, caller: Caller) -> Iterator[Place]:
        """Yield the question about anything in the caller's account that has no policy of its own."""
        if not self._action & CATALOG.on_several:
            yield Place(Sought(caller, caller.account, self._action), "" if self._kinds else "*")
            return
        assert caller.account
        region = self._organization.home_region
        first, *others = (one.example(caller.account.number, region) for one in self._kinds)
        yield Place(Sought(caller, caller.account, self._action, first, others=tuple(others)), "")

    def _on(self, caller: Caller, thing: Thing) -> Place:
        """Return the question about a thing."""
        resource = "" if thing.arn == "*" else thing.arn
        shapes = {"sts:rolesessionname": ANY_NAME} if self._question.action == ASSUME_ROLE else {}
        return Place(
            Sought(caller, thing.account, self._action, resource, policy=thing.policy, shapes=shapes), thing.arn
        )

    def _on_and_in(self, caller: Caller, thing: Thing) -> Iterator[Place]:
        """Yield the questions about a thing with its policy, and about what is in it."""
        if thing.role:
            yield self._on(caller, thing)
            return
        resource = self._organization.resource_by_arn[thing.arn]
        for sought in on_resource(self._world, caller, resource, self._action):
            yield Place(sought, thing.arn)

    def _open_to(self, number: str) -> Sequence[Thing]:
        """
        Return the things whose policy may allow the action to principals of an account.

        In the account itself, a policy that names accounts only allows nothing that principals' own policies do not.
        """
        named = (self._admitting[number], self._admitting[ANY_PRINCIPAL], self._own[number])
        return list({id(one): one for some in named for one in some}.values())

    @cached_property
    def _own(self) -> defaultdict[str, list[Thing]]:
        found = defaultdict[str, list[Thing]](list)
        for one in self._granting:
            alone = one.policy and self._world.solver.may_allow_alone(one.policy, self._action)
            if alone or one.role or _is_key(one):
                found[one.account.number].append(one)
        return found

    @cached_property
    def _admitting(self) -> defaultdict[str, list[Thing]]:
        found = defaultdict[str, list[Thing]](list)
        for one in self._granting:
            for number in trusted_accounts(one.policy) if one.policy else ():
                if number != one.account.number:
                    found[number].append(one)
        return found

    @cached_property
    def _granting(self) -> Sequence[Thing]:
        """The roles and resources of the question whose policy may allow the action."""
        numbers = {one.number: one for one in self._question.accounts}
        roles = [
            Thing(one.arn, numbers[one.account], one.trust, one)
            for one in (self._organization.roles if self._about_roles else ())
            if one.account in numbers and self._may_grant(one.trust)
        ]
        return [*roles, *(one for one in self._policed if one.policy and self._may_grant(one.policy))]

    @cached_property
    def _policed(self) -> Sequence[Thing]:
        """The resources of the question that have a policy, if the action is about such ones."""
        numbers = {one.number: one for one in self._question.accounts}
        return [
            Thing(one.arn, numbers[one.account], one.policy)
            for one in self._organization.resources
            if one.policy and one.account in numbers and self._is_about(one)
        ]

    def _is_about(self, resource: Resource) -> bool:
        return resource.arn.split(":")[2] == self._question.action.partition(":")[0].lower() or bool(
            self._action & (CATALOG.acting_on(resource.arn) | CATALOG.acting_within(resource.arn))
        )

    def _may_grant(self, policy: Policy) -> bool:
        return any(may_be_about(one, self._question.action) for one in allowing(policy))

    @staticmethod
    def _is_in(thing: Thing, place: Place) -> bool:
        return place.account is not None and thing.account.number == place.account.number


def _is_key(thing: Thing) -> bool:
    """Return whether a thing is a key of KMS, whose policy decides whether those of principals count."""
    return KEYS.matches(thing.arn)


def _said(thing: Thing) -> Iterable[Any]:
    return thing.policy.statements if thing.policy else ()


def _is_denial(statement: Any, action: str) -> bool:
    return statement.get("Effect") == "Deny" and may_be_about(statement, action)


def _may_be_about(cover: Cover, arn: str) -> bool:
    """Return whether an alternative asks for certain resources, of which a thing or a part of it may be one."""
    for alternative in cover.alternatives:
        asked = [one for one in alternative.requires if one.dimension == RESOURCE]
        for requirement in asked:
            patterns = [_pattern(term.question) for term in requirement.terms if term.met]
            if any(_overlaps(one, arn) for one in patterns if one):
                return True
    return False


def _pattern(question: object) -> Pattern | None:
    if isinstance(question, Pattern):
        return question
    return question.predicate if isinstance(question, Meets) and isinstance(question.predicate, Pattern) else None


def _overlaps(pattern: Pattern, arn: str) -> bool:
    try:
        return pattern.matches(arn) or text_matching([pattern, inside(arn)], []) is not None
    except TooComplex:
        return True
