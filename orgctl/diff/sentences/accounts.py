"""Sentences about accounts, OUs, settings and stacks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from access.difference import AccountChange, Difference, SettingChange, StackChange, UnitChange
from orgctl.diff.sentences.words import listed, verb
from orgctl.section import Sentence


def accounts(difference: Difference) -> list[Sentence]:
    """Return sentences about accounts that are new, moved or removed, and about their OUs."""
    groups: dict[Hashable, list[AccountChange]] = {}
    for one in difference.accounts:
        groups.setdefault((one.change, one.before, one.after), []).append(one)
    return [*(_unit(one) for one in difference.units), *(Sentence(_account(same)) for same in groups.values())]


def _account(same: Sequence[AccountChange]) -> str:
    one, keys = same[0], [each.account for each in same]
    who = f"{listed(keys)} {{}}"
    if one.change == "comes":
        mails = f" ({one.email})" if len(keys) == 1 and one.email else ""
        shut = ", in quarantine" if one.into_quarantine else ""
        return f"{listed(keys)}{mails} {verb(keys, 'is a new account', 'are new accounts')} in {one.after}{shut}."
    if one.change == "moves":
        shut = (
            " and into quarantine"
            if one.into_quarantine
            else " and out of quarantine, with the resources that its stacks created before"
            if one.out_of_quarantine
            else ""
        )
        return who.format(verb(keys, "moves", "move")) + f" from {one.before} to {one.after}{shut}."
    ends = {
        "is removed": verb(keys, "is removed", "are removed") + " from the organization by Terraform",
        "is forgotten": verb(keys, "is forgotten", "are forgotten") + " by Terraform, and stays unchanged in AWS",
        "is left alone": verb(keys, "is", "are") + " in no stack any more, and stays unchanged in AWS",
    }[one.change]
    return who.format(ends) + f"; until now in {one.before}."


def _unit(one: UnitChange) -> Sentence:
    inside = f" with {listed(one.accounts)}" if one.accounts else ", empty"
    left = f"{listed(one.accounts)} {verb(one.accounts, 'was', 'were')} in it" if one.accounts else "it was empty"
    texts = {
        "comes": f"The unit {one.unit} is new{inside}.",
        "goes": f"The unit {one.unit} is deleted; {left}.",
        "is made anew": f"The unit {one.before} becomes {one.unit}: it is created again, and its accounts move there.",
        "is renamed": f"The unit {one.before} is renamed {one.unit}.",
    }
    return Sentence(texts[one.change])


def settings(changes: Sequence[SettingChange]) -> list[Sentence]:
    """Return sentences about settings of the trail, and about settings of accounts that only their creation sets."""
    return [Sentence(_setting(one)) for one in changes]


def _setting(one: SettingChange) -> str:
    before, after = one.before or "nothing", one.after or "nothing"
    if one.ignored:
        return (
            f"The {one.what}: another {one.setting}, {after} instead of {before}, changes nothing in AWS; it is set "
            "when the account is created."
        )
    return f"The {one.what}: {one.setting} is {after} instead of {before}."


def stacks(changes: Sequence[StackChange]) -> list[Sentence]:
    """Return sentences about stacks that are new or removed, and about states that move."""
    moving = [one for one in changes if one.change == "its state moves"]
    states = [f"{one.stack}: {one.before} -> {one.after}" for one in moving]
    names = [one.stack for one in moving]
    which = f"{verb(names, 'state', 'states')} of {listed(names)} {verb(names, 'moves', 'move')}"
    text = f"The {which}: deploy with --migrate-state, or Terraform creates all resources a second time."
    return [*(Sentence(text) for text in _stacks(changes)), *([Sentence(text, tuple(states))] if moving else [])]


def _stacks(changes: Sequence[StackChange]) -> Iterator[str]:
    named = {change: [one.stack for one in changes if one.change == change] for change in ("comes", "goes")}
    if come := named["comes"]:
        yield f"The {verb(come, 'stack', 'stacks')} {listed(come)} {verb(come, 'is', 'are')} new."
    if gone := named["goes"]:
        yield (
            f"The {verb(gone, 'stack', 'stacks')} {listed(gone)} {verb(gone, 'is', 'are')} no longer deployed: "
            f"{verb(gone, 'its', 'their')} resources stay unchanged in AWS."
        )
