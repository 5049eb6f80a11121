"""The requests that become possible or impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PrincipalKind = Literal[
    "users", "roles of groups", "deployment roles", "the responder", "other roles", "root users", "outside", "services"
]


@dataclass(frozen=True, slots=True)
class EffectChange:
    """Requests that become possible or impossible for principals of a kind, decided by one changed statement."""

    change: Literal["possible", "impossible"]
    kind: PrincipalKind
    who: tuple[str, ...]
    """The principals: `ann with MFA`, `infra of id`, `the root user of logs`."""
    action: str
    """That of the simplest request."""
    resource: str
    """Its resource, with names in place of ids; empty where any resource will do."""
    on: str
    """What the resource is, where it is not one of the principal's own account."""
    keys: Mapping[str, str | tuple[str, ...]]
    """The condition keys that matter."""
    more: Mapping[str, int]
    """The number of further actions for which there is such a request, by service."""
    complete: bool
    """False if there may be still more actions."""
    effect: Literal["Allow", "Deny", ""]
    """That of the changed statement; empty where no single one decides."""
    statement: str
    policy: str
    where: str
    """The line of the new configuration, if the statement is there."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Policies that are written otherwise and allow the same."""

    what: str
    """`policies of the role infra`, `SCPs`."""
    where: tuple[str, ...]
    """The accounts or targets."""
