"""Guardrails that begin or stop to apply, and the accounts for which that makes a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from access.difference.counterparts import counterparts
from access.difference.guardrails_by_target import Guardrail, Guardrails
from access.difference.meaning.meaning import Meaning
from access.difference.meaning.sides import Sides
from access.difference.model import GuardrailChange, PolicyTypeChange
from access.difference.snapshot import Snapshot
from access.difference.statements import change
from access.model.policies import FULL_AWS_ACCESS, PolicyKind
from foundation.policy_types import PolicyType, known_type

_BINDING = (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)
Changing = Literal["begins", "stops", "changes"]


def guardrail_changes(base: Snapshot, new: Snapshot, meaning: Meaning | None = None) -> tuple[GuardrailChange, ...]:
    """
    Return every guardrail that begins, stops, changes, or moves to another target.

    SCPs and RCPs that bind an account or a unit are compared together: where they allow the same, nothing changes.
    """
    meaning = meaning or Meaning(Sides(base, new))
    before, after = Guardrails(base), Guardrails(new)
    found: list[GuardrailChange] = []
    for target in dict.fromkeys((*before.at, *after.at)):
        found += (one for each in _at(target, before, after) for one in _meant(each, before, after, meaning))
    found += _of_moved(before, after)
    return tuple(_moves(found))


def policy_type_changes(base: Snapshot, new: Snapshot) -> Iterator[PolicyTypeChange]:
    """Yield the policy types that are switched on or off."""
    pairs = (
        (PolicyType.SERVICE_CONTROL, base.organization.has_scps, new.organization.has_scps),
        (PolicyType.RESOURCE_CONTROL, base.organization.has_rcps, new.organization.has_rcps),
    )
    for type_, before, after in pairs:
        if before != after:
            yield PolicyTypeChange(type_, after)


def _at(target: str, before: Guardrails, after: Guardrails) -> Iterator[GuardrailChange]:
    """Yield the changes in the attachments of a target."""
    if target.startswith("account:") and target not in after.at:
        return  # the account itself is removed
    old, new = list(before.at.get(target, [])), list(after.at.get(target, []))
    if target not in before.at or target not in after.at:
        old, new = _of_ours(old), _of_ours(new)
    pairs = counterparts(old, new)
    for one in old:
        other = pairs.get(id(one))
        if other and other.effect == one.effect:
            continue
        if other:
            accounts = _either(before.below(target, one.type), after.below(target, one.type))
            yield _change("changes", target, other, accounts, old=one, snapshot=after.snapshot)
        else:
            staying = [key for key in before.below(target, one.type) if key in after.paths]
            yield _change("stops", target, one, _without(staying, after, one))
    known = {id(other) for other in pairs.values()}
    for one in (one for one in new if id(one) not in known):
        accounts = _without(after.below(target, one.type), before, one)
        yield _change("begins", target, one, accounts, snapshot=after.snapshot)


def _meant(one: GuardrailChange, before: Guardrails, after: Guardrails, meaning: Meaning) -> Iterator[GuardrailChange]:
    """Yield a change with the accounts for which it makes a difference; nothing if it makes none in any place."""
    kind = next((kind for kind in _BINDING if kind.upper() == one.kind), None)
    if kind is None or not one.accounts:
        yield one
        return
    accounts = tuple(key for key in one.accounts if meaning.bound(kind, key) != "the same")
    units = {*before.units_below(one.target), *after.units_below(one.target)}
    if accounts or any(meaning.bound(kind, unit) != "the same" for unit in sorted(units)):
        yield replace(one, accounts=accounts)
    else:
        meaning.same(f"{one.kind}s", [one.target])


def _of_moved(before: Guardrails, after: Guardrails) -> Iterator[GuardrailChange]:
    """Yield what begins and stops for accounts that move below other targets, without any change of attachments."""
    for key in before.paths.keys() & after.paths.keys():
        old, new = before.paths[key], after.paths[key]
        yield from _reached(key, [one for one in old if one not in new], before, after, stops=True)
        yield from _reached(key, [one for one in new if one not in old], after, before, stops=False)


def _reached(
    account: str, targets: Sequence[str], here: Guardrails, there: Guardrails, *, stops: bool
) -> Iterator[GuardrailChange]:
    for target in targets:
        others = {one.same for one in there.at.get(target, ())}
        for one in here.at.get(target, ()):
            if one.same in others and account not in there.bound.get(one.effect, ()):
                yield replace(_change("stops" if stops else "begins", target, one, (account,)), attached=False)


def _without(accounts: Sequence[str], other: Guardrails, one: Guardrail) -> tuple[str, ...]:
    """Return the accounts for which it makes a difference: no equal guardrail binds them on the other side."""
    return tuple(key for key in accounts if key not in other.bound.get(one.effect, ()))


def _of_ours(guardrails: Sequence[Guardrail]) -> list[Guardrail]:
    """Return the guardrails without those that AWS attaches to every target itself."""
    return [one for one in guardrails if one.policy != FULL_AWS_ACCESS]


def _moves(found: Sequence[GuardrailChange]) -> Iterator[GuardrailChange]:
    """Merge the changes of all accounts; a guardrail that stops and begins elsewhere for the same accounts moves."""
    merged = _merged(found)
    for one in list(merged):
        if one.change != "stops" or one.accounts or not one.attached:
            continue
        twin = next((other for other in merged if _is_twin(one, other)), None)
        if twin:
            merged.remove(one)
            merged[merged.index(twin)] = replace(twin, change="moves", moved_from=one.target)
    return iter(merged)


def _is_twin(one: GuardrailChange, other: GuardrailChange) -> bool:
    assert one.statement
    return (
        other.change == "begins"
        and other.attached
        and not other.accounts
        and (other.kind, other.name) == (one.kind, one.name)
        and other.statement is not None
        and other.statement.after == one.statement.before
    )


def _merged(found: Iterable[GuardrailChange]) -> list[GuardrailChange]:
    groups: dict[str, list[GuardrailChange]] = {}
    for one in found:
        groups.setdefault(repr(replace(one, accounts=())), []).append(one)
    return [
        replace(same[0], accounts=tuple(sorted({account for one in same for account in one.accounts})))
        for same in groups.values()
    ]


def _change(
    what: Changing,
    target: str,
    one: Guardrail,
    accounts: tuple[str, ...],
    *,
    old: Guardrail | None = None,
    snapshot: Snapshot | None = None,
) -> GuardrailChange:
    before = old.said if old else one.said if what == "stops" else None
    return GuardrailChange(
        kind=_kind(one.type),
        name=one.said.name,
        target=target,
        change=what,
        accounts=accounts,
        statement=change(before, None if what == "stops" else one.said),
        policy=one.policy.name,
        where=snapshot.lines.of(one.policy, one.statement) if snapshot and what != "stops" else "",
        guardrail=one.key,
        file=one.source.file if one.source else "",
        index=one.source.index if one.source else None,
    )


def _kind(type_: str) -> str:
    known = known_type(type_)
    return known.short if known and known.is_control else type_


def _either(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return the accounts on both sides; added and removed accounts are reported elsewhere."""
    return tuple(key for key in after if key in before)
