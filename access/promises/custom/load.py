"""Loader of `access.yaml`: promises, and what is accepted; it reports every problem of the file at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from access.language.names import as_aws_writes
from access.model.organization import Organization
from access.promises.acceptance import Acceptance
from access.promises.custom.entries import EntryRules, in_one_line
from access.promises.custom.look import look
from access.promises.custom.model import AccessFile, Entry, Line
from access.promises.custom.rules import Rules
from access.promises.promise import Promise
from access.promises.registry import PROMISES
from access.questions.accepting import Accepting, what_of
from organization.hints import Hints
from organization.limits import YAML_FILE_SIZE
from organization.problem import InvalidFile, Problem
from organization.shape import Shape
from organization.yaml_source import Node, parse

FILE = "access.yaml"


@dataclass(frozen=True)
class Own:
    """The content of `access.yaml`."""

    promises: tuple[Promise, ...] = ()
    accepted: tuple[Acceptance, ...] = ()


def load_own(path: Path, organization: Organization) -> Own:
    """Return the content of a file. Raises InvalidFile, with every problem, when it is unreadable or breaks a rule."""
    try:
        with path.open("rb") as file:
            content = file.read(YAML_FILE_SIZE.value + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidFile(str(path), [Problem(1, 1, "", f"this cannot be read: {reason}")]) from None
    own, problems = own_in(content, organization, path.name)
    if problems:
        raise InvalidFile(str(path), problems)
    return own


def own_in(content: bytes, organization: Organization, name: str = FILE) -> tuple[Own, list[Problem]]:
    """Return the promises and entries in the content of a file, or its problems. Never raises."""
    source = parse(content, about="hold promises")
    if source.root is None:
        return Own(), sorted(set(source.problems))
    shape = Shape(Hints())
    data = shape.model(AccessFile, source.root)
    found = AccessFile.model_validate(data)
    rules = Rules(organization, source.root, shape)
    rules.check(found)
    EntryRules(found, source.root, rules).check()
    problems = sorted({*source.problems, *shape.problems, *rules.problems})
    if problems:
        return Own(), problems
    promises = tuple(_promise(sentence, lines, source.root, name) for sentence, lines in found.promises.items())
    names = {**{one.name: one.name for one in PROMISES}, **{one.says: one.name for one in promises}}
    places = [source.root.find(("accepted", index)).line for index in range(len(found.accepted))]
    pairs = zip(found.accepted, places, strict=True)
    accepted = tuple(_acceptance(entry, names[entry.promise], f"{name}:{line}") for entry, line in pairs)
    return Own(promises, accepted), []


def _promise(sentence: str, lines: list[Line], document: Node, name: str) -> Promise:
    line = document.find(("promises", sentence), key=True).line
    written = [one.model_copy(update={"to": [as_aws_writes(action) for action in one.to]}) for one in lines]
    return Promise(f"{name}:{line}", sentence, partial(look, written))


def _acceptance(entry: Entry, promise: str, where: str) -> Acceptance:
    parts = Accepting(tuple(entry.who), tuple(map(what_of, entry.what)))
    return Acceptance(promise, parts, in_one_line(entry.reason), entry.until, where)
