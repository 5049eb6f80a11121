"""A proof as text: the access matrix, each promise with its counterexamples and reasons, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from access.promises.promise import CounterExample, Status
from access.proof import Checked, Proof
from foundation.words import plural, wrapped
from orgctl.prove.matrix import matrix_lines
from orgctl.prove.reasons import Sources

Lines = Iterator[tuple[str, str]]
"""Lines of text, each with its style."""

STYLES: Mapping[Status, str] = {
    "kept": "",
    "broken": "bold red",
    "undecided": "bold yellow",
    "not asked": "dim",
}
WORDS: Mapping[Status, str] = {"kept": "kept", "broken": "BROKEN", "undecided": "?", "not asked": "not asked"}
MARGIN = 10
MOST = 10
"""Counterexamples of a promise that are printed; --json has all."""


def render(proof: Proof, sources: Sources, console: Console) -> None:
    """Print a proof; the console determines width and colour."""
    for text, style in _lines(proof, sources, console.width):
        console.print(Text(text, style=style), soft_wrap=True)


def _lines(proof: Proof, sources: Sources, width: int) -> Lines:
    yield "Roles that users can assume", "bold"
    yield from ((line, "") for line in matrix_lines(proof.matrix, width))
    for heading, own in (("Promises", False), ("Promises of access.yaml", True)):
        chosen = [one for one in proof.checked if one.own is own]
        if chosen:
            yield "", ""
            yield heading, "bold"
        for one in chosen:
            yield from _promise_lines(one, sources, width)
    yield from _unresolved(proof, width)
    yield "", ""
    yield from _verdict(proof, width)


def _promise_lines(one: Checked, sources: Sources, width: int) -> Lines:
    outcome = one.outcome
    first, *others = _wrapped(one.promise.says, width, MARGIN, MARGIN)
    yield WORDS[outcome.status].ljust(MARGIN) + first[MARGIN:], STYLES[outcome.status]
    yield from ((line, STYLES[outcome.status]) for line in others)
    for example in outcome.counter_examples[:MOST]:
        yield from ((line, "") for line in _example(example, sources, width))
    yield from _more(len(outcome.counter_examples), "such cases")
    for text in outcome.undecided[:MOST]:
        yield from ((line, "") for line in _wrapped(f"? {text}", width, MARGIN, MARGIN + 2))
    yield from _more(len(outcome.undecided), "that could not be decided")
    for note in [*([outcome.skipped] if outcome.skipped else []), *outcome.notes]:
        yield from ((line, "dim") for line in _wrapped(f"note: {note}", width, MARGIN, MARGIN + 6))


def _more(number: int, what: str) -> Lines:
    if number > MOST:
        yield " " * MARGIN + f"… and {number - MOST} more {what}: --json has all", ""


def _example(example: CounterExample, sources: Sources, width: int) -> Iterator[str]:
    yield from _wrapped(f"- {example.text}", width, MARGIN, MARGIN + 2)
    for reason in sources.of_example(example):
        yield from _wrapped(str(reason), width, MARGIN + 4, MARGIN + 6)
        if reason.where:
            yield from _wrapped(reason.where, width, MARGIN + 6, MARGIN + 6)


def _unresolved(proof: Proof, width: int) -> Lines:
    if proof.unresolved:
        yield "", ""
        yield "Not resolved, therefore not proven", "bold yellow"
    for one in proof.unresolved[:MOST]:
        yield from ((line, "") for line in _wrapped(str(one), width, 2, 4))
    yield from _more(len(proof.unresolved), "references")


def verdict(proof: Proof) -> str:
    """Return the result in a sentence."""
    counts, number = proof.counts, len(proof.unresolved)
    parts = [f"{plural(counts['kept'], 'promise')} kept", f"{counts['broken']} broken"]
    parts += [f"{counts[status]} {status}" for status in ("undecided", "not asked") if counts[status]]
    parts += [f"{plural(number, 'reference')} not resolved"] if number else []
    return f"{'Proven' if proof.holds else 'Not proven'}: {', '.join(parts)}."


def _verdict(proof: Proof, width: int) -> Lines:
    style = "bold green" if proof.holds else "bold red"
    yield from ((line, style) for line in _wrapped(verdict(proof), width, 0, 0))
    yield f"{proof.requests} requests, {proof.questions} of them different, in {proof.seconds:.1f} s.", "dim"


def _wrapped(text: str, width: int, first: int, then: int) -> list[str]:
    """Return lines with this indent; an ARN that is longer than a line is cut."""
    return wrapped(text, width, " " * first, " " * then)
