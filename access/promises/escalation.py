"""The promise that no principal gets further in several steps than in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from access.decision import Caller, Reason, Request
from access.decision.solver import Sought
from access.decision.symbolic.catalog import CATALOG, Actions
from access.model.principals import Principal, User
from access.model.trust import ANY_PRINCIPAL, trusted_accounts
from access.promises.escalating.abilities import Abilities
from access.promises.escalating.spread import Chain, Held, Spread
from access.promises.escalating.targets import principals_of
from access.promises.identities import Protected
from access.promises.promise import CounterExample, Outcome, Promise
from access.promises.protected import protected_things
from access.questions.accepting import About, Undecided, names_of
from access.questions.assuming import ASSUME_ROLE
from access.questions.deployers import is_deployer
from access.questions.world import World
from foundation.words import few, listed, plural

_MOST_NAMES = 5


@dataclass(frozen=True)
class _End:
    """What a principal gets to in several steps, and must not."""

    start: Held
    what: str
    chain: Chain
    request: Request | None
    """The last one; None where not even one is decided."""
    doubt: str = ""


def look(world: World) -> Outcome:
    """
    Ask of every user and role how far it gets, step by step, and whether that is where only deployment may be.

    Each step is one that `escalating/steps.py` names; its calls are decided as every request. A search ends at a
    principal of the deployment, or where no step gives more.
    """
    looking = _Looking(world)
    looking.look()
    found = [replace(one, doubt=one.doubt or _unconfirmed(world, one)) for one in looking.found]
    return Outcome(
        counter_examples=tuple(_examples(world, [one for one in found if not one.doubt])),
        undecided=(*(_undecided(one) for one in found if one.doubt), *looking.given_up),
        notes=(*looking.notes(), *looking.needed()),
        asked=looking.abilities.asked,
    )


class _Looking:
    """One check: the principals to begin with, and what each gets to."""

    def __init__(self, world: World) -> None:
        self._world = world
        responder = world.intent.responder_role if world.intent else None
        roles = world.organization.assumable_roles
        self._shielded = frozenset(one.arn for one in roles if is_deployer(world, one) or one.name == responder)
        principals = principals_of(world.organization)
        self.abilities = Abilities(world)
        self._spread = Spread(world, self.abilities, self._shielded)
        protected = tuple(protected_things(world))
        self._told: defaultdict[str, Actions] = defaultdict(int)
        for one in protected:
            self._told[one.arn] |= one.actions
        self._protected: defaultdict[str, list[Protected]] = defaultdict(list)
        for one in protected:
            trusted = trusted_accounts(one.policy) if one.policy else frozenset[str]()
            open_ = world.organization.accounts if ANY_PRINCIPAL in trusted else trusted
            for number in {one.account.number, *open_}:
                self._protected[number].append(one)
        deployers = {one.arn for one in roles if is_deployer(world, one)}
        self._starts = [self._spread.start(one) for one in principals if one.arn not in deployers]
        self._reached: dict[str, set[str]] = {}
        self._changed: dict[int, tuple[Caller, Sequence[tuple[Protected, Request]]]] = {}
        self.found: list[_End] = []
        self.given_up: list[Undecided] = []
        self._rights: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def look(self) -> None:
        """Look how far each principal gets: roles first, so that what a role gets is not told again of its users."""
        for start in self._starts:
            held, problem = self._spread.of(start)
            if problem:
                self.given_up.append(Undecided(f"{start.caller.label}: {problem}", About(names_of(start.caller))))
            further = [one for one in held if one.gained and not self._is_told_elsewhere(one)]
            own = [one for one in further if not self._reached.get(self._assumed(one.chain))]
            ends = [*self._ends(start, further)] or [*self._changes(start, own)]
            reached = self._reached[start.principal.arn] = {one.what for one in ends}
            mine = [one for one in ends if not self._is_of_a_role(one)]
            self.found += sorted(mine, key=lambda one: (bool(one.doubt), len(one.chain)))
            if further and not reached and not any(self._assumed(one.chain) in self._reached for one in further):
                self._note(start, further[0])

    def _is_told_elsewhere(self, held: Held) -> bool:
        """Return whether `protection` asks the first step."""
        first = held.gained[0]
        asked = self._told.get(first.target.arn, 0)
        return any(CATALOG.matching(action) & asked for action in first.step.calls)

    def _is_of_a_role(self, end: _End) -> bool:
        """Return whether the role that takes the steps gets there by itself, and tells it."""
        return end.what in self._reached.get(self._assumed(end.chain), ())

    def _assumed(self, chain: Chain) -> str:
        """Return the ARN of the role that takes the first step, if the principal assumes it; else nothing."""
        first = next(one for one in chain if one.step.calls != (ASSUME_ROLE,))
        role = str(first.actor.context.get("aws:PrincipalArn", ""))
        return role if chain[0] is not first else ""

    def _ends(self, start: Held, further: Sequence[Held]) -> Iterator[_End]:
        """Yield the users, deployment roles and roles of other accounts that a principal gets at, each once."""
        found: set[str] = set()
        for held in further:
            principal = held.principal
            if held.is_new or held.is_changed or principal.arn in (start.principal.arn, *found):
                continue
            elsewhere = principal.account != start.principal.account and not self._is_at_home(start, principal)
            if isinstance(principal, User) or principal.arn in self._shielded or elsewhere:
                found.add(principal.arn)
                yield _End(start, held.chain[-1].target.label, held.chain, _last(held.chain), held.doubt)

    def _is_at_home(self, start: Held, role: Principal) -> bool:
        """Return whether a principal has a role in that account, whose other roles are the account's own matter."""
        reach = self._world.reach
        if isinstance(start.principal, User):
            paths = [path for (arn, _), path in reach.direct.items() if arn == start.principal.arn]
            return any(one.account == role.account for path in paths for one in path)
        return any(one.account == role.account for one in reach.chained.get(start.principal.arn, ()))

    def _changes(self, start: Held, further: Sequence[Held]) -> Iterator[_End]:
        """Yield the changes of protected things that a principal can make after the steps, and not before them."""
        found: set[str] = set()
        for held in further:
            for one, request in self._changing(held.caller):
                if one.arn not in found and not self._change(start.caller, one):
                    found.add(one.arn)
                    yield _End(start, f"{one.what}, with {request.action}", held.chain, request, held.doubt)

    def _changing(self, caller: Caller) -> Sequence[tuple[Protected, Request]]:
        """Return the protected things that a caller can change, each with a request."""
        if id(caller) not in self._changed:  # the caller is kept, so that no other one has the same id
            here = self._protected[caller.account.number if caller.account else ""]
            found = ((one, self._change(caller, one)) for one in here)
            self._changed[id(caller)] = (caller, [(one, request) for one, request in found if request])
        return self._changed[id(caller)][1]

    def _change(self, caller: Caller, one: Protected) -> Request | None:
        return self._world.solver.find(Sought(caller, one.account, one.actions, one.arn, policy=one.policy)).request

    def _note(self, start: Held, held: Held) -> None:
        """Note what a principal gains in its own account, where it ends."""
        kind = "user" if isinstance(start.principal, User) else "role"
        account = self._world.organization.accounts[start.principal.account].key
        step = held.gained[0]
        self._rights[f"{kind} {start.principal.name}", ", ".join(step.step.actions)].append(account)

    def notes(self) -> Iterator[str]:
        """Yield what principals gain in their own account, where it ends."""
        for (name, actions), accounts in self._rights.items():
            yield f"{name} of {few(accounts, _MOST_NAMES)} can gain more rights in its own account, with {actions}"

    def needed(self) -> Iterator[str]:
        """Yield what principals could act as, were it there."""
        found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for start in self._starts:
            if needs := self.abilities.needed(start.caller):
                found[needs].append(start.caller.label)
        for needs, labels in found.items():
            what = listed(needs, len(needs), "or")
            who = few(labels, _MOST_NAMES)
            yield f"policies of {who} allow to act as what no stack makes (guardrails aside): {what}"


