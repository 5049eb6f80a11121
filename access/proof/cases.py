"""
The cases of a proof in which a promise is not kept, in a form that stays the same from one proof to another.

One proof may have real numbers and ids, the other placeholders, so cases have names instead, and no lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from access.promises.acceptance import Acceptance
from access.proof.model import CounterExample, Promise, Proof
from access.questions.accepting import Accepting, What

Named = Callable[[str], str]
"""Replaces identifiers in a text by names."""

BEFORE = "before"
"""The place of an entry for what was so before."""
_WILDCARDS = frozenset("*?")


@dataclass(frozen=True)
class Case:
    """A counterexample or an undecided part of a promise, by what stays the same when numbers and lines change."""

    promise: str
    """Its sentence."""
    is_broken: bool
    about: tuple[str, ...]
    """Whether it is possible or impossible, who, action and resource; the whole sentence if it has no single one."""


def cases(proof: Proof, named: Named) -> dict[Case, CounterExample | str]:
    """Return the counterexamples and undecided parts that are not accepted."""
    return {case: one for promise in proof.promises for case, one in _open(promise, named)}


def all_cases(proof: Proof, named: Named) -> frozenset[Case]:
    """Return all cases of a proof, those included that are accepted."""
    found = set(cases(proof, named))
    for promise in proof.promises:
        for part in promise.accepted:
            whole = replace(promise, counter_examples=part.counter_examples, undecided=part.undecided)
            found |= {case for case, _ in _open(whole, named)}
    return frozenset(found)


def _open(promise: Promise, named: Named) -> Iterator[tuple[Case, CounterExample | str]]:
    for one in promise.counter_examples:
        yield Case(promise.says, is_broken=True, about=_about(one, named)), one
    for text in promise.undecided:
        yield Case(promise.says, is_broken=False, about=(named(text),)), text


def _about(one: CounterExample, named: Named) -> tuple[str, ...]:
    request = one.request
    if request is None or not one.single:
        return (named(one.text),)
    can = "cannot" if " cannot " in one.text else "can"
    return can, named(request.who), request.action, named(request.resource)


def entries_for(
    found: Mapping[Case, CounterExample | str], names: Mapping[str, str], named: Named, *, loose: bool
) -> tuple[Acceptance, ...] | None:
    """
    Return entries that accept these cases and, unless `loose`, nothing else; None if such entries cannot be written.

    `names` are the promises' names by their sentence. Loose entries leave out identifiers, which differ on the other
    side, and so ask there for more.
    """
    whats: dict[tuple[str, str], dict[What, None]] = {}
    for case, one in found.items():
        text = one if isinstance(one, str) else one.text
        who, what = "", What(sentence=text)
        if not isinstance(one, str) and one.request and one.single:
            who, what = one.request.who, What(one.request.action, one.request.resource)
        if loose:
            who = _loose(who, named)
            what = What(what.action, _loose(what.resource, named), _loose(what.sentence, named))
        elif _WILDCARDS.intersection(f"{who}{what.resource.removeprefix('*')}{what.sentence}"):
            return None
        whats.setdefault((names[case.promise], who), {})[what] = None
    return tuple(
        Acceptance(promise, Accepting((who,) if who else (), tuple(parts)), BEFORE, where=BEFORE)
        for (promise, who), parts in whats.items()
    )


def _loose(text: str, named: Named) -> str:
    return re.sub(r"\{[^{}]*\}", "*", named(text))
