"""The counterexamples of promises, as cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access.confirmation.case import Case
from access.promises.promise import Promise
from access.questions.world import World


def counterexamples(world: World, promises: Iterable[Promise]) -> Iterator[Case]:
    """Check promises, and yield each of their counterexamples."""
    for promise in promises:
        for example in promise.look(world).counter_examples:
            yield Case(promise.name, example.text, example.request)
