"""Checks of lines of `access.yaml` in tests."""

from __future__ import annotations

from textwrap import dedent, indent

from access.promises.custom import Own, own_in
from access.promises.promise import Outcome
from access.questions.world import World
from organization.problem import Problem


def outcome(world: World, lines: str) -> Outcome:
    """Return the outcome of a promise with these lines."""
    own, problems = own_in(one(lines), world.organization)
    assert problems == []
    (promise,) = own.promises
    return promise.look(world)


def problems_in(world: World, text: str) -> list[Problem]:
    """Return the problems of a file."""
    own, problems = own_in(dedent(text).encode(), world.organization)
    assert (own != Own()) != bool(problems)
    return problems


def one(lines: str) -> bytes:
    """Return a file with one promise."""
    return f"promises:\n  it is so:\n{indent(dedent(lines).strip(), '    ')}\n".encode()


def cases(found: Outcome) -> list[str]:
    """Return the texts of the counterexamples."""
    return [example.text for example in found.counter_examples]
