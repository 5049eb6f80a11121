"""A proof as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from access.proof import Accepted, Kind, Promise, Proof
from foundation.words import plural
from orgctl.markdown import render
from orgctl.prove.words import MENTIONS, accepted_because, heading, more_like_it, verdict
from orgctl.section import Section, Sentence


def as_markdown(proof: Proof) -> str:
    """Return the proof as Markdown that fits into a comment; what is broken comes first."""
    return render(heading(proof), verdict(proof), list(_sections(proof)), command="orgctl prove")


def _sections(proof: Proof) -> Iterator[Section]:
    for one in proof.promises:
        if one.status == "broken":
            yield Section(f"Broken: {one.says}", tuple(map(_kind, one.kinds)), is_refusal=True)
    for one in proof.promises:
        if one.undecided:
            yield Section(f"Not decided: {one.says}", tuple(map(Sentence, one.undecided)))
    for one in proof.promises:
        for accepted in one.accepted:
            yield Section(f"Accepted: {one.says}", (Sentence(accepted_because(accepted)), *_accepted(accepted)))
    for title, parts in (
        ("Not read", proof.unread),
        ("Not resolved", proof.unresolved),
        ("Obsolete entries of accepted", proof.obsolete),
    ):
        if parts:
            yield Section(title, tuple(Sentence(str(part)) for part in parts))
    if proof.mentions:
        yield Section(MENTIONS, tuple(Sentence(str(one)) for one in proof.mentions))
    if kept := [one for one in proof.promises if one.status == "kept"]:
        yield Section(f"Kept: {plural(len(kept), 'promise')}", tuple(map(_with_facts, kept)))
    if others := [one for one in proof.promises if one.status == "not asked"]:
        yield Section("Not asked", tuple(Sentence(f"{one.says} ({one.not_asked_because})") for one in others))


def _accepted(one: Accepted) -> Iterator[Sentence]:
    yield from map(_kind, one.kinds)
    yield from (Sentence(f"not decided: {text}") for text in one.undecided)


def _kind(kind: Kind) -> Sentence:
    lines = [line for reason in kind.reasons for line in (str(reason), f"  {reason.where}")]
    return Sentence(f"{kind.text}{more_like_it(kind)}", tuple(line for line in lines if line.strip()))


def _with_facts(one: Promise) -> Sentence:
    facts = [f"if {fact.text} ({fact.source})" for fact in one.assumptions]
    return Sentence(one.says, (*facts, *(f"note: {note}" for note in one.notes)))
