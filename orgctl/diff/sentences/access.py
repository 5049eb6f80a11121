"""Sentences about access that users gain or lose."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from access.difference import AccessChange, Difference, GroupChange, PersonChange
from orgctl.diff.sentences.roles import policy_lines
from orgctl.diff.sentences.words import listed, verb, ways
from orgctl.section import Sentence


def access(changes: Sequence[AccessChange], *, gained: bool) -> list[Sentence]:
    """Return one sentence for all accounts and users for which the rest is the same."""
    say = _gained if gained else _lost
    return [Sentence(say(people, one, accounts)) for people, one, accounts in _alike(changes)]


def access_table(changes: Sequence[AccessChange], *, gained: bool) -> tuple[tuple[str, ...], ...]:
    """Return the same as a table."""
    other = "before, too" if gained else "still"
    rows = [
        (
            listed(people),
            one.role,
            listed(accounts),
            ways(one.ways) + (f" ({other}: {ways(one.other_ways)})" if one.other_ways else ""),
            _policies(one),
            _way(one),
        )
        for people, one, accounts in _alike(changes)
    ]
    return (("Who", "Role", "Accounts", "Signed in", "May do", "Through"), *rows) if rows else ()


def _alike(changes: Sequence[AccessChange]) -> list[tuple[list[str], AccessChange, list[str]]]:
    """Return merged changes: the users, one of their changes, and the accounts."""
    by_person: dict[Hashable, list[AccessChange]] = {}
    for one in changes:
        by_person.setdefault((one.person, one.home, _rest(one)), []).append(one)
    merged: dict[Hashable, list[list[AccessChange]]] = {}
    for same in by_person.values():
        merged.setdefault((_rest(same[0]), tuple(one.account for one in same)), []).append(same)
    return [
        ([same[0].person for same in alike], alike[0][0], [one.account for one in alike[0]])
        for alike in merged.values()
    ]


def _rest(one: AccessChange) -> Hashable:
    """Return all but the user and the account."""
    return one.role, one.ways, one.other_ways, one.policies, one.groups, one.through


def _gained(people: list[str], one: AccessChange, accounts: Sequence[str]) -> str:
    who, where = listed(people), listed(accounts)
    if one.other_ways:
        return f"{who} may assume the role {one.role} of {where} {ways(one.ways)}, too: {_what(one)}."
    return f"{who} {verb(people, 'gains', 'gain')} the role {one.role} of {where}, {ways(one.ways)}: {_what(one)}."


def _lost(people: list[str], one: AccessChange, accounts: Sequence[str]) -> str:
    who, where = listed(people), listed(accounts)
    if one.other_ways:
        return (
            f"{who} may no longer assume the role {one.role} of {where} {ways(one.ways)}, only {ways(one.other_ways)}."
        )
    return f"{who} {verb(people, 'loses', 'lose')} the role {one.role} of {where}: {_what(one)}."


def _what(one: AccessChange) -> str:
    """Return the role's policies, and the way to it."""
    return f"{_policies(one)} ({_way(one)})" if _way(one) else _policies(one)


def _policies(one: AccessChange) -> str:
    return listed([name.rpartition("/")[2] for name in one.policies]) if one.policies else "no policy"


def _way(one: AccessChange) -> str:
    parts = [f"group {listed(one.groups)}"] if one.groups else []
    parts += [f"through the {verb(one.through, 'role', 'roles')} {listed(one.through)}"] if one.through else []
    return ", ".join(parts)


def people(difference: Difference) -> list[Sentence]:
    """Return sentences about users and groups that are new, removed or changed."""
    return [*_people(difference.people), *_groups(difference.groups)]


def _people(changes: Iterable[PersonChange]) -> Iterator[Sentence]:
    for one in changes:
        if one.change == "comes":
            text = f"{one.person} is a new user of {one.home}, in {_group(one.joins)}."
        elif one.change == "goes":
            text = f"{one.person} is no longer a user of {one.home}; was in {_group(one.leaves)}."
        else:
            moves = [f"joins {_group(one.joins)}"] if one.joins else []
            moves += [f"leaves {_group(one.leaves)}"] if one.leaves else []
            moves += ["has other policies"] if one.policies else []
            text = f"{one.person} of {one.home} {listed(moves)}."
        yield Sentence(text, tuple(policy_lines(one.policies)))


def _group(names: Sequence[str]) -> str:
    return f"the {verb(names, 'group', 'groups')} {listed(names)}" if names else "no group"


def _groups(changes: Iterable[GroupChange]) -> Iterator[Sentence]:
    """Yield one sentence for all groups that change in the same way."""
    alike: dict[Hashable, list[GroupChange]] = {}
    for one in changes:
        alike.setdefault((one.change, repr(one.policies)), []).append(one)
    for same in alike.values():
        people = list(dict.fromkeys(name for one in same for name in one.people))
        names = [f"{one.group} of {one.account}" for one in same]
        words = {
            "comes": verb(names, "is new", "are new"),
            "goes": verb(names, "is removed", "are removed"),
            "changes": verb(names, "has other policies", "have other policies"),
        }
        be = verb(people, "is", "are") if same[0].change != "goes" else verb(people, "was", "were")
        who = f"{listed(people)} {be} in {verb(names, 'it', 'them')}" if people else "it has no members"
        text = f"The {verb(names, 'group', 'groups')} {listed(names)} {words[same[0].change]}; {who}."
        yield Sentence(text, () if same[0].change == "goes" else tuple(policy_lines(same[0].policies)))
