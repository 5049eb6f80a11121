"""Sentences about what becomes possible and impossible for each kind of principal."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from access.difference import EffectChange, Rewriting
from foundation.words import listed, plural
from orgctl.section import Sentence

_KINDS = {
    "users": "Users",
    "roles of groups": "Roles of groups",
    "deployment roles": "Deployment roles",
    "the responder": "The responder",
    "other roles": "Other roles",
    "root users": "Root users",
    "outside": "Outside of the organization",
    "services": "Services of AWS",
}


def effects(changes: Sequence[EffectChange], change: str) -> list[Sentence]:
    """Return a sentence for each kind of principal and each statement that decides."""
    groups: dict[Hashable, list[EffectChange]] = {}
    for one in changes:
        if one.change == change:
            groups.setdefault((one.kind, _call(one), _more(one), _statement(one)), []).append(one)
    return [Sentence(_text(same), (_statement(same[0]),) if _statement(same[0]) else ()) for same in groups.values()]


def rewritten(changes: Sequence[Rewriting]) -> list[Sentence]:
    """Return one sentence for all that is written otherwise and allows the same."""
    said = [f"{one.what}, in {listed(one.where)}" for one in changes]
    return [Sentence(f"Written otherwise, and allow the same: {'; '.join(said)}.")] if said else []


def _text(same: Sequence[EffectChange]) -> str:
    one, who = same[0], listed(dict.fromkeys(name for each in same for name in each.who))
    can = "can" if one.change == "possible" else "can no longer"
    return f"{_KINDS[one.kind]} ({who}) {can} call {_call(one)}{_more(one)}."


def _call(one: EffectChange) -> str:
    on = f" on {one.resource}" if one.resource else f" on {one.on}" if one.on else ""
    keys = [f"{key} {value if isinstance(value, str) else listed(value)}" for key, value in one.keys.items()]
    return f"{one.action}{on}{f', with {listed(keys)}' if keys else ''}"


def _more(one: EffectChange) -> str:
    number, services = sum(one.more.values()), list(one.more)
    if not number:
        return "" if one.complete else "; further actions were not counted"
    of = services[0] if len(services) == 1 else f"{services[0]}, {services[1]}" if len(services) == 2 else ""
    least = "" if one.complete else "at least "
    return f", and {least}{plural(number, 'more action')} of {of or plural(len(services), 'service')}"


def _statement(one: EffectChange) -> str:
    if not one.statement:
        return ""
    now = (one.effect == "Allow") == (one.change == "possible")
    verb = ("allows" if one.effect == "Allow" else "denies") if now else ("allowed" if one.effect == "Allow" else "denied")
    what = f"{one.statement} of {one.policy}"
    return f"{what} {verb} it{' before' if not now else ''}{f': {one.where}' if one.where else ''}"
