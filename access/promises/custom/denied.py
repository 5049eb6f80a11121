"""The check of a deny line: no request of the kinds that it names is allowed, under whatever conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision import Caller, Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG, Actions
from access.language.things import Thing
from access.language.when import REGION, context_of
from access.language.who import Subject, Way
from access.model.accounts import Account
from access.promises.custom.model import Line
from access.promises.found import Says, Sentence, how, none_found
from access.promises.promise import Outcome
from access.questions.assuming import ANY_NAME, ASSUME_ROLE
from access.questions.foreign import Foreigners
from access.questions.resources import is_open_to, on_resource
from access.questions.world import World
from policies.resource_types import resource_types

OUTSIDERS = "outsiders"


@dataclass(frozen=True)
class Denial:
    """A deny line about things, or, without any, about everything in some accounts."""

    world: World
    line: Line
    principals: Sequence[Subject]
    things: Sequence[Thing]
    accounts: Sequence[Account]

    def look(self) -> Outcome:
        """Return the outcome of the line."""
        return none_found(self.world, self._questions())

    @property
    def _actions(self) -> Actions:
        return CATALOG.any_of(self.line.to)

    def _questions(self) -> Iterator[tuple[Sought, Says]]:
        for subject in self.principals:
            for way in subject.ways:
                yield from self._of(subject, way)
        if OUTSIDERS in self.line.deny:
            yield from self._from_outside()

    def _of(self, subject: Subject, way: Way) -> Iterator[tuple[Sought, Says]]:
        names = tuple(name for name in (way.label, subject.label, subject.arn) if name)
        for sought in self._on_things(way.caller) if self.line.on else self._in_accounts(way.caller):
            yield self._complete(sought), Sentence(names, self._says(way.label))

    def _on_things(self, caller: Caller) -> Iterator[Sought]:
        for thing in self.things:
            if is_open_to(caller, thing.account, thing.policy):
                yield from self._on(caller, thing)

    def _on(self, caller: Caller, thing: Thing) -> Iterator[Sought]:
        acting = CATALOG.without_resource if thing.arn == "*" else CATALOG.acting_on(thing.arn)
        if actions := self._actions & acting:
            resource = "" if thing.arn == "*" else thing.arn
            yield Sought(caller, thing.account, actions, resource, policy=thing.policy)

    def _in_accounts(self, caller: Caller) -> Iterator[Sought]:
        """Yield the questions about everything in the accounts: without a policy of its own, and with one."""
        organization = self.world.organization
        for account in self.accounts:
            if caller.account == account:
                yield Sought(caller, account, self._actions & ~CATALOG.on_several)
                yield from self._on_several(caller, account)
            for resource in organization.resources:
                here = resource.account == account.number and resource.policy is not None
                if here and is_open_to(caller, account, resource.policy):
                    yield from on_resource(self.world, caller, resource, self._actions)
            for role in organization.assumable_roles:
                if role.account == account.number and is_open_to(caller, account, role.trust):
                    yield from self._on(caller, Thing(role.arn, account, role.trust, role))

    def _on_several(self, caller: Caller, account: Account) -> Iterator[Sought]:
        """Yield the questions about calls that act on several resources at once: on one of each type."""
        region = (self.line.when.get(REGION) or [self.world.organization.home_region])[0]
        for action in CATALOG.each(self._actions & CATALOG.on_several):
            first, *others = (one.example(account.number, region) for one in resource_types(action))
            yield Sought(caller, account, CATALOG.matching(action), first, others=tuple(others))

    def _from_outside(self) -> Iterator[tuple[Sought, Says]]:
        """Yield the questions of every outside principal that a policy of one of the things may admit."""
        foreigners = Foreigners(self.world)
        for thing in self.things or self._with_policies():
            if thing.policy is None:
                continue
            for one in foreigners.admitted(thing.policy, signed=thing.role is not None):
                for sought in self._on(one.caller, thing):
                    asked = replace(sought, **one.chosen)
                    yield self._complete(asked), self._says(one.caller.label)

    def _with_policies(self) -> Iterator[Thing]:
        numbers = {account.number: account for account in self.accounts}
        organization = self.world.organization
        for resource in organization.resources:
            if resource.account in numbers and resource.policy:
                yield Thing(resource.arn, numbers[resource.account], resource.policy)
        for role in organization.assumable_roles:
            if role.account in numbers:
                yield Thing(role.arn, numbers[role.account], role.trust, role)

    def _complete(self, sought: Sought) -> Sought:
        """Return a question with the keys of the line, and those that assuming a role always has."""
        context = context_of(self.line.when)
        assumes = sought.actions == CATALOG.matching(ASSUME_ROLE) and "sts:RoleSessionName" not in context
        shapes = {**sought.shapes, **({"sts:rolesessionname": ANY_NAME} if assumes else {})}
        return replace(sought, context=context, shapes=shapes)

    def _says(self, label: str) -> Says:
        said = {"aws:RequestedRegion", *self.line.when}

        def says(request: Request) -> str:
            account = request.account.key if request.account else ""
            where = f"in {account}" if request.resource == "*" else f"on {request.resource}"
            return f"{label} can {request.action} {where}{how(request, but=said)}"

        return says
