"""The solver and the evaluator decide requests alike: those that a search finds, and those near every border."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from access.decision.process import Process
from tests.access.symbolic.cases import SUBJECTS, generated
from tests.access.symbolic.differential import Differential, Outcome

SEEDS = 12
"""Cases of each subject in CI."""
LONG_PARTS, LONG_SEEDS = 8, 10


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """Yield a running evaluator."""
    with Process() as started:
        yield started


def _shown(outcome: Outcome) -> str:
    counts = f"{len(outcome.disagreements)} of {outcome.pairs} requests differ; the first ones:"
    return "\n\n".join([counts, *(str(one) for one in outcome.disagreements[:3])])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_solver_and_evaluator_agree_on_requests_about(subject: str, process: Process) -> None:
    outcome = Differential(process).run(generated(subject, seed) for seed in range(SEEDS))
    assert not outcome.disagreements, _shown(outcome)
    assert not outcome.undecided
    assert outcome.refused == 0
    assert outcome.pairs >= 12 * SEEDS
    assert outcome.found >= SEEDS
    assert outcome.unread <= outcome.pairs / 10
    assert 0 < outcome.allowed < outcome.pairs


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(LONG_PARTS))
def test_solver_and_evaluator_agree_on_an_eighth_of_a_hundred_thousand_requests(part: int, process: Process) -> None:
    seeds = range(SEEDS + part * LONG_SEEDS, SEEDS + (part + 1) * LONG_SEEDS)
    outcome = Differential(process).run(generated(subject, seed) for seed in seeds for subject in SUBJECTS)
    assert not outcome.disagreements, _shown(outcome)
    assert not outcome.undecided
    assert outcome.pairs >= 100_000 / LONG_PARTS


def test_the_same_subject_and_seed_give_the_same_case() -> None:
    one, other = generated("everything", 7), generated("everything", 7)
    assert one.shown() == other.shown()
    assert one.scope == other.scope
    assert one.shown() != generated("everything", 8).shown()
