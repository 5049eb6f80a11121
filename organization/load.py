"""
From `organization.yaml` to an `Organization`, with every problem of the file at once.

`organization.shape` finds what has a wrong shape and puts something right in its place, `organization.rules` check the
values of the rest, so that one mistake never hides another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path as FilePath

from organization.hints import Hints
from organization.limits import YAML_FILE_SIZE
from organization.model import Organization
from organization.problem import InvalidFile, Problem
from organization.rules import Findings, check_all
from organization.shape import Shape
from organization.yaml_source import parse

DEFAULT_FILE = "organization.yaml"


def default_file(environment: Mapping[str, str] = os.environ) -> FilePath:
    """The file that describes the organization: `ORGANIZATION_FILE`, or `organization.yaml` in the current folder."""
    return FilePath(environment.get("ORGANIZATION_FILE") or DEFAULT_FILE)


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
        with path.open("rb") as file:
            content = file.read(YAML_FILE_SIZE.value + 1)  # one more than is allowed, however large the file is
    except OSError as error:
        directory = isinstance(error, IsADirectoryError)
        what = "is a directory, not a file" if directory else f"cannot be read: {error.strerror or error}"
        return None, [Problem(1, 1, "", f"this {what}; it must be a YAML file that describes an organization")]
    except ValueError as error:
        return None, [Problem(1, 1, "", f"this cannot be read: {error}")]
    return examine_text(content, path.parent)


def examine_text(content: bytes, folder: FilePath) -> tuple[Organization | None, list[Problem]]:
    """As `examine`, for the content of a file in a folder. Policy files are looked for in the folder."""
    source = parse(content)
    if source.root is None:
        return None, sorted(set(source.problems))
    shape = Shape(Hints())
    data = shape.model(Organization, source.root)
    findings = Findings(Organization.model_validate(data), source.root, folder, shape)
    check_all(findings)
    return findings.organization, sorted({*source.problems, *shape.problems, *findings.problems})
