"""An explanation as text: the decision, the result of each layer, and the deciding statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from access.explain import Layer, Reason, Request, Verdict
from access.explain.explanation import Explanation, Through, deciding
from access.explain.statement import shown
from access.proof import Sources
from foundation.words import listed, noun, wrapped

Lines = Iterator[tuple[str, str]]
"""Lines of text, each with its style."""

_SAYS = {
    "allows": "allows it",
    "denies": "denies it",
    "does not allow": "does not allow it",
    "does not apply": "does not apply",
}
_STYLES = {"allows": "green", "denies": "red", "does not allow": "yellow", "does not apply": "dim"}
MOST = 12
"""Roles that are listed one by one."""


def render(found: Explanation, sources: Sources, console: Console) -> None:
    """Print an explanation; the console determines width and colour."""
    for text, style in _all_lines(found, sources, console.width):
        console.print(Text(text, style=style), soft_wrap=True)


def _all_lines(found: Explanation, sources: Sources, width: int) -> Lines:
    yield from _asked(found, sources.organization.as_of, width)
    yield "", ""
    yield from ((line, "bold") for line in wrapped(_answer(found), width))
    yield "", ""
    yield from _layers(found.request, found.verdict, found.layers, sources, width)
    if found.through:
        yield from _roles(found, sources, width)


def _asked(found: Explanation, as_of: str, width: int) -> Lines:
    request = found.request
    where = f", in {request.account.key}" if request.account else ""
    yield from ((line, "") for line in wrapped(f"{request.caller.label}: {request.action}", width))
    yield from ((line, "") for line in _wrapped(f"on {request.resource}{where}", width, 2))
    yield f"  as of {as_of}", ""
    if found.others:
        others = f"{found.others} other resources" if found.others > 1 else "another resource"
        yield from ((line, "dim") for line in _wrapped(f"(this action also needs {others})", width, 2))
    for key, value in request.context.items():
        yield from ((line, "dim") for line in _wrapped(f"with {key} {value}", width, 2))


def _answer(found: Explanation) -> str:
    if found.verdict.problem:
        return f"Not decided: {found.verdict.problem}"
    why = _why(found.verdict, found.layers)
    if found.verdict.allowed:
        return f"Allowed by {why}." if why else "Allowed."
    first = next((one for one in found.through if one.verdict.allowed), None)
    if first:
        return f"Not directly: {why}. As {_named(first)}: allowed."
    if found.through:
        number = len(found.through)
        roles = "the role" if number == 1 else f"any of the {number} roles"
        return f"Denied: {why}. Nor is it allowed as {roles} that the user can assume."
    return f"Denied: {why}."


def _why(verdict: Verdict, layers: Sequence[Layer]) -> str:
    names = [f"the {name}" for name in dict.fromkeys(layer.name for layer in deciding(verdict, layers))]
    if verdict.allowed:
        return listed(names)
    if verdict.result == "explicitly denied":
        return f"{listed(names)} {noun(len(names), 'denies', 'deny')} it"
    return f"nothing in {listed(names, word='or')} allows it"


def _named(one: Through) -> str:
    """Return the assumed roles in order: `role admin, then OrganizationAccountAccessRole of infra`."""
    *before, _ = one.roles
    last = one.request.caller.label.removeprefix("role ")
    return "role " + ", then ".join([*(role.name for role in before), last])


def _layers(request: Request, verdict: Verdict, layers: Sequence[Layer], sources: Sources, width: int) -> Lines:
    """Yield each layer, with the statements of the deciding ones."""
    decide = deciding(verdict, layers)
    column = max((len(layer.name) for layer in layers), default=0) + 4
    for layer in layers:
        result = _SAYS[layer.says] + (f" ({layer.why})" if layer.why else "")
        yield from ((line, _STYLES[layer.says]) for line in _row(layer.name, result, column, width))
        if layer in decide:
            yield from _statements(layer, request, sources, width)


def _row(name: str, what: str, column: int, width: int) -> list[str]:
    lines = wrapped(what, width - column) or [""]
    return [f"  {name.ljust(column - 2)}{lines[0]}", *(" " * column + line for line in lines[1:])]


def _statements(layer: Layer, request: Request, sources: Sources, width: int) -> Lines:
    for reason in layer.statements if layer.says in ("allows", "denies") else ():
        yield from _statement("", reason, request, sources, width)
    for reason in layer.nearly if layer.says == "does not allow" else ():
        if reason.effect == "Allow":
            yield from _statement("it would, if the conditions were met, by ", reason, request, sources, width)


def _statement(before: str, reason: Reason, request: Request, sources: Sources, width: int) -> Lines:
    decision = sources.of_reason(reason, request)
    yield from ((line, "") for line in _wrapped(f"{before}{decision.said}", width, 6))
    if decision.where:
        yield from ((line, "cyan") for line in _wrapped(decision.where, width, 6))
    for line in shown(reason.said, request.action, request.resource):
        indent = len(line) - len(line.lstrip()) + 8
        yield from ((part, "") for part in _wrapped(line.lstrip(), width, indent, whole=True))


def _roles(found: Explanation, sources: Sources, width: int) -> Lines:
    """Yield the decision in each role that the user can assume: the most relevant one in full."""
    first, *others = found.through
    yield "", ""
    yield from ((line, "bold") for line in _wrapped(f"As {_named(first)}: {_word(first)}", width, 0))
    yield "", ""
    yield from _layers(first.request, first.verdict, first.layers, sources, width)
    if others:
        yield "", ""
    for one in others[:MOST]:
        yield from ((line, "") for line in _wrapped(f"As {_named(one)}: {_word(one)}", width, 0))
    if len(others) > MOST:
        yield f"… and as {len(others) - MOST} other roles", ""


def _word(one: Through) -> str:
    if one.verdict.problem:
        return f"not decided ({one.verdict.problem})"
    return "allowed" if one.verdict.allowed else f"denied, for {_why(one.verdict, one.layers)}"


def _wrapped(text: str, width: int, indent: int, *, whole: bool = False) -> list[str]:
    """Return lines of at most this width; a longer word is cut, or stays `whole`, so that JSON stays valid."""
    return wrapped(text, width, " " * indent, " " * (indent + 2), whole=whole)
