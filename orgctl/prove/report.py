"""A proof as text: what is broken or not decided, the other promises, the access matrix, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from access.promises.promise import Status
from access.proof import Accepted, Keeping, Kind, Obsolete, Promise, Proof, Unread, Unresolved
from foundation.words import listed, plural, wrapped
from orgctl.prove.matrix import matrix_lines
from orgctl.prove.words import MENTIONS, accepted_because, by_cause, heading, more_like_it, verdict

Lines = Iterator[tuple[str, str]]
"""Lines of text, each with its style."""

STYLES: Mapping[Status, str] = {
    "kept": "",
    "accepted": "yellow",
    "broken": "bold red",
    "undecided": "bold yellow",
    "not asked": "dim",
}
WORDS: Mapping[Status, str] = {
    "kept": "kept",
    "accepted": "accepted",
    "broken": "BROKEN",
    "undecided": "?",
    "not asked": "not asked",
}
MARGIN = 10
MOST = 10
"""Undecided requests of a promise, and references, that are printed; --json has all."""
IN_FULL = 3
"""Kinds of one cause that are printed with an example; of the others the actions are named."""


def render(proof: Proof, console: Console) -> None:
    """Print a proof; the console determines width and colour."""
    for text, style in _lines(proof, console.width):
        console.print(Text(text, style=style), soft_wrap=True)


def _lines(proof: Proof, width: int) -> Lines:
    yield from ((line, "bold") for line in _wrapped(heading(proof), width, 0, 2))
    fine = [one for one in proof.promises if one.status in ("kept", "not asked")]
    sections = {
        "Broken": [one for one in proof.promises if one.status == "broken"],
        "Not decided": [one for one in proof.promises if one.status == "undecided"],
        "Accepted": [one for one in proof.promises if one.status == "accepted"],
        "Promises": [one for one in fine if not one.own],
        "Promises of access.yaml": [one for one in fine if one.own],
    }
    for title, promises in sections.items():
        yield from _section(title, (line for one in promises for line in promise_lines(one, width)))
    yield from missing_lines(proof, width)
    yield from _section(MENTIONS, _places([str(one) for one in proof.mentions], width))
    yield from _section("Roles that users can assume", ((line, "") for line in matrix_lines(proof.access, width)))
    yield "", ""
    yield f"{proof.requests} requests, {proof.questions} of them different, in {proof.seconds:.1f} s.", "dim"
    style = "bold green" if proof.proven else "bold yellow" if proof.passed else "bold red"
    yield from ((line, style) for line in _wrapped(verdict(proof), width, 0, 0))


def missing_lines(proof: Proof, width: int) -> Lines:
    """Yield what else makes a proof fail, below its titles."""
    for title, parts in _missing(proof):
        yield from _section(f"{title}, therefore not proven", _places([str(part) for part in parts], width))


def _missing(proof: Proof) -> Sequence[tuple[str, Sequence[Unread | Unresolved | Obsolete]]]:
    return (
        ("Not read", proof.unread),
        ("Not resolved", proof.unresolved),
        ("Entries of accepted that are obsolete", proof.obsolete),
    )


def _section(title: str, lines: Lines) -> Lines:
    """Yield a heading with its lines, nothing without any."""
    first = next(lines, None)
    if first:
        yield "", ""
        yield title, "bold"
        yield first
        yield from lines


def promise_lines(one: Promise, width: int) -> Lines:
    """Yield a promise with its result, counterexamples and notes."""
    style = STYLES[one.status]
    where = f" ({one.name})" if one.own else ""
    first, *others = _wrapped(f"{one.says}{where}", width, MARGIN, MARGIN)
    yield WORDS[one.status].ljust(MARGIN) + first[MARGIN:], style
    yield from ((line, style) for line in others)
    yield from _cases(one, width, MARGIN)
    for accepted in one.accepted:
        because = _wrapped(accepted_because(accepted), width, MARGIN, MARGIN + 2)
        yield from ((line, STYLES["accepted"]) for line in because)
        yield from _cases(accepted, width, MARGIN + 2)
    yield from ((line, "") for line in _keeping(one.kept_by, width))
    for fact in one.assumptions:
        yield from ((line, "") for line in _wrapped(f"if {fact.text} ({fact.source})", width, MARGIN, MARGIN + 3))
    for note in [*([one.not_asked_because] if one.not_asked_because else []), *one.notes]:
        yield from ((line, "dim") for line in _wrapped(f"note: {note}", width, MARGIN, MARGIN + 6))


def _cases(one: Promise | Accepted, width: int, margin: int) -> Lines:
    """Yield counterexamples by their cause, and what is not decided."""
    for kinds in by_cause(one.kinds):
        yield from ((line, "") for line in _cause(kinds, width, margin))
    for text in one.undecided[:MOST]:
        yield from ((line, "") for line in _wrapped(f"? {text}", width, margin, margin + 2))
    yield from _more(len(one.undecided), "that could not be decided")


def _cause(kinds: Sequence[Kind], width: int, margin: int) -> Iterator[str]:
    """Yield the kinds that the same statements decide, then these statements."""
    shown = kinds if len(kinds) <= IN_FULL + 1 else kinds[:IN_FULL]
    for kind in shown:
        yield from _wrapped(f"- {kind.text}{more_like_it(kind)}", width, margin, margin + 2)
    if others := kinds[len(shown) :]:
        names = [f"{kind.action} ({kind.count:,})" for kind in others]
        text = f"- and in the same way {listed(names, most=len(names))}"
        yield from _wrapped(text, width, margin, margin + 2)
    for reason in kinds[0].reasons:
        yield from _wrapped(str(reason), width, margin + 4, margin + 6)
        if reason.where:
            yield from _wrapped(reason.where, width, margin + 6, margin + 6)


def _keeping(found: Keeping | None, width: int) -> Iterator[str]:
    """Yield the statements that keep a promise, each with its line."""
    if found is None:
        return
    for one in found.statements:
        reason = one.statement
        limits = "denies" if reason.effect == "Deny" else "allows under its conditions only"
        text = f"- {reason.layer}: {reason.said} {limits} ({plural(one.questions, 'question')})"
        yield from _wrapped(text, width, MARGIN, MARGIN + 2)
        if reason.where:
            yield from _wrapped(reason.where, width, MARGIN + 4, MARGIN + 4)
    if found.granted_by_none:
        text = f"- no policy allows it ({plural(found.granted_by_none, 'question')})"
        yield from _wrapped(text, width, MARGIN, MARGIN + 2)


def _places(texts: Sequence[str], width: int) -> Lines:
    for text in texts[:MOST]:
        yield from ((line, "") for line in _wrapped(text, width, 2, 4))
    yield from _more(len(texts), "")


def _more(number: int, what: str) -> Lines:
    if number > MOST:
        yield " " * MARGIN + f"… and {number - MOST:,} more{what and f' {what}'}: --json has all", ""


def _wrapped(text: str, width: int, first: int, then: int) -> list[str]:
    """Return lines with this indent; an ARN that is longer than a line is cut."""
    return wrapped(text, width, " " * first, " " * then)
