"""The targets of synthesis, and whether they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bench.measure import Measurement

Accounts = Mapping[int, tuple[Measurement, int]]


@dataclass(frozen=True)
class Target:
    """A target and its measured figure."""

    name: str
    figure: str
    reached: bool


def targets(
    *, plain: Measurement, fast: Measurement, floor: Measurement, identical: bool, accounts: Accounts
) -> list[Target]:
    """Return the targets that the measurements decide, in the order of the issue."""
    faster = plain.seconds / fast.seconds
    above_floor = fast.seconds / floor.seconds
    found = [
        Target("the same JSON as plain synthesis", "identical" if identical else "different", identical),
        Target("at least 12 times faster than plain", f"{faster:.1f} times", faster >= 12),
        Target("at most 1.6 times the floor", f"{above_floor:.2f} times", above_floor <= 1.6),
    ]
    if len(steps := growth(accounts)) > 1:
        figure = " → ".join(f"{ms:.2f}" for ms in steps) + " ms for each further resource"
        found.append(Target("linear growth (within a quarter)", figure, steps[-1] / steps[0] <= 1.25))
    if 1000 in accounts:
        took, _ = accounts[1000]
        found.append(Target("1,000 accounts in at most 15 s", f"{took.seconds:.1f} s", took.seconds <= 15))
        found.append(memory_target("main.py with 1,000", took))
    return found


def fresh_targets(program: str, first: Measurement, warm: Measurement) -> list[Target]:
    """Return the targets of the first run of a fresh checkout beside later ones: processor seconds and memory."""
    seconds, memory = first.processor_seconds / warm.processor_seconds, first.peak_bytes / warm.peak_bytes
    figure = f"{seconds:.2f} × CPU, {memory:.2f} × memory"
    return [Target(f"{program}, fresh checkout: at most 1.1 × warm", figure, max(seconds, memory) <= 1.1)]


def memory_target(what: str, took: Measurement) -> Target:
    """Return the target of the memory of a program with 1,000 accounts."""
    megabytes = took.peak_bytes / 1e6
    return Target(f"{what} accounts in at most 500 MB", f"{megabytes:.0f} MB", megabytes <= 500)


def growth(accounts: Accounts) -> list[float]:
    """Return the milliseconds of each further resource, from each number of accounts to the next."""
    taken = [accounts[number] for number in sorted(accounts)]
    return [(b.seconds - a.seconds) * 1000 / (more - less) for (a, less), (b, more) in pairwise(taken)]
