"""Accounts that move, are added or removed; the units around them; settings that Terraform does not change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from access.difference.blocks import ignored
from access.difference.model import AccountChange, Ending, SettingChange, UnitChange
from access.difference.plan import Plan
from access.difference.snapshot import Snapshot
from access.model.accounts import Account, Target
from terraform_json.stacks import Entry

_SETTINGS = {
    "name": "name",
    "email": "e-mail address",
    "role_name": "name of the access role",
    "iam_user_access_to_billing": "access of IAM users to billing",
}
"""Settings of an account that are set only once, in the words of the configuration."""


def account_changes(base: Snapshot, new: Snapshot, plan: Plan) -> Iterator[AccountChange]:
    """Yield the accounts that are added, removed or moved to another unit."""
    before, after = base.organization.account_by_key, new.organization.account_by_key
    shut = _quarantine(base), _quarantine(new)
    for key in dict.fromkeys((*before, *after)):
        old, now = before.get(key), after.get(key)
        places = _unit(old), _unit(now)
        if now is None and old:
            yield AccountChange(key, old.email, _ending(plan, old), places[0], "")
        elif old is None and now:
            yield AccountChange(key, now.email, "comes", "", places[1], into_quarantine=places[1] in shut[1])
        elif now and places[0] != places[1]:
            was, is_ = places[0] in shut[0], places[1] in shut[1]
            yield AccountChange(key, now.email, "moves", *places, is_ and not was, was and not is_)


def unit_changes(base: Snapshot, new: Snapshot) -> Iterator[UnitChange]:
    """Yield the units that are added or removed; a removed and an added one with the same accounts are one, remade."""
    before, after = _units(base), _units(new)
    gone = {path: unit for path, unit in before.items() if path not in after}
    for path, unit in after.items():
        if path in before:
            continue
        accounts = _below(new, unit)
        twin = next((one for one in gone if accounts and _below(base, gone[one]) == accounts), None)
        if twin is None:
            yield UnitChange(path, "comes", accounts)
            continue
        same = (gone[twin].origin.stack, gone[twin].origin.address) == (unit.origin.stack, unit.origin.address)
        yield UnitChange(path, "is renamed" if same else "is made anew", accounts, twin)
        del gone[twin]
    for path, unit in gone.items():
        yield UnitChange(path, "goes", _below(base, unit))


def setting_changes(base: Snapshot, new: Snapshot) -> Iterator[SettingChange]:
    """Yield changed names of accounts, and changed values of settings that are set only once and stay as they are."""
    before = base.organization.account_by_key
    for key, account in new.organization.account_by_key.items():
        entries = _entry(base, before.get(key)), _entry(new, account)
        if entries[0] is None or entries[1] is None or account.is_management:
            continue
        for attribute, words in _SETTINGS.items():
            old, now = base.resolver.attribute(entries[0], attribute), new.resolver.attribute(entries[1], attribute)
            left = not ignored(entries[1].body).isdisjoint((attribute, "all"))
            if old != now and (left or attribute == "name"):
                yield SettingChange(f"account {key}", words, old or "", now or "", ignored=left)


def _entry(snapshot: Snapshot, account: Account | None) -> Entry | None:
    return snapshot.entry(account.origin.stack, account.origin.address) if account else None


def _quarantine(snapshot: Snapshot) -> Sequence[str]:
    intent = snapshot.world.intent
    return intent.quarantine_units if intent else ()


def _unit(account: Account | None) -> str:
    """Return the unit of an account; `root` when it is in none."""
    if account is None:
        return ""
    return account.path[-2].name if len(account.path) > 1 else "root"


def _units(snapshot: Snapshot) -> Mapping[str, Target]:
    return {target.name: target for target in snapshot.organization.targets.values() if target.kind == "ou"}


def _below(snapshot: Snapshot, unit: Target) -> tuple[str, ...]:
    return tuple(account.key for account in snapshot.organization.accounts.values() if unit in account.path)


def _ending(plan: Plan, account: Account) -> Ending:
    kind = plan.fate(account.origin).kind
    return "is removed" if kind == "destroyed" else "is forgotten" if kind == "forgotten" else "is left alone"
