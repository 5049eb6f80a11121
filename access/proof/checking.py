"""The check of all promises: each outcome becomes data of the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import perf_counter

from access.decision import Request as Asked
from access.promises.promise import Outcome
from access.promises.promise import Promise as Checkable
from access.proof.kinds import action_of, by_kind
from access.proof.mentions import mentions_in
from access.proof.model import (
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
) -> Proof:
    """Check every promise. `started` is the time at which reading began."""
    promises = [
        *(_checked(world, one, sources, own=False) for one in built_in),
        *(_checked(world, one, sources, own=True) for one in own),
    ]
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
        mentions=mentions_in(world.organization, sources, _made_elsewhere(world)),
    )


def _made_elsewhere(world: World) -> frozenset[str]:
    """Return the names of roles that exist without a stack: of other tools, and the responder's in quarantine."""
    intent = world.intent
    return frozenset((*intent.exempt_roles, intent.responder_role or "") if intent else ())


def _checked(world: World, promise: Checkable, sources: Sources, *, own: bool) -> Promise:
    start = perf_counter()
    if not world.tells_statements:
        outcome = promise.look(world)
        return as_data(promise, outcome, sources, own=own, seconds=round(perf_counter() - start, 3))
    alone = replace(world)  # what other promises have asked about roles is asked again
    outcome = promise.look(alone)
    found = as_data(promise, outcome, sources, own=own, seconds=round(perf_counter() - start, 3))
    return replace(found, kept_by=_keeping(alone, sources)) if found.status == "kept" else found


def _keeping(world: World, sources: Sources) -> Keeping | None:
    statements, none = world.solver.take_keeping()
    numbers: Counter[Decision] = Counter()
    for policy, place, number in statements:
        numbers[sources.of_statement(policy, place)] += number
    kept = tuple(KeepingStatement(one, number) for one, number in numbers.most_common())
    return Keeping(kept, none) if kept or none else None


def as_data(promise: Checkable, outcome: Outcome, sources: Sources, *, own: bool, seconds: float) -> Promise:
    """Return a promise and its outcome as data, with the counterexamples by their kind."""
    grouped = by_kind(outcome.counter_examples)
    examples = [
        CounterExample(one.text, index, _request(one.request), tuple(sources.of_example(one)))
        for index, same in enumerate(grouped)
        for one in same
    ]
    first = {example.kind: example for example in reversed(examples)}
    return Promise(
        name=promise.name,
        says=promise.says,
        own=own,
        status=outcome.status,
        requests=outcome.asked,
        kinds=tuple(
            Kind(action_of(same[0]), len(same), first[index].text, first[index].reasons)
            for index, same in enumerate(grouped)
        ),
        counter_examples=tuple(examples),
        undecided=outcome.undecided,
        assumptions=outcome.assumptions,
        notes=outcome.notes,
        not_asked_because=outcome.skipped,
        seconds=seconds,
    )


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
