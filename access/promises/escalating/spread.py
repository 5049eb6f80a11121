"""How far a principal gets: the principals that it can act as, and those that it can change, step by step."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from access.decision import Caller, Request
from access.decision.callers import EVERYTHING, MFA_PRESENT
from access.decision.solver import kind_of
from access.model.policies import AWS, Policy, PolicyKind
from access.model.principals import Principal, Role, User
from access.model.sign_in import SignIn
from access.promises.escalating.abilities import ROOT, Abilities, Ability, denies
from access.promises.escalating.steps import STEPS, Gain, Target
from access.promises.escalating.targets import Thing, label_of
from access.questions.assuming import ASSUME_ROLE, assuming
from access.questions.candidates import Candidates
from access.questions.world import World

MOST = 20_000
"""Number of gains of one principal before the search for more is given up."""
_ASSUMING = next(step for step in STEPS if step.calls == (ASSUME_ROLE,))
Chain = tuple[Ability, ...]
_OF_CALLER = re.compile(
    r"aws:(principal|user|multifactor|tokenissue|source|federated|assumed|via|called)", re.IGNORECASE
)


@dataclass(frozen=True)
class Held:
    """A principal that can be acted as, with the steps that lead there."""

    principal: Principal
    caller: Caller
    chain: Chain
    is_new: bool = False
    """True for a principal that a step has made."""
    is_changed: bool = False
    """True for a principal with the rights that steps gave it, besides itself as it was."""

    @property
    def gained(self) -> Chain:
        """The steps other than assuming a role, as policies have it."""
        return tuple(one for one in self.chain if one.step is not _ASSUMING)

    @property
    def doubt(self) -> str:
        """The reason why it is not decided that all steps can be taken."""
        return next((one.doubt for one in self.chain if one.doubt), "")


@dataclass(frozen=True)
class Changed:
    """A principal's rights after steps that changed them."""

    extra: tuple[Policy, ...] = ()
    unbound: bool = False
    chain: Chain = ()
    written: frozenset[Policy] = frozenset()
    """Policies whose text the steps choose, so that their denials count no more."""

    def and_(self, more: Changed) -> Changed:
        """Return both changes; with every right, the steps that gave some of them do not count."""
        if EVERYTHING in self.extra and not more.unbound and more.written <= self.written:
            return self
        if EVERYTHING in more.extra and not self.unbound and self.written <= more.written:
            return more
        extra = tuple(dict.fromkeys((*self.extra, *more.extra)))
        if EVERYTHING in extra:
            extra = (EVERYTHING,)
        written = self.written | more.written
        return Changed(extra, self.unbound or more.unbound, _joined(self.chain, more.chain), written)


