"""Sentences about what becomes possible and impossible for each kind of principal."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from access.difference import EffectChange, Rewriting
from access.model.sign_in import SignIn
from foundation.words import listed, plural
from orgctl.section import Sentence


def effects(changes: Sequence[EffectChange], change: str) -> list[Sentence]:
    """Return a sentence for each changed statement that decides, with the requests by kind of principal."""
    groups: dict[Hashable, list[EffectChange]] = {}
    for one in changes:
        if one.change == change:
            groups.setdefault((one.effect, one.statement, one.policy, one.where), []).append(one)
    return [Sentence(_cause(same[0]), tuple(_lines(same))) for same in groups.values()]


def rewritten(changes: Sequence[Rewriting]) -> list[Sentence]:
    """Return one sentence for all that is written otherwise and allows the same."""
    said = [f"{one.what} ({listed(one.where)})" for one in changes]
    return [Sentence(f"Written otherwise, and allow the same: {', '.join(said)}.")] if said else []


def _cause(one: EffectChange) -> str:
    if not one.statement:
        layer = f"The {one.policy}" if one.policy else "What changes together"
        return f"{layer} {'did not allow before' if one.change == 'possible' else 'does not allow'}:"
    where = f" ({one.where})" if one.where else ""
    if (one.effect == "Allow") == (one.change == "possible"):
        return f"{one.statement} of {one.policy}{where} {'allows' if one.effect == 'Allow' else 'denies'}:"
    return f"{one.statement} of {one.policy} no longer {'allows' if one.effect == 'Allow' else 'denies'}:"


def _lines(same: Sequence[EffectChange]) -> Iterator[str]:
    """Yield a line for each request, with the principals by kind."""
    calls: dict[str, list[EffectChange]] = {}
    for one in same:
        calls.setdefault(f"{_call(one)}{_more(one)}", []).append(one)
    for call, ones in calls.items():
        kinds = {
            kind: [name for one in ones if one.kind == kind for name in one.who] for kind in (one.kind for one in ones)
        }
        yield f"{call}: {'; '.join(f'{kind} ({listed(_short(names))})' for kind, names in kinds.items())}"


def _call(one: EffectChange) -> str:
    on = f" on {one.resource}" if one.resource else f" on {one.on}" if one.on else ""
    keys = [f"{key} {value if isinstance(value, str) else listed(value)}" for key, value in one.keys.items()]
    return f"{one.action}{on}{f', with {listed(keys)}' if keys else ''}"


def _more(one: EffectChange) -> str:
    number, services = sum(one.more.values()), list(one.more)
    if not number:
        return "" if one.complete else ", and further actions, not counted"
    of = listed(services) if len(services) < 3 else plural(len(services), "service")
    return f", and {'' if one.complete else 'at least '}{plural(number, 'more action')} of {of}"


def _short(names: Sequence[str]) -> Iterator[str]:
    """Yield principals with each role's name once: `infra of id, logs and web`, and users in all ways by their name."""
    by_name: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        way = next((way.words for way in SignIn if name.endswith(f" {way.words}")), "")
        first, of, account = (name.removesuffix(f" {way}"), "", way) if way else name.partition(" of ")
        by_name.setdefault(f"{first}{of}" if not way else f"{first} ", []).append(account)
    for first, rest in by_name.items():
        ways = {*rest} == {way.words for way in SignIn}
        yield first.strip() if ways else f"{first}{listed(rest, word='or' if rest[0] in _WAYS else 'and')}"


_WAYS = [way.words for way in SignIn]
