"""The steps that a caller can take by itself: every call of such a step is allowed on the same target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from access.decision import Caller, Request
from access.decision.callers import EVERYTHING, ROOT_USER
from access.decision.solver import Answer, Sought, kind_of
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.patterns import exact, wildcards
from access.model.policies import AWS, Policy, PolicyKind
from access.model.principals import Principal, Role, User
from access.promises.escalating.steps import STEPS, Gain, Step, Target
from access.promises.escalating.targets import Thing, Things, policy_arn
from access.questions.world import World
from policies.reading import actions, resources, texts

ROOT = "root"
"""The name of a root user, whose account it is."""
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_NEW_PASSWORD = "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"
"""
The one task of a root user's session that leads to all rights: others read, delete credentials, or unlock one policy.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html (2026-12-01).
"""
_BOUNDARY = "iam:PermissionsBoundary"
_TAKEN = CATALOG.any_of(sorted({step.actions[0] for step in STEPS if step.actions != ("sts:AssumeRole",)}))
"""The actions without which no step can be taken, but for assuming a role."""
_MAKING = ("iam:CreateRole", "iam:CreateUser")
_NEW: Mapping[Target, str] = {Target.NEW_ROLE: "role", Target.NEW_USER: "user"}


@dataclass(frozen=True)
class Ability:
    """A step that a caller can take, with its target and the requests that are allowed."""

    actor: Caller
    step: Step
    target: Thing
    requests: tuple[Request, ...]
    doubt: str = ""
    """The reason why it is not decided that the step can be taken; empty when it can."""
    made: Principal | None = None
    """The new principal, where the step makes one."""

    @property
    def says(self) -> str:
        """The step in words."""
        return self.step.says.format(target=self.target.label)


class Abilities:
    """The steps that callers of an organization can take, each asked once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.things = Things(world)
        self._known: dict[Hashable, Sequence[Ability]] = {}
        self._own: dict[int, tuple[Caller, Sequence[Ability]]] = {}
        self._needed: dict[Hashable, dict[str, None]] = {}
        self.asked = 0
        """Number of questions so far."""

    def of(self, caller: Caller) -> Sequence[Ability]:
        """Return the steps that a caller can take, but for assuming roles."""
        if not self._world.solver.may_allow(caller) & _TAKEN:
            return ()
        if id(caller) not in self._own:  # the caller is kept, so that no other one has the same id
            raising = self._raising_itself(caller)
            self._own[id(caller)] = (caller, [raising] if raising else self._shared(caller))
        return self._own[id(caller)][1]

    def _shared(self, caller: Caller) -> Sequence[Ability]:
        """Return the steps that all callers which are alike can take, as this one takes them."""
        key = self._key(caller)
        if key not in self._known:
            self._known[key] = tuple(self._of(caller))
        return [_by(caller, one) for one in self._known[key]]

    def needed(self, caller: Caller) -> tuple[str, ...]:
        """Return what no stack makes, and the policies of a caller that was asked about allow to act as."""
        if not self._needed or not self._world.solver.may_allow(caller) & _TAKEN:
            return ()
        return tuple(self._needed.get(self._key(caller), ()))

    def _key(self, caller: Caller) -> Hashable:
        """Return all that the steps of a caller depend on: those of an account that are alike can take the same."""
        account = caller.account.number if caller.account else ""
        return account, self._world.solver.likeness(caller), caller.principal if self._itself(caller) else ""

    def _of(self, caller: Caller) -> Iterator[Ability]:
        may = self._world.solver.may_allow(caller)
        for step in STEPS:
            if step.calls != ("sts:AssumeRole",) and all(may & CATALOG.matching(one) for one in step.actions):
                yield from self._taken(caller, step)

    def _raising_itself(self, caller: Caller) -> Ability | None:
        """Return the step by which a caller gives itself every right, where that leaves nothing else to ask."""
        if caller.boundary or denies(caller.identity) or EVERYTHING in caller.identity:
            return None
        may = self._world.solver.may_allow(caller)
        arn, account = caller.context.get("aws:PrincipalArn"), caller.account.number if caller.account else ""
        for step in STEPS:
            if step.gain is Gain.RIGHTS and all(may & CATALOG.matching(one) for one in step.actions) and not step.needs:
                own = (one for one in self.things.of(account, step.target) if one.arn == arn)
                found = next((ability for one in own if (ability := self._on(caller, step, one))), None)
                if found and not found.doubt:
                    return found
        return None

    def _taken(self, caller: Caller, step: Step) -> Iterator[Ability]:
        account = caller.account.number if caller.account else ""
        if step.needs and not self._is_there(account, step):
            if any(_denied_always(caller) & CATALOG.matching(action) for action in step.actions):
                return
            self._needed.setdefault(self._key(caller), {})[step.needs] = None
            return
        if step.target not in (Target.ROOT, *_NEW) and not self._things(caller, step, account):
            return
        also = [self._ask(caller, action) for action in self._also(step, account)]
        if not all(one.is_open for one in also):
            return
        requests = [one.request for one in also if one.request]
        doubt = next((one.problem for one in also if one.problem), "")
        found = self._new(caller, step) if step.target in _NEW else self._on_things(caller, step, account)
        yield from (replace(one, requests=(*one.requests, *requests), doubt=one.doubt or doubt) for one in found)

    def _also(self, step: Step, account: str) -> Sequence[str]:
        """Return the further actions of a step, with those that make what must be there, unless it is."""
        return step.also if not step.made_by or self._is_there(account, step) else (*step.also, *step.made_by)

    def _is_there(self, account: str, step: Step) -> bool:
        return not self._types[account].isdisjoint(step.types)

    @cached_property
    def _types(self) -> Mapping[str, set[str]]:
        """The types of resources that stacks make in an account, by its number."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for stack in self._world.organization.stacks:
            for type_, places in stack.types.items():
                for account, *_ in places:
                    found[account].add(type_)
        return found

    def _on_things(self, caller: Caller, step: Step, account: str) -> Iterator[Ability]:
        if step.target is Target.ROOT:
            yield from self._roots(caller, step)
            return
        if not all(self._anywhere(caller, action) for action in step.calls):
            return
        is_own = step.target is Target.USER and not self._on_others(caller, step, account)
        for thing in self._things(caller, step, account):
            if (not is_own or thing.arn == caller.principal) and (found := self._on(caller, step, thing)):
                yield found

    def _things(self, caller: Caller, step: Step, account: str) -> Sequence[Thing]:
        """Return the things of an account that a step may be taken on."""
        if step.services:
            return self.things.trusting(account, step.services)
        own = self._itself(caller) if step.target is Target.USER else ()
        return [*own, *self.things.of(account, step.target)]

    def _on_others(self, caller: Caller, step: Step, account: str) -> bool:
        """Return whether a step may be taken on another user: asked once of all, as users manage their own."""
        users, itself = (wildcards(f"arn:aws:iam::{account}:user/*"),), (exact(caller.principal),)
        answers = (self._ask(caller, action, within=users, outside=itself) for action in step.calls)
        return all(answer.is_open for answer in answers)

    def _anywhere(self, caller: Caller, action: str) -> bool:
        """Return whether an action may be allowed on anything in the caller's account: asked once of all things."""
        answer = self._ask(caller, action)
        return answer.is_open

    def _itself(self, caller: Caller) -> Sequence[Thing]:
        """Return a user that a step has made, whom no stack knows."""
        arn = caller.principal
        is_new = kind_of(caller) == "user" and arn not in self._world.organization.user_by_arn
        return (Thing(arn, "itself"),) if is_new else ()

    def _on(self, caller: Caller, step: Step, thing: Thing) -> Ability | None:
        """Return the step on one thing, if its calls act on such a thing and are allowed."""
        if not all(CATALOG.matching(action) & CATALOG.acting_on(thing.arn) for action in step.calls):
            return None
        requests: list[Request] = []
        doubt = f"which role {step.needs} has is not read" if step.needs else ""
        for action in step.calls:
            answer = self._first(caller, action, thing, step)
            if answer is None:
                return None
            doubt = doubt or answer.problem
            requests += [answer.request] if answer.request else []
        return Ability(caller, step, thing, tuple(requests), doubt)

    def _first(self, caller: Caller, action: str, thing: Thing, step: Step) -> Answer | None:
        """Return the answer about an action on a thing, in the first context in which it may be allowed."""
        for context in self._contexts(caller, action, thing, step):
            answer = self._ask(caller, action, thing.arn, **context)
            if answer.is_open:
                return answer
        return None

    def _contexts(self, caller: Caller, action: str, thing: Thing, step: Step) -> Iterator[dict[str, Any]]:
        """Yield the contexts of a call that gives every right: those with a policy that allows everything."""
        if step.is_passing:
            yield from ({"context": {"iam:PassedToService": service}} for service in step.services)
            return
        bounded = _bounded(thing) if step.policy_key != _BOUNDARY else {}
        if not step.policy_key:
            yield bounded
            return
        known: Mapping[str, Any] = bounded.get("context", {})
        yield {**bounded, "context": {**known, step.policy_key: ADMINISTRATOR}}
        if step.policy_key == _BOUNDARY:
            return
        for arn in self._own_policies(caller, action, thing, bounded, step.policy_key):
            yield {**bounded, "context": {**known, step.policy_key: arn}}

    def _own_policies(
        self, caller: Caller, action: str, thing: Thing, bounded: Mapping[str, Any], key: str
    ) -> Iterator[str]:
        """Yield ARNs of policies that the caller can make, or change, as it wants them."""
        account = caller.account.number if caller.account else ""
        pattern = wildcards(f"arn:aws:iam::{account}:policy/*")
        if answer := self._ask(caller, "iam:CreatePolicy", within=(pattern,)).request:
            yield answer.resource
        attached = self._ask(caller, action, thing.arn, **bounded, shapes={key.lower(): pattern}).request
        arn = str(attached.context.get(key, "")) if attached else ""
        making = ("iam:CreatePolicy", "iam:CreatePolicyVersion")
        if arn and any(self._ask(caller, one, arn).request for one in making):
            yield arn

    def _roots(self, caller: Caller, step: Step) -> Iterator[Ability]:
        organization = self._world.organization
        if not caller.account or not caller.account.is_management:
            return
        for account in organization.accounts.values():
            if not account.is_management:
                arn = f"arn:aws:iam::{account.number}:root"
                actions = CATALOG.matching(step.calls[0])
                # AWS asks for no policy of the member account
                context = {"sts:TaskPolicyArn": _NEW_PASSWORD}
                answer = self._found(Sought(caller, caller.account, actions, arn, context=context, confirm=False))
                if answer.request:
                    root = User(account.number, ROOT, arn, (ROOT_USER,), None, (), AWS)
                    thing = Thing(arn, f"the root user of {account.key}", (root,))
                    yield Ability(caller, step, thing, (answer.request,), answer.problem)
                    return

    def _new(self, caller: Caller, step: Step) -> Iterator[Ability]:
        """Yield the step that makes a principal: with every right, under the boundary that it must have."""
        account, kind = caller.account.number if caller.account else "", _NEW[step.target]
        within = (wildcards(f"arn:aws:iam::{account}:{kind}/*"),)
        asked = [self._ask(caller, action, within=within) for action in step.calls]
        if not all(one.is_open for one in asked):
            return
        doubt = next((one.problem for one in asked if one.problem), "")
        names = dict.fromkeys(one.request.resource for one in asked if one.request)
        made = (self._named(caller, step, arn, kind) for arn in names)
        if found := next((one for one in made if one), None):
            yield found
        elif doubt:
            arn = next(iter(names), f"arn:aws:iam::{account}:{kind}/example")
            thing = Thing(arn, f"the {kind} {arn.rpartition('/')[2]}")
            yield Ability(caller, step, thing, (), doubt, _principal(account, arn, kind, None))

    def _named(self, caller: Caller, step: Step, arn: str, kind: str) -> Ability | None:
        """Return the step that makes a principal of a name, if all its calls are allowed on that."""
        account = caller.account.number if caller.account else ""
        free = self._ask(caller, step.calls[0], arn, absent=frozenset({_BOUNDARY.lower()}))
        made = free.request or self._ask(caller, step.calls[0], arn).request
        if made is None:
            return None
        limit = "" if free.request else str(made.context.get(_BOUNDARY, ""))
        thing = Thing(arn, f"the {kind} {arn.rpartition('/')[2]}")
        requests = [made]
        for action in step.calls[1:]:
            answer = self._attached(caller, action, thing, step, {_BOUNDARY: limit} if limit else {})
            if answer is None:
                return None
            requests.append(answer)
        boundary = self._boundary(limit, account) if limit else None
        doubt = f"the permissions boundary {limit} is not in the stacks" if limit and not boundary else ""
        return Ability(caller, step, thing, tuple(requests), doubt, _principal(account, arn, kind, boundary))

    def _attached(
        self, caller: Caller, action: str, thing: Thing, step: Step, context: Mapping[str, str]
    ) -> Request | None:
        bounded: dict[str, Any] = {"context": {**context}} if context else {"absent": frozenset({_BOUNDARY.lower()})}
        keys = [{**context}]
        if step.policy_key and action.startswith("iam:Attach"):
            arns = (ADMINISTRATOR, *self._own_policies(caller, action, thing, bounded, step.policy_key))
            keys = [{**context, step.policy_key: arn} for arn in arns]
        answers = (self._ask(caller, action, thing.arn, **{**bounded, "context": key}).request for key in keys)
        return next((answer for answer in answers if answer), None)

    def _boundary(self, arn: str, account: str) -> Policy | None:
        """Return the policy that an ARN names, as far as it is known which policy of the name is in the account."""
        name = arn.rpartition("/")[2]
        kinds = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY)
        here = [one for one in self.things.policies(account) if one.name == name and one.kind in kinds]
        found = here or [one for one in self._world.organization.policies if one.name == name and one.kind in kinds]
        is_clear = len({one.digest for one in found}) == 1
        return replace(found[0], kind=PolicyKind.BOUNDARY) if is_clear else None

    def _ask(self, caller: Caller, action: str, arn: str = "", **more: Any) -> Answer:
        # the steps that lead to a counterexample are confirmed there
        return self._found(Sought(caller, caller.account, CATALOG.matching(action), arn, confirm=False, **more))

    def _found(self, sought: Sought) -> Answer:
        self.asked += 1
        return self._world.solver.find(sought)


