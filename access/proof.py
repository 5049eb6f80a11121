"""The proof: the result of every promise, and the access matrix."""

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
class Checked:
    """A promise with its result."""

    promise: Promise
    outcome: Outcome
    seconds: float
    own: bool = False
    """True for a promise of `access.yaml`."""


@dataclass(frozen=True)
class Proof:
    """The results for one organization."""

    name: str
    checked: tuple[Checked, ...]
    matrix: tuple[Cell, ...]
    unresolved: tuple[Unresolved, ...]
    seconds: float
    requests: int
    questions: int

    @property
    def counts(self) -> Mapping[Status, int]:
        """The number of promises of each status."""
        found = Counter(one.outcome.status for one in self.checked)
        return {status: found[status] for status in STATUSES}

    @property
    def holds(self) -> bool:
        """True when no promise is broken or undecided, and every reference is resolved."""
        return not (self.counts["broken"] or self.counts["undecided"] or self.unresolved)


def prove_all(name: str, world: World, built_in: Iterable[Promise], own: Iterable[Promise], since: float) -> Proof:
    """Check every promise; `since` is the time at which reading began."""
    checked = [*(_look(world, one, own=False) for one in built_in), *(_look(world, one, own=True) for one in own)]
    matrix = access_matrix(world)
    return Proof(
        name=name,
        checked=tuple(checked),
        matrix=matrix,
        unresolved=world.organization.unresolved,
        seconds=perf_counter() - since,
        requests=world.evaluator.requests,
        questions=world.evaluator.questions,
    )


def _look(world: World, promise: Promise, *, own: bool) -> Checked:
    start = perf_counter()
    outcome = promise.look(world)
    return Checked(promise, outcome, perf_counter() - start, own)
