"""The ids that AWS assigned to an organization and its accounts: from its file, and from outputs of its deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.errors import UserError
from foundation.names import ORG_ROOT
from organization.model import Organization
from organization.problem import Path as Place
from organization.problem import field_path
from organization.rules.accounts import account_paths
from organization.yaml_source import parse


class DifferentIds(UserError):
    """The configuration and another place name different ids of the same thing."""


@dataclass(frozen=True)
class Ids:
    """The real ids, as far as they are known."""

    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Numbers of accounts by key."""
    organization: str = ""
    """The organization's id, or an empty text."""

    def over(self, other: Ids) -> Ids:
        """Return these ids, and those of the other where this has none."""
        return Ids({**other.numbers, **self.numbers}, self.organization or other.organization)


def ids_of(organization: Organization) -> Ids:
    """Return the ids that a configuration gives."""
    return Ids(organization.account_numbers, organization.organization_id or "")


def agreed(file: Path, organization: Organization, found: Ids, place: str) -> Ids:
    """
    Return the ids of a configuration in `file` together with those found at another place.

    Raises DifferentIds, with every difference, if they contradict each other.
    """
    if differences := list(_differences(file, organization, found, place)):
        raise DifferentIds(*differences, remedy="Each of these is one id: correct the place that is wrong.")
    return found.over(ids_of(organization))


def _differences(file: Path, organization: Organization, found: Ids, place: str) -> Iterator[str]:
    root = parse(file.read_bytes()).root
    for path, given, other in _pairs(organization, found):
        if other and given != other and root:
            line = root.find(path).line
            yield f"{file.name} line {line} ({field_path(path)}) has {given}, but {place} has {other}"


def _pairs(organization: Organization, found: Ids) -> Iterator[tuple[Place, str, str]]:
    """Yield each id of the configuration: its path, the id, and the other place's id, or an empty text."""
    if organization.organization_id:
        yield ("organization_id",), organization.organization_id, found.organization
    places: dict[str, Place] = {ORG_ROOT: ("org_root",), **{key: path for key, path, _ in account_paths(organization)}}
    for key, number in organization.account_numbers.items():
        yield (*places[key], "account_id"), number, found.numbers.get(key, "")
