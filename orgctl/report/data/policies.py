"""Policies as deployed, their origins, and their use of AWS's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Origin:
    """An origin: a place in the configuration, and the Terraform address."""

    file: str = ""
    line: int | None = None
    key: str = ""
    address: str = ""
    part: str = ""
    """The place in the file of a guardrail that has several statements: statement 2 of guardrails/own.json."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The used part of one of AWS's limits, and its user."""

    place: str
    what: str
    used: int
    limit: int
    unit: str = "characters"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy. Documents that are equal but for the account are one policy with many places."""

    id: str
    name: str
    kind: str
    """`identity`, `boundary`, `trust` or `resource`; of the organization's policies the short name: `SCP`."""
    document: Json
    attached: tuple[str, ...]
    """Targets, or other places in words: role admin in org-root."""
    origins: tuple[Origin, ...] = ()
    """The origins of the document's statements, in order; or one, of the whole document."""
    description: str = ""
    size: Budget | None = None
