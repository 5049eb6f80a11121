"""Sentences about guardrails that begin, stop, change or move."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence

from access.difference import Difference, GuardrailChange
from foundation.policy_types import PolicyType, words_of
from orgctl.diff.sentences.words import listed, statements, verb
from orgctl.section import Sentence

_CONTROL = (PolicyType.SERVICE_CONTROL.short, PolicyType.RESOURCE_CONTROL.short)
_PART = re.compile(r"Part\d+$")


def guardrails(difference: Difference) -> list[Sentence]:
    """Return one sentence for all guardrails of a target with the same change."""
    switched = [
        Sentence(f"{_kinds(one.type)} are switched {'on' if one.on else 'off, and none has an effect any more'}.")
        for one in difference.policy_types
    ]
    groups: dict[Hashable, list[GuardrailChange]] = {}
    for one in difference.guardrails:
        key = (one.kind, one.change, one.target, one.accounts, one.moved_from, one.attached)
        groups.setdefault((*key, one.name) if one.change == "changes" else key, []).append(one)
    return [*switched, *(Sentence(_text(same), tuple(_lines(same))) for same in groups.values())]


def _text(same: Sequence[GuardrailChange]) -> str:
    one, names = same[0], _names([each.name for each in same])
    what, accounts = f"{listed(names, 20)} ({_kind(one.kind)})", listed(one.accounts)
    if one.change == "changes":
        bound = f" for {accounts}" if accounts else "; no account is bound by it"
        return f"{what} at {one.target} changes{bound}."
    if one.change == "moves":
        moves, binds = verb(names, "moves", "move"), verb(names, "binds", "bind")
        return f"{what} {moves} from {one.moved_from} to {one.target}, and {binds} the same accounts."
    if not one.attached:
        moving = "comes under" if one.change == "begins" else "leaves"
        several = "come under" if one.change == "begins" else "leave"
        bound = "bound by" if one.change == "begins" else "no longer bound by"
        return f"{accounts} {verb(one.accounts, moving, several)} {one.target}, {bound} {what}."
    begins = one.change == "begins"
    verbs = ("begins", "begin") if begins else ("stops", "stop")
    if not accounts:
        return f"{what} {verb(names, *verbs)} at {one.target}; no account is affected."
    tail = f"{verb(one.accounts, 'is', 'are')} {'now' if begins else 'no longer'} bound"
    return f"{what} {verb(names, *verbs)} at {one.target}: {accounts} {tail}."


def _lines(same: Sequence[GuardrailChange]) -> Iterator[str]:
    """Yield changed statements; those of guardrails that only move, or only bind other accounts, do not change."""
    for one in same:
        if one.statement and one.attached and one.change != "moves":
            yield from statements([one.statement])
    yield from dict.fromkeys(one.where for one in same if one.where and one.change in ("begins", "changes"))


def _names(names: Sequence[str]) -> list[str]:
    """Return the names of guardrails; a guardrail with several statements has them numbered as parts."""
    return list(dict.fromkeys(_PART.sub("", name) if _PART.sub("", name) in names else name for name in names))


def _kind(type_: str) -> str:
    """Return the words for a policy of a type."""
    return type_ if type_ in _CONTROL else words_of(type_)


def _kinds(type_: str) -> str:
    return f"{_kind(type_).removesuffix('y').capitalize()}ies"
