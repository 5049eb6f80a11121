"""
From `organization.yaml` to an `Organization`, with every problem of the file at once.

The shape is checked by pydantic, the values by `organization.rules`. What has a wrong shape is taken out and the rest
is checked all the same, so that one mistake never hides another.
"""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from organization.model import Organization
from organization.problem import InvalidFile, Problem, field_path, quoted
from organization.rules import Findings, check_all
from organization.shape import describe, without
from organization.yaml_source import Node, parse

DEFAULT_FILE = "organization.yaml"
_ROUNDS = 25


def default_file() -> FilePath:
    """The file that describes the organization: `ORGANIZATION_FILE`, or `organization.yaml` in the current folder."""
    return FilePath(os.environ.get("ORGANIZATION_FILE") or DEFAULT_FILE)


def load(path: FilePath) -> tuple[Organization, list[Problem]]:
    """
    Read an organization and the warnings about it.

    Raises `InvalidFile`, with every problem, when the file cannot be read or breaks a rule.
    """
    organization, problems = examine(path)
    if organization is None or any(not problem.warning for problem in problems):
        raise InvalidFile(str(path), problems)
    return organization, problems


def examine(path: FilePath) -> tuple[Organization | None, list[Problem]]:
    """The organization, as far as it can be made out, and all problems in the order of the file. Never raises."""
    try:
        content = path.read_bytes()
    except OSError as error:
        what = "is a directory, not a file" if path.is_dir() else f"cannot be read: {error.strerror}"
        return None, [Problem(1, 1, "", f"this {what}; it must be a YAML file that describes an organization")]
    except ValueError as error:
        return None, [Problem(1, 1, "", f"this cannot be read: {error}")]
    return examine_text(content, path.parent)


def examine_text(content: bytes, folder: FilePath) -> tuple[Organization | None, list[Problem]]:
    """As `examine`, for the content of a file in a folder. Policy files are looked for in the folder."""
    source = parse(content)
    if source.root is None:
        return None, sorted(set(source.problems))
    organization, shape = _shaped(source.root)
    problems = source.problems + shape
    if organization is not None:
        findings = Findings(organization, source.root, folder)
        check_all(findings)
        problems += [problem for problem in findings.problems if not _follows(problem, shape)]
    return organization, sorted(set(problems))


def _follows(problem: Problem, shape: list[Problem]) -> bool:
    """Whether a problem concerns only what stands in for something misshapen."""
    return any(
        problem.field == other.field or problem.field.startswith((f"{other.field}.", f"{other.field}["))
        for other in shape
    )


def _shaped(document: Node) -> tuple[Organization | None, list[Problem]]:
    """The organization without what has a wrong shape, and the problems of shape."""
    data: Any = document.data()
    problems: list[Problem] = []
    if not isinstance(data, dict):
        message = f"the file must be a mapping that describes an organization, got {quoted(data)}"
        return None, [Problem(document.line, document.column, "", message)]
    for _ in range(_ROUNDS):
        try:
            return Organization.model_validate(data), problems
        except ValidationError as error:
            for details in error.errors(include_url=False):
                path, message, key = describe(details, data)
                node = document.find(path, key=key)
                problems.append(Problem(node.line, node.column, field_path(path), message))
                data = without(data, path, details)
    return None, problems
