"""The proof: every promise looked at, and the access matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter

from access.matrix import Cell, access_matrix
from access.promises.promise import Outcome, Promise, Status
from access.world import World
from terraform_json.origin import Unresolved

STATUSES: tuple[Status, ...] = ("kept", "broken", "undecided", "not asked")


@dataclass(frozen=True)
class Looked:
    """A promise and what became of it."""

    promise: Promise
    outcome: Outcome
    seconds: float
    own: bool = False
    """Whether it is one of `access.yaml`."""


@dataclass(frozen=True)
class Proof:
    """What was found out about an organization."""

    name: str
    looked: tuple[Looked, ...]
    matrix: tuple[Cell, ...]
    unresolved: tuple[Unresolved, ...]
    seconds: float
    requests: int
    questions: int

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many promises there are of each kind."""
        found = Counter(one.outcome.status for one in self.looked)
        return {status: found[status] for status in STATUSES}

    @property
    def holds(self) -> bool:
        """Whether nothing is broken, undecided or unresolved."""
        return not (self.counts["broken"] or self.counts["undecided"] or self.unresolved)


def prove_all(name: str, world: World, built_in: Iterable[Promise], own: Iterable[Promise], since: float) -> Proof:
    """Look at every promise; `since` is when reading began."""
    looked = [*(_look(world, one, own=False) for one in built_in), *(_look(world, one, own=True) for one in own)]
    matrix = access_matrix(world)
    return Proof(
        name=name,
        looked=tuple(looked),
        matrix=matrix,
        unresolved=world.organization.unresolved,
        seconds=perf_counter() - since,
        requests=world.evaluator.requests,
        questions=world.evaluator.questions,
    )


def _look(world: World, promise: Promise, *, own: bool) -> Looked:
    start = perf_counter()
    outcome = promise.look(world)
    return Looked(promise, outcome, perf_counter() - start, own)