class Spread:
    """The gains of one principal, up to the point where no step gives more."""

    def __init__(self, world: World, abilities: Abilities, ends: frozenset[str]) -> None:
        self._world = world
        self._abilities = abilities
        self._ends = ends
        """ARNs of the principals at which a search ends: whoever acts as them needs no further steps."""
        self._callers: dict[Hashable, tuple[Caller, Caller]] = {}
        self._assumed: dict[int, tuple[Caller, Sequence[Ability]]] = {}
        self._candidates = Candidates(world.organization)

    def of(self, start: Held) -> tuple[list[Held], str]:
        """Return what a principal gains, nearest first, and the reason if the search was given up."""
        held: dict[str, Held] = {_key(start.principal, start.caller): start}
        changed: dict[str, Changed] = {}
        devices: dict[str, Chain] = {}
        with_rights: dict[str, Held] = {}
        everything: set[tuple[str, str]] = set()
        waiting = deque(held)
        steps = 0
        while waiting:
            key = waiting.popleft()
            one = held[key]
            if one is not start and (one.principal.arn in self._ends or _is_root(one.principal)):
                continue
            for now in self._versions(one, changed.get(one.principal.arn)):
                if now.is_changed:
                    with_rights[key] = now
                for ability in self._of(now, everything):
                    if _is_known(ability, held, changed):
                        continue
                    if ability.step.gain is Gain.ENROL:
                        devices.setdefault(ability.target.arn, (*now.chain, ability))
                    for gained, change in self._gains(now, ability):
                        more = [*_merged(gained, change, held, changed)]
                        steps += len(more)
                        waiting.extend(more)
            waiting.extend(self._enrolled(held, devices))
            if steps > MOST:
                return [*held.values(), *with_rights.values()], f"the search was given up after {MOST} steps"
        return [*held.values(), *with_rights.values()], ""

    def _enrolled(self, held: dict[str, Held], devices: Mapping[str, Chain]) -> list[str]:
        """Add the users who can be acted as, and for whom an MFA device can be enrolled, as users with MFA."""
        found: list[str] = []
        for arn, chain in devices.items():
            one = held.get(f"{arn} ") or held.get(f"{arn} false")
            if one and isinstance(one.principal, User):
                caller = self.user(one.principal, SignIn.MFA)
                key = _key(one.principal, caller)
                if key not in held:
                    held[key] = Held(one.principal, caller, _joined(one.chain, chain), one.is_new)
                    found.append(key)
        return found

    def start(self, principal: Principal) -> Held:
        """Return a principal as it is: a user with MFA, or a session of a role."""
        caller = (
            self.user(principal, SignIn.MFA) if isinstance(principal, User) else self._world.callers.session(principal)
        )
        return Held(principal, caller, ())

    def user(self, user: User, way: SignIn) -> Caller:
        """Return a user who is signed in in a way; a root user in its own."""
        callers = self._world.callers
        if _is_root(user):
            return callers.root_user(self._world.organization.accounts[user.account])
        return callers.signed_in(user, way)

    def _versions(self, held: Held, change: Changed | None) -> Iterator[Held]:
        """Yield a principal as it was, and with its rights after a change."""
        yield held
        if change:
            yield self._now(held, change)

    def _now(self, held: Held, change: Changed) -> Held:
        key = (id(held.caller), change.extra, change.unbound, change.written)
        if key not in self._callers:
            boundary = None if change.unbound else held.caller.boundary
            own = tuple(one for one in held.caller.identity if one not in change.written)
            if EVERYTHING in change.extra and not denies(own):
                own = ()  # what they allow is allowed anyhow
            caller = replace(held.caller, identity=(*own, *change.extra), boundary=boundary)
            self._callers[key] = (held.caller, caller)
        chain = _joined(held.chain, change.chain)
        return replace(held, caller=self._callers[key][1], chain=chain, is_changed=True)

    def _of(self, held: Held, everything: set[tuple[str, str]]) -> Iterator[Ability]:
        """Yield the steps of a principal; those of one with every right once in each account, where all are alike."""
        caller = held.caller
        kind = (caller.account.number if caller.account else "", kind_of(caller))
        is_alike = not held.is_new and caller.boundary is None and _has_everything(caller) and not _told_apart(caller)
        if not is_alike or kind not in everything:
            yield from self._abilities.of(caller)
        if is_alike:
            everything.add(kind)
        if id(held.caller) not in self._assumed:
            self._assumed[id(held.caller)] = (held.caller, tuple(self._assuming(held)))
        yield from self._assumed[id(held.caller)][1]

    def _assuming(self, held: Held) -> Iterator[Ability]:
        """Yield the roles that a principal may assume: with its own rights as other promises have asked already."""
        by_arn = self._world.organization.role_by_arn
        known = None if held.is_changed or held.is_new else self._asked(held)
        found = self._newly(held.caller)
        if known is not None:
            found = ((by_arn[arn], (request,), "") for arn, request in known.items())
        for role, requests, doubt in found:
            thing = Thing(role.arn, label_of(self._world, role), (role,))
            yield Ability(held.caller, _ASSUMING, thing, requests, doubt)

    def _asked(self, held: Held) -> Mapping[str, Request] | None:
        reach, arn = self._world.reach, held.principal.arn
        if isinstance(held.principal, Role):
            return reach.chains.get(arn)
        known = self._world.callers.ways(held.principal)
        ways = (way for way, caller in known.items() if caller is held.caller)
        return next((reach.requests[arn, way] for way in ways if (arn, way) in reach.requests), None)

    def _newly(self, caller: Caller) -> Iterator[tuple[Role, tuple[Request, ...], str]]:
        world = self._world
        for role in self._candidates.of(caller):
            if role.arn != caller.context.get("aws:PrincipalArn"):
                answer = world.solver.find(assuming(world.organization, caller, role, confirm=False))
                if answer.is_open:
                    yield role, (answer.request,) if answer.request else (), answer.problem

    def _gains(self, actor: Held, ability: Ability) -> Iterator[tuple[Held | None, tuple[str, Changed] | None]]:
        """Yield the principals that a step lets act as, and those that it changes."""
        chain = (*actor.chain, ability)
        if ability.made:
            made = ability.made
            caller = self.user(made, SignIn.KEY) if isinstance(made, User) else self._world.callers.session(made)
            yield Held(made, caller, chain, is_new=True), None
            return
        thing, gain = ability.target, ability.step.gain
        for principal in thing.others if gain is Gain.MEMBERSHIP else thing.principals:
            match gain:
                case Gain.ACT if isinstance(principal, Role):
                    yield Held(principal, self._world.callers.session(principal), chain), None
                case Gain.ACT if isinstance(principal, User):
                    way = SignIn.KEY if ability.step.calls == ("iam:CreateAccessKey",) else SignIn.NO_MFA
                    yield Held(principal, self.user(principal, way), chain), None
                case Gain.RIGHTS:
                    written = _written(ability, principal)
                    yield None, (principal.arn, Changed((EVERYTHING,), chain=chain, written=written))
                case Gain.MEMBERSHIP:
                    yield None, (principal.arn, Changed(thing.also, chain=chain))
                case Gain.UNBOUND if principal.boundary:
                    yield None, (principal.arn, Changed(unbound=True, chain=chain))
                case _:
                    pass
        if gain is Gain.RIGHTS and ability.step.target is Target.POLICY:
            yield from ((None, (one.arn, Changed(unbound=True, chain=chain))) for one in thing.others)


