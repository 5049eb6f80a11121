"""
Packs the guardrails of one target into few policies, so that changing one guardrail changes one policy.

AWS attaches at most ten service control policies and five resource control policies to a target. The place of a
guardrail, the number of a policy, depends only on its own name and size:

- a guardrail of the catalogue is where it would be if the whole catalogue were in use, each with its reserved room;
- any other guardrail shares one of a few policies, which its name selects;
- a guardrail larger than its room, or than a quarter of a policy, has a policy of its own.

So adding, changing or removing a guardrail changes only the policy that holds it. If this needs more policies than
allowed, or overfills one, all guardrails are packed as densely as possible instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from zlib import crc32

from policies.budget import WRAPPER, Budget, OverBudget, length
from policies.document import Statement, document
from policies.statement_source import StatementSource

_SHARED = 101  # the first policy shared by guardrails outside of the catalogue
_ALONE = 10_000  # the first policy of a single guardrail; there are ninety thousand, so that two rarely collide

Bins = dict[int, list["Item"]]


@dataclass(frozen=True)
class Item:
    """A guardrail of a target, with a name unique at the target."""

    name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Packed:
    """A policy that holds guardrails. Its number is stable when guardrails are added, changed or removed."""

    number: int
    names: tuple[str, ...]
    content: str
    sources: tuple[StatementSource, ...]
    """The identity of each statement."""


def pack(items: Iterable[Item], *, size: int, slots: int, rooms: Mapping[str, int]) -> tuple[Packed, ...]:
    """
    Return the policies that hold these guardrails: at most `slots` policies of at most `size` characters.

    `rooms` are those of the whole catalogue in its order, including guardrails not in use.
    """
    ordered = _in_order(items, rooms)
    bins = _stable(ordered, size, slots, rooms)
    if not _fit(bins, size, slots):
        bins = _dense(ordered, size)
    if not _fit(bins, size, slots):
        raise OverBudget(budget(ordered, size=size, slots=slots))
    return tuple(_packed(number, held) for number, held in sorted(bins.items()))


def _packed(number: int, held: Sequence[Item]) -> Packed:
    written = _statements(held)
    own = [(item.name, *one) for item in held for one in enumerate(item.statements, start=1)]
    sources = (
        StatementSource(name, index, sid if (sid := said.get("Sid", "")) != one.get("Sid", "") else "")
        for (name, index, said), one in zip(own, written, strict=True)
    )
    return Packed(number, tuple(item.name for item in held), document(*written), tuple(sources))


def budget(items: Iterable[Item], *, size: int, slots: int) -> Budget:
    """Return the budget of guardrails, even if they do not fit."""
    held = _in_order(items, {})
    return Budget(size, slots, {item.name: _cost(item) for item in held}, needed=len(_dense(held, size)))


def _in_order(items: Iterable[Item], rooms: Mapping[str, int]) -> list[Item]:
    """Sort guardrails: the catalogue's in its order, then the others by name. Drop those without statements."""
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
    """Return the policy of each guardrail of the catalogue, counted from 1: the first with enough room."""
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
    """Pack by first fit decreasing, which needs at most about a fifth more policies than the best packing."""
    bins: Bins = {}
    for item in sorted(items, key=lambda item: (-_cost(item), item.name)):
        number = next((n for n, held in bins.items() if length(_content([*held, item])) <= size), len(bins) + 1)
        bins.setdefault(number, []).append(item)
    return {number: [item for item in items if item in held] for number, held in bins.items()}


def _fit(bins: Bins, size: int, slots: int) -> bool:
    return len(bins) <= slots and all(length(_content(held)) <= size for held in bins.values())


def _cost(item: Item) -> int:
    """Return the characters of a guardrail in a policy, with the comma before the next one."""
    return length(document(*item.statements)) - WRAPPER + 1


def _content(items: Sequence[Item]) -> str:
    return document(*_statements(items))


def _statements(items: Sequence[Item]) -> list[Statement]:
    """Return the statements of a policy of guardrails. IAM forbids repeated Sids: a repeated one gets a number."""
    statements: list[Statement] = []
    taken: set[str] = set()
    for statement in (statement for item in items for statement in item.statements):
        sid = _untaken(statement.get("Sid", ""), taken)
        taken.add(sid)
        statements.append({**statement, "Sid": sid} if sid else statement)
    return statements


def _untaken(sid: str, taken: set[str]) -> str:
    numbered = (f"{sid}{number}" for number in count(2))
    return next(name for name in chain([sid], numbered) if not name or name not in taken)
