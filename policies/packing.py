"""
The guardrails of one target, put into few policies, so that a change of one leaves the others alone.

AWS attaches at most ten service control policies and five resource control policies to a target. Every guardrail has a
place, the number of a policy, that follows from nothing but its own name and size:

- one of the catalogue is where it would be if the whole catalogue were in use, each with its reserved room;
- any other shares one of a few policies, which its name chooses;
- one that is larger than its room, or than a quarter of a policy, has a policy of its own.

So whatever changes, comes or goes, changes the policy that holds it and no other. Only where that needs more policies
than there are, or overfills one, are all packed as densely as can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from zlib import crc32

from policies.budget import WRAPPER, Budget, OverBudget, length
from policies.document import Statement, document

_SHARED = 101  # the first policy that guardrails from outside of the catalogue share
_ALONE = 10_000  # the first policy of one guardrail alone; there are ninety thousand, so that two seldom meet

Bins = dict[int, list["Item"]]


@dataclass(frozen=True)
class Item:
    """A guardrail of a target, by a name that no other has there."""

    name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Packed:
    """A policy that holds guardrails; its number stays the same while they come, change and go."""

    number: int
    names: tuple[str, ...]
    content: str
    owners: tuple[str, ...]
    """The guardrail that each statement is of."""


def pack(items: Iterable[Item], *, size: int, slots: int, rooms: Mapping[str, int]) -> tuple[Packed, ...]:
    """
    The policies that hold these guardrails: at most so many slots, each of at most so many characters.

    The rooms are those of the whole catalogue in its order, whatever of it is in use.
    """
    ordered = _in_order(items, rooms)
    bins = _stable(ordered, size, slots, rooms)
    if not _fit(bins, size, slots):
        bins = _dense(ordered, size)
    if not _fit(bins, size, slots):
        raise OverBudget(budget(ordered, size=size, slots=slots))
    return tuple(
        Packed(
            number,
            names=tuple(item.name for item in held),
            content=_content(held),
            owners=tuple(item.name for item in held for _ in item.statements),
        )
        for number, held in sorted(bins.items())
    )


def budget(items: Iterable[Item], *, size: int, slots: int) -> Budget:
    """What guardrails cost, whether they fit or not."""
    held = _in_order(items, {})
    return Budget(size, slots, {item.name: _cost(item) for item in held}, needed=len(_dense(held, size)))


def _in_order(items: Iterable[Item], rooms: Mapping[str, int]) -> list[Item]:
    """Those of the catalogue in its order, then the others by name; what has no statement needs no policy."""
    places = {name: index for index, name in enumerate(rooms)}
    held = (item for item in items if item.statements)
    return sorted(held, key=lambda item: (places.get(item.name, len(places)), item.name))


def _stable(items: Sequence[Item], size: int, slots: int, rooms: Mapping[str, int]) -> Bins:
    reserved = _reserved(rooms, size)
    shared = max(1, slots // 3)
    bins: Bins = {}
    for item in items:
        chosen = crc32(item.name.encode())
        if _cost(item) > rooms.get(item.name, size // 4):
            number = _ALONE + chosen % 90_000
        else:
            number = reserved.get(item.name, _SHARED + chosen % shared)
        bins.setdefault(number, []).append(item)
    return bins


def _reserved(rooms: Mapping[str, int], size: int) -> dict[str, int]:
    """The policy of each guardrail of the catalogue, counted from 1: the first that has room for it."""
    free: list[int] = []
    places: dict[str, int] = {}
    for name, room in rooms.items():
        index = next((index for index, left in enumerate(free) if room <= left), len(free))
        if index == len(free):
            free.append(size - WRAPPER)
        free[index] -= room
        places[name] = index + 1
    return places


def _dense(items: Sequence[Item], size: int) -> Bins:
    """First fit decreasing: it takes at most about a fifth more policies than the best packing."""
    bins: Bins = {}
    for item in sorted(items, key=lambda item: (-_cost(item), item.name)):
        number = next((n for n, held in bins.items() if length(_content([*held, item])) <= size), len(bins) + 1)
        bins.setdefault(number, []).append(item)
    return {number: [item for item in items if item in held] for number, held in bins.items()}


def _fit(bins: Bins, size: int, slots: int) -> bool:
    return len(bins) <= slots and all(length(_content(held)) <= size for held in bins.values())


def _cost(item: Item) -> int:
    """The characters of a guardrail in a policy, with the comma that parts it from the next."""
    return length(document(*item.statements)) - WRAPPER + 1


def _content(items: Sequence[Item]) -> str:
    """A policy of guardrails; a Sid that comes twice, as IAM forbids, has a number the second time."""
    statements: list[Statement] = []
    taken: set[str] = set()
    for statement in (statement for item in items for statement in item.statements):
        sid = _untaken(statement.get("Sid", ""), taken)
        taken.add(sid)
        statements.append({**statement, "Sid": sid} if sid else statement)
    return document(*statements)


def _untaken(sid: str, taken: set[str]) -> str:
    numbered = (f"{sid}{number}" for number in count(2))
    return next(name for name in chain([sid], numbered) if not name or name not in taken)