def _last(chain: Chain) -> Request | None:
    """Return the request that leads to the end; that of an earlier step, where the last is none of its own."""
    return next((request for one in reversed(chain) for request in reversed(one.requests)), None)


def _requests(end: _End) -> list[Request]:
    return [request for one in end.chain for request in one.requests]


def _unconfirmed(world: World, end: _End) -> str:
    """Return the request that the evaluator does not allow as the solver does; empty when it allows all."""
    requests = _requests(end)
    verdicts = zip(requests, world.evaluator.decide_all(requests), strict=True)
    return next((f"the evaluator does not confirm {request}" for request, one in verdicts if not one.allowed), "")


def _examples(world: World, ends: Sequence[_End]) -> Iterator[CounterExample]:
    """Yield counterexamples; of those of one principal the nearest has reasons."""
    told: set[str] = set()
    for end in ends:
        key = end.start.principal.arn
        reasons = _reasons(world, end) if key not in told else ()
        told.add(key)
        about = About(names_of(end.start.caller))
        yield CounterExample(_says(end), reasons, request=end.request, likeness=f"escalation of {key}", about=about)


def _reasons(world: World, end: _End) -> tuple[Reason, ...]:
    """Return the statements that allow each step, in the order of the steps."""
    by_id = {id(one): one for one in (*_requests(end), *([end.request] if end.request else ()))}
    found = (one for request in by_id.values() for one in world.evaluator.explain(request).reasons)
    return tuple(dict.fromkeys(one for one in found if one.effect == "Allow"))


def _undecided(end: _End) -> Undecided:
    return Undecided(f"{_says(end)}: {end.doubt}", About(names_of(end.start.caller)))


def _says(end: _End) -> str:
    steps = [f"{one.actor.label} {one.says} ({', '.join(one.step.actions)})" for one in end.chain]
    numbered = "; ".join(f"{place}. {step}" for place, step in enumerate(steps, 1))
    return f"{end.start.caller.label} reaches {end.what} in {plural(len(steps), 'step')}: {numbered}"


PROMISE = Promise(
    "escalation",
    "In several steps, no principal reaches users, deployment roles, what these protect, or other accounts' roles.",
    look,
)
