"""
Which guardrails begin or stop to apply where, and for which accounts that makes a difference.

The management account is bound by no service or resource control policy, but by policies of other types. Source:
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_type-auth.html and
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from access.difference.model import GuardrailChange, PolicyTypeChange
from access.difference.names import target_name
from access.difference.side import Side
from access.difference.statements import DOCUMENT, Said, change, said_in
from access.model.accounts import Account, Target
from access.model.policies import FULL_AWS_ACCESS, Policy

Changing = Literal["begins", "stops", "changes"]
_SWITCHES = {"SCP": "SERVICE_CONTROL_POLICY", "RCP": "RESOURCE_CONTROL_POLICY"}


@dataclass(frozen=True)
class Held:
    """What holds at a target: a statement of an SCP or RCP, or a policy of another type."""

    kind: str
    policy: Policy
    said: Said
    statement: int | None
    """Its place in the policy, from 1; none for a policy of another type."""

    @property
    def same(self) -> tuple[str, str, str]:
        """Equal for what says the same, wherever it stands."""
        return self.kind, self.said.name, self.said.text


class Holding:
    """What holds where, on one side."""

    def __init__(self, side: Side) -> None:
        self.side = side

    @cached_property
    def at(self) -> Mapping[str, list[Held]]:
        """What is attached to each target itself, by the target's name."""
        return {target_name(target): self._held(target) for target in self.side.organization.targets.values()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """The targets above each account and the account itself, by the account's key."""
        accounts = self.side.organization.accounts.values()
        return {account.key: _path(account) for account in accounts}

    def below(self, target: str, kind: str) -> tuple[str, ...]:
        """The accounts that what is attached to a target binds."""
        management = self.side.organization.management.key
        return tuple(
            key for key, path in self.paths.items() if target in path and (key != management or kind not in _SWITCHES)
        )

    @cached_property
    def bound(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """The accounts that are bound by what says the same, from wherever."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for target, held in self.at.items():
            for one in held:
                found.setdefault(one.same, set()).update(self.below(target, one.kind))
        return {same: frozenset(accounts) for same, accounts in found.items()}

    def _held(self, target: Target) -> list[Held]:
        return [held for policy in target.policies for held in _held_in(policy, self.side)]


def guardrail_changes(base: Side, new: Side) -> tuple[GuardrailChange, ...]:
    """Every guardrail that begins, stops, changes, or moves to another target."""
    before, after = Holding(base), Holding(new)
    found: list[GuardrailChange] = []
    for target in dict.fromkeys((*before.at, *after.at)):
        found += _at(target, before, after)
    found += _of_moved(before, after)
    return tuple(_moves(found))


def policy_type_changes(base: Side, new: Side) -> Iterator[PolicyTypeChange]:
    """The types of policies that are switched on or off."""
    pairs = (
        ("SCP", base.organization.has_scps, new.organization.has_scps),
        ("RCP", base.organization.has_rcps, new.organization.has_rcps),
    )
    for kind, before, after in pairs:
        if before != after:
            yield PolicyTypeChange(_SWITCHES[kind], after)


def _at(target: str, before: Holding, after: Holding) -> Iterator[GuardrailChange]:
    """What changes in the attachments of a target."""
    if target.startswith("account:") and target not in after.at:
        return  # the account goes
    old, new = list(before.at.get(target, [])), list(after.at.get(target, []))
    if target not in before.at or target not in after.at:
        old, new = _of_ours(old), _of_ours(new)
    for one in [*old]:
        if same := next((other for other in new if other.same == one.same), None):
            old.remove(one)
            new.remove(same)
    for one in old:
        other = next((other for other in new if (other.kind, other.said.name) == (one.kind, one.said.name)), None)
        if other:
            new.remove(other)
            accounts = _either(before.below(target, one.kind), after.below(target, one.kind))
            yield _change("changes", target, other, accounts, old=one, side=after.side)
        else:
            staying = [key for key in before.below(target, one.kind) if key in after.paths]
            yield _change("stops", target, one, _without(staying, after, one))
    for one in new:
        accounts = _without(after.below(target, one.kind), before, one)
        yield _change("begins", target, one, accounts, side=after.side)


def _of_moved(before: Holding, after: Holding) -> Iterator[GuardrailChange]:
    """What begins and stops for accounts that come under other targets, without any change of attachments."""
    for key in before.paths.keys() & after.paths.keys():
        old, new = before.paths[key], after.paths[key]
        yield from _reached(key, [one for one in old if one not in new], before, after, stops=True)
        yield from _reached(key, [one for one in new if one not in old], after, before, stops=False)


def _reached(
    account: str, targets: Sequence[str], here: Holding, there: Holding, *, stops: bool
) -> Iterator[GuardrailChange]:
    for target in targets:
        others = {one.same for one in there.at.get(target, ())}
        for one in here.at.get(target, ()):
            if one.same in others and account not in there.bound.get(one.same, ()):
                yield replace(_change("stops" if stops else "begins", target, one, (account,)), attached=False)


def _without(accounts: Sequence[str], other: Holding, one: Held) -> tuple[str, ...]:
    """Those of the accounts for which it makes a difference: the same does not bind them on the other side."""
    return tuple(key for key in accounts if key not in other.bound.get(one.same, ()))


def _of_ours(held: Sequence[Held]) -> list[Held]:
    """Without what AWS attaches to every target itself."""
    return [one for one in held if one.policy != FULL_AWS_ACCESS]


def _moves(found: Sequence[GuardrailChange]) -> Iterator[GuardrailChange]:
    """Merged for all accounts; what stops here and begins there, binding the same accounts, moves."""
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
    one: Held,
    accounts: tuple[str, ...],
    *,
    old: Held | None = None,
    side: Side | None = None,
) -> GuardrailChange:
    before = old.said if old else one.said if what == "stops" else None
    return GuardrailChange(
        kind=one.kind,
        name=one.said.name,
        target=target,
        change=what,
        accounts=accounts,
        statement=change(before, None if what == "stops" else one.said),
        policy=one.policy.name,
        where=side.lines.of(one.policy, one.statement) if side and what != "stops" else "",
    )


def _held_in(policy: Policy, side: Side) -> list[Held]:
    kind = {"scp": "SCP", "rcp": "RCP"}.get(policy.kind, policy.type)
    if kind not in _SWITCHES:
        body = {DOCUMENT: side.names.value(dict(policy.document))}
        return [Held(kind, policy, Said(policy.name.rpartition("/")[2], body), None)]
    statements = said_in(policy, side.names)
    if len(statements) == 1 and not policy.statements[0].get("Sid"):
        statements = [Said(policy.name, statements[0].body)]  # as FullAWSAccess
    return [Held(kind, policy, one, index) for index, one in enumerate(statements, start=1)]


def _path(account: Account) -> tuple[str, ...]:
    return tuple(target_name(target) for target in account.path)


def _either(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The accounts on both sides; those that come or go are told of elsewhere."""
    return tuple(key for key in after if key in before)
