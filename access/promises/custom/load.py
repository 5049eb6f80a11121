"""Loader of the promises in `access.yaml`; it reports every problem of the file at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from access.language.names import as_aws_writes
from access.model.organization import Organization
from access.promises.custom.look import look
from access.promises.custom.model import AccessFile, Line
from access.promises.custom.rules import Rules
from access.promises.promise import Promise
from organization.hints import Hints
from organization.limits import YAML_FILE_SIZE
from organization.problem import InvalidFile, Problem
from organization.shape import Shape
from organization.yaml_source import Node, parse

FILE = "access.yaml"


def load_promises(path: Path, organization: Organization) -> tuple[Promise, ...]:
    """Return the promises of a file. Raises InvalidFile, with every problem, when it is unreadable or breaks a rule."""
    try:
        with path.open("rb") as file:
            content = file.read(YAML_FILE_SIZE.value + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidFile(str(path), [Problem(1, 1, "", f"this cannot be read: {reason}")]) from None
    promises, problems = promises_in(content, organization, path.name)
    if problems:
        raise InvalidFile(str(path), problems)
    return promises


def promises_in(
    content: bytes, organization: Organization, name: str = FILE
) -> tuple[tuple[Promise, ...], list[Problem]]:
    """Return the promises in the content of a file, or its problems. Never raises."""
    source = parse(content, about="hold promises")
    if source.root is None:
        return (), sorted(set(source.problems))
    shape = Shape(Hints())
    data = shape.model(AccessFile, source.root)
    found = AccessFile.model_validate(data)
    rules = Rules(organization, source.root, shape)
    rules.check(found)
    problems = sorted({*source.problems, *shape.problems, *rules.problems})
    if problems:
        return (), problems
    return tuple(_promise(sentence, lines, source.root, name) for sentence, lines in found.promises.items()), []


def _promise(sentence: str, lines: list[Line], document: Node, name: str) -> Promise:
    line = document.find(("promises", sentence), key=True).line
    written = [one.model_copy(update={"to": [as_aws_writes(action) for action in one.to]}) for one in lines]
    return Promise(f"{name}:{line}", sentence, partial(look, written))