def denies(policies: Sequence[Policy]) -> bool:
    """Return whether a policy has a statement that does not allow."""
    return any(statement.get("Effect") != "Allow" for policy in policies for statement in policy.statements)


def _denied_always(caller: Caller) -> Actions:
    """Return the actions that a caller's own policies deny on everything and under any condition."""
    found = 0
    for statement in (one for policy in caller.identity for one in policy.statements):
        if statement.get("Effect") == "Deny" and not statement.get("Condition") and "*" in resources(statement):
            found |= CATALOG.any_of(actions(statement))
            if said := texts(statement.get("NotAction")):
                found |= CATALOG.everything & ~CATALOG.any_of(said)
    return found


def _by(caller: Caller, ability: Ability) -> Ability:
    """Return a step as another caller takes it."""
    if ability.actor is caller:
        return ability
    return replace(ability, actor=caller, requests=tuple(replace(one, caller=caller) for one in ability.requests))


def _bounded(thing: Thing) -> dict[str, Any]:
    """Return the key that AWS sends about the permissions boundary of the principal that is changed."""
    principal = thing.principals[0] if len(thing.principals) == 1 else None
    if principal and principal.arn == thing.arn and principal.boundary:
        return {"context": {_BOUNDARY: policy_arn(principal.account, principal.boundary)}}
    return {"absent": frozenset({_BOUNDARY.lower()})}


def _principal(account: str, arn: str, kind: str, boundary: Policy | None) -> Principal:
    """Return a new user or role that may do everything within a boundary."""
    name = arn.rpartition("/")[2]
    if kind == "user":
        return User(account, name, arn, (EVERYTHING,), boundary, (), AWS)
    trust = replace(EVERYTHING, kind=PolicyKind.TRUST)
    return Role(account, name, arn, (EVERYTHING,), boundary, trust, AWS)
