"""
The cases of a proof that are not kept, compared with those before a change: which of them are new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from access.promises.acceptance import Acceptance
from access.proof.cases import Case, Named, all_cases, cases, entries_for
from access.proof.model import CounterExample, Promise, Proof


@dataclass(frozen=True)
class Comparison:
    """The promises that are not kept, each with those of its cases only that are new, or were so before the change."""

    broken: tuple[Promise, ...] = ()
    """Newly broken."""
    undecided: tuple[Promise, ...] = ()
    """Newly undecided."""
    before: tuple[Promise, ...] = ()
    """Broken or undecided before."""
    unclear: tuple[str, ...] = ()
    """The sentences of promises that were broken before, and of which it is not decided whether more breaks them."""


Ask = Callable[[Collection[str], Sequence[Acceptance]], Proof]
"""Proves the promises of these sentences, of which parts are accepted."""

_ROUNDS = 3
"""A question about many requests has one counterexample, so what was so before is set aside, and asked again."""


@dataclass(frozen=True)
class Side:
    """An organization before or after a change: its proof of some promises, and its names for identifiers."""

    ask: Ask
    named: Named


def compare(first: Proof, new: Side, base: Side | None) -> Comparison:
    """
    Return what is new in the first proof of the new side. Without a base everything is.

    The base is asked for each case by itself: of many requests that break a promise, another one may have been found
    there. The new side is asked again without what was so before, until nothing is left, or something newly broken is
    found.
    """
    names = {one.says: one.name for one in first.promises}
    old: set[Case] = set()
    doubtful: tuple[Promise, ...] = ()
    entries: tuple[Acceptance, ...] = ()
    proof, found = first, cases(first, new.named)
    for _ in range(_ROUNDS):
        asked = {case.promise for case in found}
        before = _before(base, found, names, new.named)
        fresh = {case: one for case, one in found.items() if case not in before}
        old |= found.keys() - fresh.keys()
        doubtful += _only_of(proof, [one for case, one in fresh.items() if not case.is_broken])
        broken = _only_of(proof, [one for case, one in fresh.items() if case.is_broken])
        exact = entries_for(found, names, new.named, loose=False)
        if broken or exact is None or not found:
            unclear = () if broken or not found else tuple(sorted(asked))
            return Comparison(broken, doubtful, _was(first, old, new.named), unclear)
        entries += exact
        seen = found.keys() | old
        proof = new.ask(asked, entries)
        found = {case: one for case, one in cases(proof, new.named).items() if case not in seen}
    left = tuple(sorted({case.promise for case in found}))
    return Comparison((), doubtful, _was(first, old, new.named), left)


def _before(
    base: Side | None, found: Mapping[Case, CounterExample | str], names: Mapping[str, str], named: Named
) -> frozenset[Case]:
    """Return the cases of these promises before the change, those for certain that are among the found ones."""
    if base is None or not found:
        return frozenset()
    entries = entries_for(found, names, named, loose=True) or ()
    return all_cases(base.ask({case.promise for case in found}, entries), base.named)


def _was(first: Proof, old: Collection[Case], named: Named) -> tuple[Promise, ...]:
    return _only_of(first, [one for case, one in cases(first, named).items() if case in old])


def _only_of(proof: Proof, chosen: Collection[CounterExample | str]) -> tuple[Promise, ...]:
    """Return the promises of these counterexamples and undecided parts, without any other."""
    ids = {id(one) for one in chosen}
    return tuple(_only(promise, ids) for promise in proof.promises if any(id(one) in ids for one in promise.open))


def _only(promise: Promise, ids: Collection[int]) -> Promise:
    examples = [one for one in promise.counter_examples if id(one) in ids]
    kinds: dict[int, list[CounterExample]] = {}
    for one in examples:
        kinds.setdefault(one.kind, []).append(one)
    return replace(
        promise,
        status="broken" if examples else "undecided",
        kinds=tuple(replace(promise.kinds[index], count=len(same), text=same[0].text) for index, same in kinds.items()),
        counter_examples=tuple(examples),
        undecided=tuple(text for text in promise.undecided if id(text) in ids),
        accepted=(),
    )
