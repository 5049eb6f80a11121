"""
Load `organization.yaml` into an `Organization`, reporting every problem of the file at once.

`organization.shape` finds values of a wrong shape and replaces them with valid ones. `organization.rules` check the
other values. So one mistake never hides another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path as FilePath

from foundation.files import configuration_file
from organization.hints import Hints
from organization.limits import YAML_FILE_SIZE
from organization.model import Organization
from organization.problem import InvalidFile, Problem
from organization.rules import Findings, check_all
from organization.shape import Shape
from organization.yaml_source import parse


def default_file(environment: Mapping[str, str] = os.environ) -> FilePath:
    """Return the configuration file: `ORGANIZATION_FILE`, or `organization.yaml` in the current folder."""
    return configuration_file(environment)


def load(path: FilePath) -> tuple[Organization, list[Problem]]:
    """
    Return an organization and the warnings about it.

    Raises `InvalidFile`, with every problem, when the file cannot be read or breaks a rule.
    """
    organization, problems = examine(path)
    if organization is None or any(not problem.warning for problem in problems):
        raise InvalidFile(str(path), problems)
    return organization, problems


def examine(path: FilePath) -> tuple[Organization | None, list[Problem]]:
    """
    Return the organization and all problems in the order of the file. Never raises.

    The organization is None when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(
                YAML_FILE_SIZE.value + 1
            )  # one byte too many is enough to see that the file is too large
    except OSError as error:
        directory = isinstance(error, IsADirectoryError)
        what = "is a directory, not a file" if directory else f"cannot be read: {error.strerror or error}"
        return None, [Problem(1, 1, "", f"this {what}; it must be a YAML file that describes an organization")]
    except ValueError as error:
        return None, [Problem(1, 1, "", f"this cannot be read: {error}")]
    return examine_text(content, path.parent)


def examine_text(content: bytes, folder: FilePath) -> tuple[Organization | None, list[Problem]]:
    """Examine the content of a file as `examine` does. `folder` holds the policy files."""
    source = parse(content)
    if source.root is None:
        return None, sorted(set(source.problems))
    shape = Shape(Hints())
    data = shape.model(Organization, source.root)
    findings = Findings(Organization.model_validate(data), source.root, folder, shape)
    check_all(findings)
    return findings.organization, sorted({*source.problems, *shape.problems, *findings.problems})
