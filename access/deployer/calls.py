"""
The IAM actions that a Terraform resource type needs to be created, read, updated and deleted.

There are two sources, and neither is complete. AWS documents the actions in the schemas of CloudFormation's resource
types: these include the consequences of a permission (`iam:PassRole`, tagging), but not what only Terraform's provider
reads. Recorded deployments to the emulated AWS have the provider's real calls, but only for what was deployed.
`scripts/refresh_calls.py` and `scripts/observe_calls.py` write the two files. A type in neither is not covered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
STEPS = ("create", "read", "update", "delete")


class Source(StrEnum):
    """The source of the statement that an action is needed."""

    DOCUMENTED = "CloudFormation's schema"
    OBSERVED = "the AWS provider's own calls"


Record = dict[str, list[str]]
"""A resource type in a data file: the actions of each step."""


@dataclass(frozen=True)
class Calls:
    """
    The IAM actions of a resource type, by step.

    A resource that Terraform creates or changes is also read; `deploy` and `destroy` are what the two commands need.
    `documented` and `observed` hold the actions of each source; an action may be in both.
    """

    resource_type: str
    create: frozenset[str]
    read: frozenset[str]
    update: frozenset[str]
    delete: frozenset[str]
    documented: frozenset[str]
    observed: frozenset[str]

    @cached_property
    def deploy(self) -> frozenset[str]:
        """The actions for planning and applying."""
        return self.read | self.create | self.update

    @cached_property
    def destroy(self) -> frozenset[str]:
        """The actions for destroying."""
        return self.read | self.delete

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """All actions, sorted."""
        return tuple(sorted(self.deploy | self.destroy))

    def sources_of(self, action: str) -> tuple[Source, ...]:
        """Return the sources that know an action as needed; empty for an action that is not among these."""
        known = {Source.DOCUMENTED: self.documented, Source.OBSERVED: self.observed}
        return tuple(source for source, actions in known.items() if action in actions)


@lru_cache(maxsize=4_096)
def calls_of(resource_type: str) -> Calls | None:
    """Return the calls of a Terraform resource type such as ``aws_iam_role``; None if no source has the type."""
    documented, observed = (_types(name).get(resource_type) for name in ("calls", "calls_observed"))
    if documented is None and observed is None:
        return None
    documented, observed = documented or {}, observed or {}
    create, read, update, delete = (_step(documented, step) | _step(observed, step) for step in STEPS)
    return Calls(resource_type, create, read, update, delete, _all(documented), _all(observed))


def covered_types() -> frozenset[str]:
    """Return the resource types that a source has."""
    return frozenset(_types("calls")) | frozenset(_types("calls_observed"))


@cache
def _types(name: str) -> dict[str, Record]:
    found: dict[str, dict[str, Record]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found["types"]


def _step(record: Record, step: str) -> frozenset[str]:
    return frozenset(record.get(step, ()))


def _all(record: Record) -> frozenset[str]:
    return frozenset(action for actions in record.values() for action in actions)