def _written(ability: Ability, principal: Principal) -> frozenset[Policy]:
    """Return the policies of a principal whose text a step chooses: by a new version, or an inline one of the name."""
    groups = principal.groups if isinstance(principal, User) else ()
    of_groups = {policy for group in groups for policy in group.policies}
    match ability.step.target:
        case Target.POLICY:
            name = ability.target.arn.rpartition("/")[2]
            found = (one for one in principal.policies if one.name == name and one.kind is not PolicyKind.INLINE)
            return frozenset(one for one in found if one.origin != AWS)
        case _ if not ability.step.calls[0].startswith("iam:Put"):
            return frozenset()
        case Target.GROUP:
            return frozenset(one for one in ability.target.also if one.kind is PolicyKind.INLINE)
        case _:
            own = (one for one in principal.policies if one not in of_groups)
            return frozenset(one for one in own if one.kind is PolicyKind.INLINE)


def _is_known(ability: Ability, held: Mapping[str, Held], changed: Mapping[str, Changed]) -> bool:
    """Return whether a step surely gives nothing new: the most frequent cases, told without its chain."""
    principals = ability.target.principals
    if ability.made or not principals:
        return False
    if ability.step.gain is Gain.ACT:
        return all(isinstance(one, Role) and f"{one.arn} " in held for one in principals)
    rights = ability.step.gain is Gain.RIGHTS and ability.step.target is not Target.POLICY
    return rights and all(
        (known := changed.get(one.arn)) is not None
        and EVERYTHING in known.extra
        and _written(ability, one) <= known.written
        for one in principals
    )


def _has_everything(caller: Caller) -> bool:
    return any(policy.digest == EVERYTHING.digest for policy in caller.identity) and not denies(caller.identity)


def _told_apart(caller: Caller) -> bool:
    """Return whether a policy of the organization may bind one principal of the caller's account, and not another."""
    levels = caller.account.scps if caller.account else ()
    return any(_OF_CALLER.search(policy.text) for level in levels for policy in level)


def _is_root(principal: Principal) -> bool:
    return principal.arn.endswith(f":{ROOT}")


def _key(principal: Principal, caller: Caller) -> str:
    return f"{principal.arn} {caller.context.get(MFA_PRESENT, '')}"


def _merged(
    gained: Held | None, change: tuple[str, Changed] | None, held: dict[str, Held], changed: dict[str, Changed]
) -> Iterator[str]:
    """Add a gain; yield the keys of the principals that may do more than before."""
    if gained:
        key = _key(gained.principal, gained.caller)
        if key not in held:
            held[key] = gained
            yield key
    if change:
        arn, more = change
        before = changed.get(arn, Changed())
        after = before.and_(more)
        if (after.extra, after.unbound, after.written) != (before.extra, before.unbound, before.written):
            changed[arn] = after
            yield from (key for key, one in held.items() if one.principal.arn == arn)


def _joined(first: Chain, second: Chain) -> Chain:
    """Return two chains as one, each step once."""
    return tuple({id(one): one for one in (*first, *second)}.values())
