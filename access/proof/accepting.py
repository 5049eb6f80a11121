"""The entries of `accepted` in `access.yaml` that no longer say the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from access.promises.acceptance import ON_THE_COMMAND_LINE, Acceptance
from access.proof.model import Obsolete, Promise


def obsolete(entries: Iterable[Acceptance], promises: Sequence[Promise], day: str) -> Iterator[Obsolete]:
    """Yield the entries that have ended before a day, or accept nothing of their promises; not those of `--accept`."""
    by_name = {one.name: one for one in promises}
    for entry in entries:
        promise = by_name.get(entry.promise)
        if promise is None or entry.where == ON_THE_COMMAND_LINE:
            continue
        if entry.has_ended(day):
            reason = f"this has ended: 'until' is {entry.until}, before {day}; remove the entry, or move its end"
            yield Obsolete(entry.where, promise.says, reason)
        elif (entry.where, *_choice(entry)) not in {(one.where, one.who, one.what) for one in promise.accepted}:
            yield Obsolete(entry.where, promise.says, f"{_nothing(promise)}; remove the entry, or change it")


def _choice(entry: Acceptance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return entry.parts.who, tuple(map(str, entry.parts.what))


def _nothing(promise: Promise) -> str:
    """Return the reason why nothing of a promise is accepted."""
    if promise.status == "kept":
        return "there is nothing to accept: the promise is kept"
    if promise.status == "not asked":
        return f"there is nothing to accept: the promise is not asked, {promise.not_asked_because}"
    return "nothing that is broken or not decided is like this, or other entries accept all of it"
