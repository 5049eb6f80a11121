"""The check of all promises: each outcome becomes data of the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from access.decision import Request as Asked
from access.promises.acceptance import Acceptance, divided
from access.promises.promise import Outcome
from access.promises.promise import Promise as Checkable
from access.proof.accepting import obsolete
from access.proof.kinds import action_of, by_kind
from access.proof.mentions import mentions_in
from access.proof.model import (
    Accepted,
    Access,
    CounterExample,
    Decision,
    Keeping,
    KeepingStatement,
    Kind,
    Promise,
    Proof,
    Request,
    Unread,
    Unresolved,
)
from access.proof.reasons import Sources
from access.questions.matrix import Cell
from access.questions.world import World


def prove_all(
    name: str,
    world: World,
    sources: Sources,
    built_in: Iterable[Checkable],
    own: Iterable[Checkable],
    *,
    started: float,
    accepted: Sequence[Acceptance] = (),
) -> Proof:
    """Check every promise; `accepted` holds what is accepted of them. `started` is the time at which reading began."""
    check = _Check(world, sources, accepted)
    promises = [*(check.of(one, own=False) for one in built_in), *(check.of(one, own=True) for one in own)]
    return Proof(
        organization=name,
        as_of=world.organization.as_of,
        promises=tuple(promises),
        unresolved=tuple(_unresolved(world)),
        unread=tuple(_unread(world)),
        access=tuple(_access(cell) for cell in world.matrix),
        requests=world.evaluator.requests + world.solver.questions,
        questions=world.evaluator.questions + world.solver.questions,
        seconds=round(perf_counter() - started, 2),
        obsolete=tuple(obsolete(accepted, promises, world.organization.as_of)),
        mentions=mentions_in(world.organization, sources, _made_elsewhere(world)),
    )


def _made_elsewhere(world: World) -> frozenset[str]:
    """Return the names of roles that exist without a stack: of other tools, and the responder's in quarantine."""
    intent = world.intent
    return frozenset((*intent.exempt_roles, intent.responder_role or "") if intent else ())


@dataclass(frozen=True)
class _Check:
    """The check of promises, of which parts are accepted."""

    world: World
    sources: Sources
    accepted: Sequence[Acceptance]

    def of(self, promise: Checkable, *, own: bool) -> Promise:
        """Return a promise with its result."""
        start = perf_counter()
        # for the statements that keep it, what other promises have asked about roles is asked again
        world = replace(self.world) if self.world.tells_statements else self.world
        entries = [one for one in self.accepted if one.promise == promise.name and self._holds(one)]
        outcome = promise.look(world.accepting(tuple(one.parts for one in entries)) if entries else world)
        seconds = round(perf_counter() - start, 3)
        found = as_data(promise, outcome, self.sources, own=own, seconds=seconds, accepted=entries)
        if not world.tells_statements or found.status != "kept":
            return found
        return replace(found, kept_by=_keeping(world, self.sources))

    def _holds(self, entry: Acceptance) -> bool:
        return not entry.has_ended(self.world.organization.as_of)


def _keeping(world: World, sources: Sources) -> Keeping | None:
    statements, none = world.solver.take_keeping()
    numbers: Counter[Decision] = Counter()
    for policy, place, number in statements:
        numbers[sources.of_statement(policy, place)] += number
    kept = tuple(KeepingStatement(one, number) for one, number in numbers.most_common())
    return Keeping(kept, none) if kept or none else None


def as_data(
    promise: Checkable,
    outcome: Outcome,
    sources: Sources,
    *,
    own: bool,
    seconds: float,
    accepted: Sequence[Acceptance] = (),
) -> Promise:
    """Return a promise and its outcome as data, with the counterexamples by their kind, and apart what is accepted."""
    parts = divided(outcome, accepted)
    status = parts.rest.status
    kinds, examples = _by_kind(parts.rest, sources)
    return Promise(
        name=promise.name,
        says=promise.says,
        own=own,
        status="accepted" if status == "kept" and parts.accepted else status,
        requests=outcome.asked,
        kinds=kinds,
        counter_examples=examples,
        undecided=_texts(parts.rest),
        assumptions=outcome.assumptions,
        notes=outcome.notes,
        not_asked_because=outcome.skipped,
        seconds=seconds,
        accepted=tuple(_accepted(entry, part, sources) for entry, part in parts.accepted),
    )


def _accepted(entry: Acceptance, part: Outcome, sources: Sources) -> Accepted:
    kinds, examples = _by_kind(part, sources)
    what = tuple(map(str, entry.parts.what))
    return Accepted(entry.reason, entry.until, entry.where, entry.parts.who, what, kinds, examples, _texts(part))


def _texts(outcome: Outcome) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in outcome.undecided))


def _by_kind(outcome: Outcome, sources: Sources) -> tuple[tuple[Kind, ...], tuple[CounterExample, ...]]:
    grouped = by_kind(outcome.counter_examples)
    examples = [
        CounterExample(one.text, index, _request(one.request), tuple(sources.of_example(one)), one.about.is_single)
        for index, same in enumerate(grouped)
        for one in same
    ]
    first = {example.kind: example for example in reversed(examples)}
    kinds = tuple(
        Kind(action_of(same[0]), len(same), first[index].text, first[index].reasons)
        for index, same in enumerate(grouped)
    )
    return kinds, tuple(examples)


def _request(request: Asked | None) -> Request | None:
    if request is None:
        return None
    return Request(
        who=request.caller.label,
        principal=request.caller.principal,
        action=request.action,
        resource=request.resource,
        account=request.account.key if request.account else None,
        context={**request.caller.context, **request.context},
    )


def _unresolved(world: World) -> Iterator[Unresolved]:
    for one in world.organization.unresolved:
        yield Unresolved(one.origin.stack, one.origin.address, one.field, one.expression, one.reason)


def _unread(world: World) -> Iterator[Unread]:
    for one in world.organization.unread:
        yield Unread(one.origin.stack, one.origin.address, one.what, one.reason)


def _access(cell: Cell) -> Access:
    return Access(
        person=cell.user.name,
        home=cell.home.key,
        account=cell.account.key,
        role=cell.role.name,
        ways=cell.ways,
        through=tuple(role.name for role in cell.through),
        groups=cell.groups,
        policies=cell.policies,
    )
